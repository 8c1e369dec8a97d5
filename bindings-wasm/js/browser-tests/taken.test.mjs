// A form that the page has already.

import assert from "node:assert/strict";
import { test } from "node:test";

import { EACH, focused, open, shown, take } from "./chromium.mjs";

const box = (type, name, value, label) => ["label", {}, ["input", { type, name, value }], label];

const PAGE = ["form", { id: "own" },
  ["fieldset", {}, ["legend", {}, "Everything"],
    ["label", {}, "VAT id", ["input", { name: "vat-id", "aria-describedby": "vat-help" }]],
    ["span", { id: "vat-help" }, "As on your letters"],
    ["label", { for: "own-size" }, "Size"], ["input", { id: "own-size", name: "size", type: "number", step: "any" }],
    ["label", {}, "Note", ["textarea", { name: "note" }]],
    ["label", {}, "Birthday", ["input", { name: "birthday" }]],
    ["label", {}, "Contact", ["select", { name: "contact" }, ["option", { value: "" }], ["option", {}, "email"], ["option", {}, "phone"]]],
    box("radio", "newsletter", "true", "Please"), box("radio", "newsletter", "false", "No, thanks"),
    box("checkbox", "sports", "running", "Running"), box("checkbox", "sports", "yoga", "Yoga"),
  ],
  ["label", {}, "E-mail", ["input", { name: "email", type: "email", required: "" }]],
  ["div", { "data-message-for": "note" }],
  ["button", {}, "Send"],
];

const REQUIRED = EACH.map((definition) => ({ ...definition, required: ["registration"] }));

test("each kind of field that a page has is understood", async (t) => {
  const page = await open(t);
  const { field, sent } = await take(page, PAGE, REQUIRED);
  await page.getByLabel("VAT id").fill("DE12345678");
  await page.getByLabel("Size").fill("42.5");
  await page.getByLabel("Note").fill("hello");
  await page.getByLabel("Birthday").fill("2000-01-31");
  await field("contact").selectOption("phone");
  await page.getByLabel("No, thanks").check();
  await page.getByLabel("Yoga").check();
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByText("Send").click();
  const [{ values, ok, data }] = await sent();
  assert.equal(ok, true);
  assert.deepEqual(values, {
    "vat-id": "DE12345678",
    size: "42.5",
    note: "hello",
    birthday: "2000-01-31",
    newsletter: false,
    contact: "phone",
    sports: ["yoga"],
  });
  assert.deepEqual(data[0], ["email", "ada@example.com"], "the page's own fields are sent as ever");
});

test("messages stand where the page wants them, or else behind the field", async (t) => {
  const page = await open(t);
  const { field, messages, report } = await take(page, PAGE, REQUIRED);
  assert.equal(await report(), false);
  for (const { code } of REQUIRED)
    assert.deepEqual(await messages(code), ["a value is required"], code);
  const described = await field("vat-id").getAttribute("aria-describedby");
  const [help, message] = described.split(" ");
  assert.equal(help, "vat-help");
  assert.equal(await page.locator(`#${message}`).textContent(), "a value is required");
  // Not within the label, whose words it would become.
  assert.equal(await page.locator("label [data-message-for]").count(), 0);
  assert.equal(await page.locator("#own > [data-message-for=note] p").count(), 1);
  // A group that holds other fields as well is not that of these boxes.
  assert.equal(await page.locator("label:has([value=yoga]) + [data-message-for=sports]").count(), 1);
  assert.equal(await page.locator("fieldset").getAttribute("aria-describedby"), null);
});

test("the rules of the page's own fields hold, in the order of the page", async (t) => {
  const page = await open(t);
  const { report } = await take(page, PAGE, EACH);
  assert.equal(await report(), false);
  assert.equal(await focused(page), "email");
  await page.getByLabel("VAT id").fill("DE1");
  assert.equal(await report(), false);
  assert.equal(await focused(page), "vat-id");
  await page.getByLabel("VAT id").fill("");
  await page.getByLabel("E-mail").fill("ada@example.com");
  assert.equal(await report(), true);
});

test("a button that asks for no check gets none", async (t) => {
  const page = await open(t);
  const tree = [
    "form",
    {},
    ["input", { name: "vat-id" }],
    ["button", { formnovalidate: "" }, "Save for later"],
  ];
  const { sent } = await take(page, tree, REQUIRED);
  await page.getByText("Save for later").click();
  assert.deepEqual(
    (await sent()).map(({ ok }) => ok),
    [false],
  );
});

test("what somebody typed before the script came stays", async (t) => {
  const page = await open(t);
  await page.evaluate(() => {
    const form = document.createElement("form");
    const input = document.createElement("input");
    input.name = "vat-id";
    form.append(input);
    document.querySelector("main").append(form);
  });
  await page.locator("input").fill("quick");
  const [values, shown] = await page.evaluate((definitions) => {
    const schema = patronage.Schema.fromJSON(definitions);
    const form = document.querySelector("form");
    // The import of the page's own module, by the address that it has.
    return import("/patronage/form.js").then(({ bindForm }) => {
      const binding = bindForm(form, schema, {
        context: "profile",
        previous: { "vat-id": "held" },
      });
      return [binding.values(), form.querySelector("input").value];
    });
  }, EACH);
  assert.deepEqual([values, shown], [{ "vat-id": "quick" }, "quick"]);
});

test("a choice that is held and that the page does not offer is not lost", async (t) => {
  const page = await open(t);
  const definitions = shown(
    {
      code: "contact",
      input: "list",
      options: ["email", { value: "fax", label: "Fax machine", hidden: true }],
    },
    {
      code: "sports",
      input: "list",
      multiple: true,
      options: ["yoga", { value: "polo", hidden: true }],
    },
  );
  const tree = [
    "form",
    {},
    [
      "label",
      {},
      "Contact",
      ["select", { name: "contact" }, ["option", {}, ""], ["option", {}, "email"]],
    ],
    ["fieldset", {}, ["legend", {}, "Sports"], box("checkbox", "sports", "yoga", "Yoga")],
  ];
  const previous = { contact: "fax", sports: ["polo"] };
  const { field, values, validate } = await take(page, tree, definitions, {
    context: "profile",
    previous,
  });
  assert.deepEqual([await values(), await validate()], [{}, { ok: true, violations: [] }]);
  await page.getByLabel("Yoga").check();
  assert.deepEqual(await values(), { sports: ["yoga", "polo"] });
  assert.deepEqual(await field("contact").locator("option").allTextContents(), [
    "",
    "email",
    "Fax machine",
  ]);
});

test("a form that is given back has no listener, no message and no claim left", async (t) => {
  const page = await open(t);
  const listeners = async (expression) => {
    const devtools = await page.context().newCDPSession(page);
    const { result } = await devtools.send("Runtime.evaluate", { expression });
    const { listeners } = await devtools.send("DOMDebugger.getEventListeners", {
      objectId: result.objectId,
      depth: -1,
    });
    return listeners.map(({ type }) => type).sort();
  };
  const before = await listeners("document");
  const { report, detach } = await take(page, PAGE, REQUIRED, { summary: true });
  assert.equal(await report(), false);
  assert.notDeepEqual(await listeners("document"), before);
  await page.evaluate(() => forms[0].schema.free());
  await detach();
  const own = ["submit"];
  assert.deepEqual(await listeners("document.forms[0]"), own, "the test's own listener only");
  assert.deepEqual(await listeners("document"), [...before, ...own].sort());
  const state = await page.evaluate(() => {
    const [form] = document.forms;
    return [
      form.noValidate,
      form.querySelectorAll("[aria-invalid], [data-message-for] p, [data-summary] p").length,
      form.elements["vat-id"].validity.customError,
    ];
  });
  assert.deepEqual(state, [false, 0, false]);
});

test("what the page disables is neither asked for nor sent, and what is needed is still told", async (t) => {
  const page = await open(t);
  const tree = [
    "form",
    {},
    ["fieldset", { disabled: "" }, ["input", { name: "vat-id", value: "x" }]],
    ["input", { name: "note" }],
  ];
  const { values, messages, report, summary, field } = await take(page, tree, EACH);
  assert.deepEqual([await values(), await report(), await messages("vat-id")], [{}, true, []]);
  await field("note").fill("hello");
  const other = await take(
    page,
    tree,
    REQUIRED.filter(({ code }) => code === "vat-id"),
  );
  assert.equal(await other.report(), false);
  assert.deepEqual(await other.summary(), [
    "Please check what you entered:VAT id – a value is required",
  ]);
  assert.deepEqual([await values(), await summary()], [{ note: "hello" }, []]);
});
