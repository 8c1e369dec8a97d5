// Previews of credit, as a page asks them. What they answer is in the vectors; here is how.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";

import * as forms from "../../pkg/index.js";
import init, { CreditPreview, Messages, Money, PatronageError, overdraftBeyond } from "../../pkg/credit.js";

/** As `OwnCredit::preview` writes it. */
const DOCUMENT = {
  site: "mystic-sports",
  at: "2026-07-01T09:30:00.000000Z",
  figures: {
    currency: "USD",
    limit: "5000.00",
    overdraft: "1000.00",
    outstanding: "100.00",
    reserved: "20.00",
    unapplied: "0.00",
  },
  refusal: null,
  purchase_orders: {
    enabled: true,
    split_allowed: true,
    terms: [{ code: "net30", description: "Net 30", net_days: 30 }],
    custom_fields: [{ code: "cost-centre", label: "Cost centre", required: true, enabled: true }],
  },
};

const preview = (changes = {}) => CreditPreview.fromJSON({ ...DOCUMENT, ...changes });

function thrown(work) {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof PatronageError, error.stack);
    return [error.code, ...error.violations.map(({ path, code }) => `${path}: ${code}`)];
  }
  return "nothing";
}

before(() => Promise.all([init(), forms.default()]));

test("figures are money, and nothing of a preview can be changed", () => {
  const credit = preview();
  const { figures, purchaseOrders } = credit;
  assert.equal(`${figures.available}`, "4880.00 USD");
  assert.equal(`${figures.totalAvailable}`, "5880.00 USD");
  assert.ok(figures.limit instanceof Money);
  assert.equal(figures.limit.plus(figures.overdraft).format("en-US"), "$6,000.00");
  assert.deepEqual(purchaseOrders, {
    enabled: true,
    splitAllowed: true,
    terms: [{ code: "net30", description: "Net 30", netDays: 30 }],
    customFields: [{ code: "cost-centre", label: "Cost centre", required: true }],
  });
  const parts = [figures, purchaseOrders, purchaseOrders.terms, purchaseOrders.terms[0]];
  for (const part of [...parts, credit.offer("1"), credit.afterCharge("1"), credit.check({})]) {
    assert.ok(Object.isFrozen(part), JSON.stringify(part));
  }
  assert.deepEqual([credit.at, credit.refusal], ["2026-07-01T09:30:00.000000Z", undefined]);
});

test("a text and its object are one preview", () => {
  const [text, object] = [CreditPreview.fromJSON(JSON.stringify(DOCUMENT)), preview()];
  assert.deepEqual(text.figures, object.figures);
  assert.equal(`${text.offer("1").amount}`, `${object.offer("1").amount}`);
  // What is changed afterwards is no part of it.
  const document = structuredClone(DOCUMENT);
  const before = CreditPreview.fromJSON(document);
  document.figures.limit = "1.00";
  assert.equal(`${before.afterCharge("120").figures.available}`, "4760.00 USD");
});

test("an order is offered what the account can pay of it", () => {
  const { amount, split, terms, withheld } = preview().offer("5880.01");
  assert.deepEqual([`${amount}`, split, terms.length, withheld], ["5880.00 USD", true, 1, undefined]);
  const refused = preview({ purchase_orders: { ...DOCUMENT.purchase_orders, split_allowed: false } });
  const none = refused.offer("5880.01");
  assert.deepEqual([`${none.amount}`, none.split], ["0.00 USD", false]);
  assert.equal(none.withheld.code, "credit.limit_exceeded");
  assert.equal(none.withheld.message, "5880.01 USD was requested, and 5880.00 USD is available");
  assert.equal(none.withheld.parameters.total_available.format("de-DE"), "5.880,00\u00a0$");
});

test("the figures afterwards, or why there are none", () => {
  const charged = preview().afterCharge("5880");
  assert.deepEqual([charged.ok, `${charged.figures.outstanding}`], [true, "5980.00 USD"]);
  const reserved = preview().afterReserve(Money.parse("80", "USD"));
  assert.deepEqual([`${reserved.figures.reserved}`, `${reserved.figures.available}`], ["100.00 USD", "4800.00 USD"]);
  const { ok, figures, refusal } = preview().afterReserve("5880.01");
  assert.deepEqual([ok, figures, refusal.code], [false, undefined, "credit.limit_exceeded"]);
});

test("a refusal is told in other words", () => {
  const german = new Messages({
    "credit.limit_exceeded": "{requested} sind mehr als die {total_available}, die frei sind",
    "credit.on_hold": "Ihr Konto ist gesperrt[: Posten {item} war am {due} fällig]",
  });
  const { refusal } = preview().afterCharge("9999");
  assert.equal(german.of(refusal), "9999.00 USD sind mehr als die 5880.00 USD, die frei sind");
  const code = "credit.on_hold";
  const parameters = { item: 7, due: "2026-06-01" };
  const held = preview({ refusal: { code, message: "the credit account is on hold", parameters } });
  assert.equal(german.of(held.refusal), "Ihr Konto ist gesperrt: Posten 7 war am 2026-06-01 fällig");
  assert.deepEqual(held.refusal.parameters, parameters);
  assert.deepEqual(held.offer("1").withheld.parameters, parameters);
  assert.equal(new Messages({}).of(held.refusal), "the credit account is on hold");
});

test("money of `patronage` is money here", () => {
  const money = forms.Money.parse("120.00", "USD");
  assert.equal(`${preview().offer(money).amount}`, "120.00 USD");
  assert.deepEqual(thrown(() => preview().offer(forms.Money.parse("1", "EUR"))), ["credit.no_account"]);
  assert.equal(preview().afterCharge(forms.Money.parse("1", "EUR")).refusal.code, "credit.no_account");
  assert.equal(`${overdraftBeyond(money, { percent: "12.5" })}`, "15.00 USD");
});

test("a purchase order is checked whole, and says nothing where it is empty", () => {
  const paths = (order) => preview().check(order).violations.map(({ path, code }) => `${path}: ${code}`);
  assert.deepEqual(paths({ purchaseOrder: "PO-7", term: null, fields: { "cost-centre": "42", other: null } }), []);
  assert.deepEqual(preview().check({ purchaseOrder: "1", fields: { "cost-centre": "42" } }), { ok: true, violations: [] });
  assert.deepEqual(paths({}), ["purchase_order: field.required", "fields.cost-centre: field.required"]);
  assert.deepEqual(paths({ purchaseOrder: "PO-7", term: "net60", fields: undefined }), [
    "term: credit.term_not_granted",
    "fields.cost-centre: field.required",
  ]);
  // What no text can hold does not cross as something else.
  for (const odd of ["a\0b", "a\ud800b", "\udc00"]) {
    assert.deepEqual(paths({ purchaseOrder: odd, fields: { "cost-centre": "😀" } }), [
      "purchase_order: text.control_character",
    ]);
  }
});

test("what a caller does wrong is thrown, with the codes of the core", () => {
  const credit = preview();
  for (const [work, ...expected] of [
    [() => new CreditPreview(), "argument.not_constructible"],
    [() => CreditPreview.fromJSON("{"), "input.invalid", ": json.malformed"],
    [() => CreditPreview.fromJSON(undefined), "argument.not_a_text"],
    [() => CreditPreview.fromJSON(7), "input.invalid", ": json.malformed"],
    [() => preview({ at: "today" }), "input.invalid", "at: time.malformed"],
    [() => CreditPreview.fromJSON({ at: 1n }), "value.not_json"],
    [() => credit.offer("a lot"), "input.invalid", "order_total: money.not_a_number"],
    [() => credit.offer("-1"), "input.invalid", "order_total: credit.negative"],
    [() => credit.offer(6000.01), "argument.not_money"],
    [() => credit.offer(null), "argument.not_money"],
    [() => credit.afterCharge("0"), "input.invalid", "amount: credit.not_positive"],
    [() => credit.afterReserve("0.001"), "input.invalid", "amount: money.too_many_decimals"],
    [() => credit.afterCharge({ amount: 1, currency: "USD" }), "argument.not_money"],
    [() => credit.check(), "argument.not_an_object"],
    [() => credit.check({ purchaseOrder: 7 }), "argument.not_a_text"],
    [() => credit.check({ fields: { "cost-centre": 42 } }), "argument.not_a_text"],
    [() => overdraftBeyond("5", { percent: "1" }), "money.missing_currency"],
    [() => overdraftBeyond(Money.parse("1", "USD"), { percent: 10 }), "argument.not_a_text"],
    [() => overdraftBeyond(Money.parse("1", "USD"), { amount: "1", percent: "1" }), "input.invalid", "percent: credit.two_overdrafts"],
  ]) {
    assert.deepEqual(thrown(work), expected, String(work));
  }
  assert.equal(`${overdraftBeyond(Money.parse("0.09", "USD"), { percent: "10" })}`, "0.00 USD");
});

test("the example of the README prints what it says", async (t) => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [example] = readme.match(/^import init, { CreditPreview, Messages }[^]*?(?=^```)/m);
  const expected = [...example.matchAll(/(?:console\.log.*; |^)\/\/ (.*)$/gm)].map(([, line]) => line);
  const printed = [];
  t.mock.method(console, "log", (...parts) => printed.push(parts.map(String).join(" ")));
  t.mock.method(globalThis, "fetch", async () => new Response(JSON.stringify(DOCUMENT)));
  const script = example.replace("patronage/credit", new URL("../../pkg/credit.js", import.meta.url).href);
  await import(`data:text/javascript,${encodeURIComponent(script)}`);
  assert.ok(printed.length >= 8);
  assert.deepEqual(printed, expected);
});
