import init, { CreditPreview, Messages, Money } from "/patronage/credit.js";

const [accounts] = await Promise.all([
  fetch("/accounts").then((answer) => answer.json()),
  init(),
]);

/** The words of this page; without them it would have those of the server. */
const words = new Messages({
  "credit.limit_exceeded": "{requested} are more than the {total_available} that your account has left.",
  "credit.on_hold":
    "New orders on account have to wait[: invoice {item} was due on {due}]. Please pay it, or pay this order by card.",
  "credit.no_term": "No payment term has been agreed with this shop yet.",
  "credit.site_not_enabled": "This shop takes no orders on account.",
  "credit.term_required": "Choose when you will pay.",
  "field.required": "This is needed.",
  "text.too_long": "This is too long.",
  "text.surrounding_white_space": "Take out the blanks at its ends.",
});

const CART = [
  { name: "Rope, 70 m", price: "239.90", count: 2 },
  { name: "Harness", price: "94.50", count: 6 },
  { name: "Set of twelve quickdraws", price: "168.00", count: 3 },
];

const at = (id) => document.getElementById(id);
const counts = CART.map(({ count }) => count);
let account = "usual";
let credit;

function element(name, properties = {}, ...children) {
  const { data = {}, ...others } = properties;
  const made = Object.assign(document.createElement(name), others);
  Object.assign(made.dataset, data);
  made.append(...children);
  return made;
}

const shown = (money) => money.format("en-US");

/** So many times a price, exactly. */
function times(price, count) {
  let sum = Money.parse("0", "USD");
  for (let one = 0; one < count; one += 1) sum = sum.plus(price);
  return sum;
}

function total() {
  const prices = CART.map(({ price }, line) => times(Money.parse(price, "USD"), counts[line]));
  return prices.reduce((one, other) => one.plus(other));
}

/** What is refused, in the words of the page and with money as people write it. */
function told({ code, message, parameters = {} }) {
  // What a server sent has no money yet, only what JSON has of it.
  const readable = Object.entries(parameters).map(([name, value]) => [
    name,
    value.currency ? shown(Money.parse(value.amount, value.currency)) : value,
  ]);
  return words.of({ code, message, parameters: Object.fromEntries(readable) });
}

function drawLines() {
  const lines = CART.map(({ name, price }, line) => {
    const button = (sign, step, label) =>
      element("button", { type: "button", textContent: sign, ariaLabel: `${label} ${name}`, data: { line, step } });
    return element(
      "li",
      {},
      element("span", { className: "name", textContent: name }),
      element("span", { className: "price", textContent: `${shown(Money.parse(price, "USD"))} each` }),
      element("span", { className: "stepper" }, button("−", -1, "One less:"), element("output", { data: { count: line } }), button("+", 1, "One more:")),
      element("span", { className: "sum", data: { sum: line } }),
    );
  });
  at("lines").replaceChildren(...lines);
}

/** A field with its label, and room for what is wrong with it. */
function field(path, label, required, name) {
  const id = `field-${path}`;
  const mark = required ? [] : [" ", element("span", { className: "mark", textContent: "(optional)" })];
  const input = element("input", { id, name, required, autocomplete: "off", data: { path } });
  input.setAttribute("aria-describedby", `${id}-message`);
  const message = element("p", { className: "message", id: `${id}-message`, data: { messageFor: path } });
  return element("div", { className: "field" }, element("label", { htmlFor: id }, label, ...mark), input, message);
}

function drawPapers() {
  const { terms, customFields } = credit.purchaseOrders;
  const choices = terms.map(({ code, description }) => {
    const input = element("input", { type: "radio", name: "term", value: code, checked: terms.length === 1, data: { path: "term" } });
    input.setAttribute("aria-describedby", "term-message");
    return element("label", { className: "choice" }, input, element("span", { textContent: description }));
  });
  const legend = element("legend", { textContent: "Payment term" });
  const message = element("p", { className: "message", id: "term-message", data: { messageFor: "term" } });
  at("terms").replaceChildren(legend, ...choices, message);
  at("fields").replaceChildren(
    field("purchase_order", "Purchase order number", true, "purchase-order"),
    ...customFields.map(({ code, label, required }) => field(`fields.${code}`, label, required, code)),
  );
}

/** What the customer says, as the preview checks it and the server takes it. */
function order() {
  const data = new FormData(at("checkout"));
  const { customFields } = credit.purchaseOrders;
  const fields = Object.fromEntries(customFields.map(({ code }) => [code, data.get(code)]));
  return { purchaseOrder: data.get("purchase-order"), term: data.get("term"), fields };
}

function drawAccount(offer) {
  const { limit, overdraft, outstanding, reserved, totalAvailable } = credit.figures;
  at("free").textContent = shown(totalAvailable);
  const whole = Number(limit.plus(overdraft).minor);
  const parts = [
    ["owed", "Owed", outstanding],
    ["promised", "Promised to orders", reserved],
    ["new", "This order", offer.amount],
  ];
  const bars = parts.map(([kind, , money]) => {
    const bar = element("span", { className: kind });
    // A picture may round; the figures beside it do not.
    bar.style.width = `${Math.min(100, (100 * Math.max(0, Number(money.minor))) / whole)}%`;
    return bar;
  });
  at("gauge").replaceChildren(...bars);
  at("gauge").ariaLabel = parts.map(([, name, money]) => `${name}: ${shown(money)}`).join(", ");
  const after = offer.amount.minor === "0" ? undefined : credit.afterReserve(offer.amount).figures;
  const rows = [["", "Limit", limit], ["", "Overdraft", overdraft], ...parts];
  if (after) rows.push(["left", "Left after this order", after.totalAvailable]);
  at("figures").replaceChildren(
    ...rows.map(([kind, name, money]) =>
      element("div", { className: kind }, element("dt", { textContent: name }), element("dd", { textContent: shown(money) })),
    ),
  );
  const moment = new Date(credit.at).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  at("as-of").textContent = `As of ${moment} UTC. The shop decides when the order is placed.`;
}

function draw() {
  const sum = total();
  CART.forEach(({ price }, line) => {
    document.querySelector(`[data-count="${line}"]`).value = counts[line];
    document.querySelector(`[data-sum="${line}"]`).textContent = shown(times(Money.parse(price, "USD"), counts[line]));
    document.querySelector(`[data-line="${line}"][data-step="-1"]`).disabled = counts[line] === 0;
  });
  at("total").textContent = shown(sum);
  const offer = credit.offer(sum);
  const isOffered = !offer.withheld && offer.amount.minor !== "0";
  const state = offer.withheld ? "withheld" : offer.split ? "split" : "whole";
  at("offer").dataset.state = state;
  at("offer").textContent = {
    withheld: () => told(offer.withheld),
    split: () => `Your account pays ${shown(offer.amount)}. The other ${shown(sum.minus(offer.amount))} you pay by card.`,
    whole: () => (isOffered ? `Your account pays all of it: ${shown(offer.amount)}.` : "There is nothing to pay."),
  }[state]();
  at("papers").hidden = at("place").hidden = !isOffered;
  at("place").textContent = offer.split ? `Order, and pay ${shown(sum.minus(offer.amount))} by card` : `Order for ${shown(sum)}`;
  drawAccount(offer);
}

/** Shows what is wrong below each field, and goes to the first. */
function showViolations(violations) {
  for (const message of document.querySelectorAll("[data-message-for]")) {
    const found = violations.find(({ path }) => path === message.dataset.messageFor);
    message.textContent = found ? told(found) : "";
    for (const input of document.querySelectorAll(`[data-path="${message.dataset.messageFor}"]`)) {
      input.setAttribute("aria-invalid", String(found !== undefined));
    }
  }
  document.querySelector("[aria-invalid=true]")?.focus();
}

function use(name) {
  account = name;
  credit = CreditPreview.fromJSON(accounts[name]);
  for (const button of document.querySelectorAll("[data-account]")) {
    button.ariaPressed = String(button.dataset.account === name);
  }
  at("problem").textContent = at("done").textContent = "";
  drawPapers();
  draw();
}

at("lines").addEventListener("click", ({ target }) => {
  const { line, step } = target.dataset;
  if (step === undefined) return;
  counts[line] = Math.min(99, Math.max(0, counts[line] + Number(step)));
  at("done").textContent = "";
  draw();
});

// A message goes as soon as the field is right, and comes with the order.
at("checkout").addEventListener("input", ({ target: { dataset } }) => {
  const message = document.querySelector(`[data-message-for="${dataset.path}"]`);
  if (!message?.textContent || credit.check(order()).violations.some(({ path }) => path === dataset.path)) return;
  message.textContent = "";
  for (const input of document.querySelectorAll(`[data-path="${dataset.path}"]`)) input.ariaInvalid = "false";
});

at("checkout").addEventListener("submit", async (event) => {
  event.preventDefault();
  at("problem").textContent = at("done").textContent = "";
  const { ok, violations } = credit.check(order());
  showViolations(violations);
  if (!ok) return;
  const { amount } = credit.offer(total()).amount;
  try {
    const body = JSON.stringify({ account, amount, order: order() });
    const answer = await (await fetch("/orders", { method: "POST", body })).json();
    if (answer.violations) return showViolations(answer.violations);
    Object.assign(accounts, await (await fetch("/accounts")).json());
    if (answer.refusal) {
      credit = CreditPreview.fromJSON(accounts[account]);
      draw();
      at("problem").textContent = told(answer.refusal);
      return;
    }
    counts.fill(0);
    use(account);
    at("done").textContent = `Thank you! ${shown(Money.parse(amount, "USD"))} are promised to your order.`;
  } catch {
    at("problem").textContent = "The order could not be sent. Please try again.";
  }
});

for (const button of document.querySelectorAll("[data-account]")) {
  button.addEventListener("click", () => use(button.dataset.account));
}
drawLines();
use(account);
document.body.dataset.ready = "";
