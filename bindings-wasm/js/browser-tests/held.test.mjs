// Accounts that exist: what is held stays valid, what is not to be changed is not sent.

import assert from "node:assert/strict";
import { test } from "node:test";

import { draw, open, shown } from "./chromium.mjs";

const DEFINITIONS = shown(
  { code: "vat", input: "text_box", pattern: "[A-Z]{2}[0-9]+", min_length: 9 },
  { code: "size", input: "text_box", data_type: "number" },
  { code: "born", input: "date", min_date: "today" },
  { code: "note", input: "text_area", required: ["profile"] },
  {
    code: "contact",
    input: "list",
    options: ["email", { value: "fax", label: "Fax machine", hidden: true }],
  },
  {
    code: "sports",
    input: "list",
    multiple: true,
    options: ["yoga", { value: "curling", hidden: true }, { value: "polo", hidden: true }],
  },
  { code: "letter", input: "yes_no" },
  { code: "card", input: "text_box", read_only: true },
  { code: "tier", input: "list", options: ["gold", "silver"], value_source: "admin_entered" },
  { code: "score", input: "text_box", data_type: "number", value_source: "admin_entered" },
);

const PREVIOUS = {
  vat: "old",
  size: "42.50",
  born: "1999-12-31",
  note: "one\r\ntwo",
  contact: "fax",
  sports: ["curling", "yoga"],
  letter: true,
  card: "MC-1",
  tier: "gold",
};

const account = (page, options = {}) =>
  draw(page, DEFINITIONS, { context: "profile", previous: PREVIOUS, ...options });

test("what is held stays valid, hidden options included, and is not sent again", async (t) => {
  const page = await open(t);
  const { field, submit, sent, validate } = await account(page);
  assert.equal(await field("vat").inputValue(), "old");
  assert.equal(await field("contact").inputValue(), "fax");
  assert.deepEqual(await field("contact").locator("option").allTextContents(), [
    "",
    "email",
    "Fax machine",
  ]);
  assert.deepEqual(
    await field("sports").evaluateAll((all) => all.map(({ value, checked }) => [value, checked])),
    [
      ["yoga", true],
      ["curling", true],
    ],
  );
  assert.deepEqual(await validate(), { ok: true, violations: [] });
  await submit();
  assert.deepEqual(await sent(), [{ values: {}, ok: true, data: [] }]);
  // The browser itself has no word against it either.
  assert.equal(await page.evaluate(() => forms[0].form.checkValidity()), true);
});

test("what changes is sent, and what is emptied is taken away", async (t) => {
  const page = await open(t);
  const { field, messages, submit, sent } = await account(page);
  await field("vat").fill("DE123456789");
  await field("size").fill("");
  await field("letter").uncheck();
  await field("sports").and(page.locator("[value=yoga]")).uncheck();
  await field("note").fill("");
  await submit();
  assert.deepEqual(await messages("note"), ["a value is required"]);
  await field("note").fill("three");
  await field("contact").selectOption("email");
  await submit();
  assert.deepEqual(await sent(), [
    {
      values: {
        vat: "DE123456789",
        size: null,
        note: "three",
        contact: "email",
        sports: ["curling"],
        letter: false,
      },
      ok: true,
      data: [
        ["vat", "DE123456789"],
        ["size", ""],
        ["note", "three"],
        ["contact", "email"],
        ["sports", "curling"],
        ["letter", "false"],
      ],
    },
  ]);
});

test("what is not to be changed is shown as such and not sent", async (t) => {
  const page = await open(t);
  const { field, submit, sent } = await account(page);
  assert.equal(await field("card").getAttribute("readonly"), "");
  assert.equal(await field("tier").isDisabled(), true);
  assert.equal(await field("tier").inputValue(), "gold");
  assert.equal(
    await field("score").count(),
    0,
    "an answer that somebody else will give is not shown yet",
  );
  assert.deepEqual(await field("card").locator("xpath=..").locator(".patronage-mark").count(), 0);
  await submit();
  assert.deepEqual(await sent(), [{ values: {}, ok: true, data: [] }]);
});

test("a draft goes before what is held", async (t) => {
  const page = await open(t);
  const { field, values } = await account(page, {
    values: { vat: "DE1", size: null, tier: undefined },
  });
  assert.equal(await field("vat").inputValue(), "DE1");
  assert.deepEqual(await values(), { vat: "DE1", size: null });
});

test("a line break that the browser writes otherwise is no change", async (t) => {
  const page = await open(t);
  const { field, values, submit, sent } = await account(page);
  await field("note").pressSequentially("!");
  assert.deepEqual(await values(), { note: "!one\ntwo" });
  await page.keyboard.press("Backspace");
  assert.deepEqual(await values(), {});
  await submit();
  assert.equal((await sent()).length, 1);
});

test("several that were chosen once stay where only one can be chosen now", async (t) => {
  const page = await open(t);
  const definitions = shown({
    code: "contact",
    input: "list",
    options: ["email", "phone", "post"],
  });
  const { values, validate, submit, sent, field } = await draw(page, definitions, {
    context: "profile",
    previous: { contact: ["email", "phone"] },
  });
  assert.deepEqual([await values(), await validate()], [{}, { ok: true, violations: [] }]);
  await submit();
  await field("contact").selectOption("post");
  await submit();
  assert.deepEqual(
    (await sent()).map(({ values, ok }) => [values, ok]),
    [
      [{}, true],
      [{ contact: "post" }, true],
    ],
  );
});
