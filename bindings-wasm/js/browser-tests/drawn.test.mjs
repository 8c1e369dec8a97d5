// A form that is drawn: what it looks like to the browser, what it sends and what it does not.

import assert from "node:assert/strict";
import { test } from "node:test";

import { EACH, EACH_REQUIRED, draw, focused, open, shown } from "./chromium.mjs";

test("somebody fills in each kind of field, and what is sent is accepted", async (t) => {
  const page = await open(t);
  const { field, submit, sent } = await draw(page, EACH_REQUIRED);
  await field("vat-id").fill("DE12345678");
  await field("size").fill("42.5");
  await field("note").pressSequentially("two\nlines");
  await field("birthday").fill("2000-02-29");
  await page.getByRole("radio", { name: "No" }).check();
  await page.getByRole("radio", { name: "phone" }).check();
  await page.getByRole("checkbox", { name: "skiing" }).check();
  await page.getByRole("checkbox", { name: "running" }).check();
  await submit();
  const values = {
    "vat-id": "DE12345678",
    size: "42.5",
    note: "two\nlines",
    birthday: "2000-02-29",
    newsletter: false,
    contact: "phone",
    sports: ["running", "skiing"],
  };
  const [{ data, ...first }, ...more] = await sent();
  assert.deepEqual([first, more], [{ values, ok: true }, []]);
  // A browser that sends the form by itself says the same, with its own line breaks.
  assert.deepEqual(data, [
    ["vat-id", "DE12345678"],
    ["size", "42.5"],
    ["note", "two\nlines"],
    ["birthday", "2000-02-29"],
    ["newsletter", "false"],
    ["contact", "phone"],
    ["sports", "running"],
    ["sports", "skiing"],
  ]);
});

test("nothing wrong is submitted, and the first wrong field gets the focus", async (t) => {
  const page = await open(t);
  const { field, messages, submit, sent, values } = await draw(page, EACH_REQUIRED);
  await submit();
  assert.deepEqual(await sent(), []);
  assert.equal(await focused(page), "vat-id");
  for (const { code } of EACH_REQUIRED) {
    assert.deepEqual(await messages(code), ["a value is required"], code);
  }
  await field("vat-id").fill("DE1");
  await field("size").fill("1e1");
  await field("note").fill("a text of more than twenty characters");
  await field("birthday").fill("2020-01-01");
  for (const choice of ["running", "yoga", "skiing"]) await page.getByLabel(choice).check();
  await page.getByRole("radio", { name: "No" }).check();
  await page.getByLabel("email").check();
  await page.keyboard.press("Enter");
  assert.deepEqual(await sent(), []);
  assert.deepEqual(await messages("vat-id"), [
    "the text does not match the pattern `[A-Z]{2}[0-9]{8,12}`",
  ]);
  assert.deepEqual(await messages("size"), ["expected a plain decimal number such as `1000.5`"]);
  assert.deepEqual(await messages("note"), ["the text has 37 characters, of which at most 20 fit"]);
  assert.deepEqual(await messages("birthday"), ["the last day is 2010-07-01"]);
  assert.deepEqual(await messages("sports"), [
    "3 options are chosen, of which at most 2 are allowed",
  ]);
  assert.deepEqual(await messages("newsletter"), []);
  assert.equal((await values()).note, "a text of more than twenty characters");
});

test("what nobody touched is not sent, and what is emptied again is not either", async (t) => {
  const page = await open(t);
  const { field, submit, sent } = await draw(page, EACH);
  await field("vat-id").fill("DE12345678");
  await field("vat-id").fill("");
  await field("newsletter").check();
  await field("newsletter").uncheck();
  await submit();
  assert.deepEqual(await sent(), [{ values: {}, ok: true, data: [] }]);
});

test("a message waits until the field was left, and goes as soon as it is right", async (t) => {
  const page = await open(t);
  const { field, messages } = await draw(page, EACH_REQUIRED);
  await field("vat-id").focus();
  await page.keyboard.press("Tab");
  assert.deepEqual(await messages("vat-id"), [], "passing through is no mistake");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.type("DE1234567");
  assert.deepEqual(await messages("vat-id"), []);
  assert.equal(await field("vat-id").getAttribute("aria-invalid"), null);
  await page.keyboard.press("Tab");
  assert.equal((await messages("vat-id")).length, 1);
  assert.equal(await field("vat-id").getAttribute("aria-invalid"), "true");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("End");
  await page.keyboard.type("8");
  assert.deepEqual(await messages("vat-id"), []);
  assert.equal(await field("vat-id").getAttribute("aria-invalid"), null);
  await page.keyboard.type("?");
  assert.deepEqual(await messages("vat-id"), [], "and comes no sooner than the first time");
  await page.keyboard.press("Tab");
  assert.equal((await messages("vat-id")).length, 1);
});

test("who looks something up in another window has not left the field", async (t) => {
  const page = await open(t);
  const { field, messages } = await draw(page, EACH);
  await field("vat-id").fill("DE1");
  // The window takes the focus from the field without giving it to another one.
  await field("vat-id").dispatchEvent("focusout", { bubbles: true });
  assert.deepEqual(await messages("vat-id"), []);
  await field("vat-id").blur();
  assert.equal((await messages("vat-id")).length, 1);
});

test("within a group of boxes nobody is interrupted", async (t) => {
  const page = await open(t);
  const [sports] = EACH.filter(({ code }) => code === "sports");
  const { messages } = await draw(page, [{ ...sports, min_choices: 2 }]);
  await page.getByLabel("running").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  assert.deepEqual(await messages("sports"), []);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.deepEqual(await messages("sports"), ["1 options are chosen, but at least 2 are needed"]);
});

test("a button stays under the pointer that presses it", async (t) => {
  const page = await open(t);
  const { field, messages, submit, sent } = await draw(page, EACH);
  await field("sports").first().check();
  await field("vat-id").fill("DE1");
  // With a message above it the button would be elsewhere when the pointer is released.
  await submit();
  assert.equal((await messages("vat-id")).length, 1);
  assert.equal(await focused(page), "vat-id");
  assert.deepEqual(await sent(), []);
});

test("a message that waited for the pointer comes when it is released", async (t) => {
  const page = await open(t);
  const { field, messages } = await draw(page, EACH);
  await field("vat-id").fill("DE1");
  await page.locator("h1").hover();
  await page.mouse.down();
  assert.deepEqual(await messages("vat-id"), []);
  await page.mouse.up();
  await page.locator("[data-message-for=vat-id] p").waitFor();
});

test("the browser knows what the schema knows, and never refuses more", async (t) => {
  const page = await open(t);
  const definitions = shown(
    { code: "name", input: "text_box", min_length: 2, max_length: 3, required: ["registration"] },
    { code: "vat", input: "text_box", pattern: "[A-Z]{2}" },
    { code: "balance", input: "text_box", data_type: "number", min_value: -5 },
    { code: "children", input: "text_box", data_type: "number", min_value: 0 },
    { code: "born", input: "date", min_date: "1900-01-01", max_date: "today" },
    { code: "day", input: "date" },
    { code: "terms", input: "yes_no", must_be_true: true, required: ["registration"] },
  );
  const { field, validate } = await draw(page, definitions, { autocomplete: { name: "nickname" } });
  const attributes = async (code) => {
    const names = [
      "type",
      "required",
      "minlength",
      "maxlength",
      "pattern",
      "min",
      "max",
      "inputmode",
      "autocomplete",
    ];
    return field(code).evaluate(
      (element, names) =>
        Object.fromEntries(
          names
            .filter((name) => element.hasAttribute(name))
            .map((name) => [name, element.getAttribute(name)]),
        ),
      names,
    );
  };
  // A browser counts two for some characters that the schema counts once.
  assert.deepEqual(await attributes("name"), {
    type: "text",
    required: "",
    minlength: "2",
    autocomplete: "nickname",
  });
  assert.deepEqual(Object.keys(await attributes("vat")), ["type", "pattern"]);
  // The keypads of some phones have no minus.
  assert.deepEqual(await attributes("balance"), { type: "text" });
  assert.deepEqual(await attributes("children"), { type: "text", inputmode: "decimal" });
  assert.deepEqual(await attributes("born"), {
    type: "date",
    min: "1900-01-01",
    max: "2026-07-01",
  });
  assert.deepEqual(await attributes("day"), { type: "date", min: "0001-01-01", max: "9999-12-31" });
  assert.deepEqual(await attributes("terms"), { type: "checkbox", required: "" });
  await field("name").fill("😀😀😀");
  await field("vat").fill("DE");
  await field("terms").check();
  assert.deepEqual(await validate(), { ok: true, violations: [] });
  assert.equal(await page.evaluate(() => forms[0].form.checkValidity()), true);
  await field("vat").fill("de");
  assert.equal(await page.evaluate(() => forms[0].form.checkValidity()), false);
  await page.keyboard.press("Tab");
  assert.deepEqual(
    await page.locator(":user-invalid:not(form)").evaluateAll((all) => all.map(({ name }) => name)),
    ["vat"],
  );
});

test("a date that is typed by half is not taken for none", async (t) => {
  const page = await open(t);
  const { field, messages, submit, sent } = await draw(page, EACH);
  await field("birthday").focus();
  await page.keyboard.type("29");
  await submit();
  assert.deepEqual(await messages("birthday"), [
    "expected a day of the calendar such as `2026-07-01`, without a time",
  ]);
  assert.deepEqual(await sent(), []);
});

test("yes or no that is required is another thing than yes that is", async (t) => {
  const page = await open(t);
  const definitions = shown(
    { code: "member", input: "yes_no", required: ["registration"] },
    { code: "terms", input: "yes_no", required: ["registration"], must_be_true: true },
    { code: "adult", input: "yes_no", must_be_true: true },
    { code: "letter", input: "yes_no", default: true },
  );
  const { field, messages, submit, sent } = await draw(page, definitions);
  assert.equal(await field("member").count(), 2);
  await submit();
  assert.deepEqual(await messages("member"), ["a value is required"]);
  assert.deepEqual(await messages("terms"), ["only yes is accepted here"]);
  assert.deepEqual(await messages("adult"), []);
  await page.getByRole("radio", { name: "No" }).check();
  await field("terms").check();
  await field("letter").uncheck();
  await submit();
  assert.deepEqual(
    (await sent()).map(({ values, ok }) => [values, ok]),
    [[{ member: false, terms: true, letter: false }, true]],
  );
});

test("a default is there from the start, and can be taken away", async (t) => {
  const page = await open(t);
  const definitions = shown(
    { code: "country", input: "list", options: ["NL", "DE"], default: "NL" },
    { code: "size", input: "text_box", data_type: "number", default: 42 },
  );
  const { field, submit, sent, reset } = await draw(page, definitions);
  await submit();
  await field("country").selectOption("");
  await field("size").fill("");
  await submit();
  await reset();
  await submit();
  const all = (await sent()).map(({ values, ok }) => [values, ok]);
  const usual = [{ country: "NL", size: 42 }, true];
  assert.deepEqual(all, [usual, [{ country: null, size: null }, true], usual]);
});

test("a reset brings back what was there, without a word", async (t) => {
  const page = await open(t);
  const { field, messages, submit, reset, summary } = await draw(page, EACH_REQUIRED, {
    values: { "vat-id": "NL123456789" },
    summary: true,
  });
  await field("vat-id").fill("x");
  await submit();
  assert.equal((await messages("vat-id")).length, 1);
  assert.match((await summary())[0], /VAT id/);
  await reset();
  await page.waitForFunction(() => document.querySelector("[data-summary]").textContent === "");
  assert.equal(await field("vat-id").inputValue(), "NL123456789");
  for (const { code } of EACH_REQUIRED) assert.deepEqual(await messages(code), []);
  assert.equal(await page.locator("[aria-invalid]").count(), 0);
});

test("two forms on a page have nothing in common", async (t) => {
  const page = await open(t);
  const one = await draw(page, EACH_REQUIRED);
  const two = await draw(page, EACH_REQUIRED);
  const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
  assert.equal(new Set(ids).size, ids.length);
  await two.form.getByLabel("VAT id").fill("DE12345678");
  await one.submit();
  assert.deepEqual(await one.messages("vat-id"), ["a value is required"]);
  assert.deepEqual(await two.messages("vat-id"), []);
  assert.deepEqual([await one.values(), await two.values()], [{}, { "vat-id": "DE12345678" }]);
});

test("a form that asks for some of the attributes names the others above itself", async (t) => {
  const page = await open(t);
  const { form, field, submit, summary, sent } = await draw(page, EACH_REQUIRED.slice(0, 2), {
    codes: ["vat-id"],
  });
  assert.equal(await field("size").count(), 0);
  await field("vat-id").fill("DE12345678");
  await submit();
  assert.deepEqual(await sent(), []);
  assert.deepEqual(await summary(), ["Please check what you entered:Size – a value is required"]);
  assert.equal(
    await form.getByRole("alert").evaluate((alert) => alert === document.activeElement),
    true,
  );
});

test("a form of its own is made where no place is given, and a place outside of forms is refused", async (t) => {
  const page = await open(t);
  const [name, refusal] = await page.evaluate(async (definitions) => {
    const { renderForm } = await import("/patronage/form.js");
    const schema = patronage.Schema.fromJSON(definitions);
    const { form, values } = renderForm(schema, { context: "registration" });
    document.body.append(form);
    form.querySelector("input").value = "DE12345678";
    try {
      renderForm(schema, { context: "registration", into: document.createElement("div") });
    } catch (error) {
      return [Object.keys(values())[0], error.name];
    }
  }, EACH);
  assert.deepEqual([name, refusal], ["vat-id", "TypeError"]);
});
