// What a form says: in which words, where, and when.

import assert from "node:assert/strict";
import { test } from "node:test";

import { EACH, EACH_REQUIRED, draw, focused, open, shown } from "./chromium.mjs";

const GERMAN = {
  "attribute.required": "Bitte ausfüllen",
  "attribute.too_large": "Höchstens {max}",
  "attribute.not_a_number": "Eine Zahl wie 1000,5",
};

test("labels, words, messages and the sign before decimals are those of the language", async (t) => {
  const page = await open(t);
  const definitions = shown(
    {
      code: "size",
      label: { "*": "Size", de: "Größe" },
      help: { "*": "EU", de: "Nach EU" },
      input: "text_box",
      data_type: "number",
      max_value: 52,
      default: 42.5,
    },
    {
      code: "member",
      label: { "*": "Member", de: "Mitglied" },
      input: "yes_no",
      required: ["registration"],
    },
    {
      code: "place",
      label: "Ort",
      input: "list",
      options: [{ value: "vienna", label: { "*": "Vienna", de: "Wien" } }],
    },
  );
  const { form, field, messages, values, submit } = await draw(page, definitions, {
    language: "de-AT",
    messages: GERMAN,
    words: { yes: "Ja", no: "Nein", optional: "(freiwillig)", choose: "Bitte wählen" },
  });
  const size = form.getByRole("textbox", { name: "Größe (freiwillig)" });
  assert.equal(await size.inputValue(), "42,5");
  assert.equal(await form.getByText("Nach EU").count(), 1);
  assert.deepEqual(
    await form
      .getByRole("radio")
      .evaluateAll((all) => all.map(({ labels }) => labels[0].textContent)),
    ["Ja", "Nein"],
  );
  assert.deepEqual(await field("place").locator("option").allTextContents(), [
    "Bitte wählen",
    "Wien",
  ]);
  await size.fill("53,25");
  await submit();
  assert.deepEqual(await messages("size"), ["Höchstens 52"]);
  assert.deepEqual(await messages("member"), ["Bitte ausfüllen"]);
  await size.fill("1.000");
  assert.deepEqual(
    await messages("size"),
    ["Eine Zahl wie 1000,5"],
    "a thousand is not taken for one",
  );
  await size.fill("41,5");
  assert.deepEqual(await values(), { size: "41.5" });
});

test("without a language it is that of the page", async (t) => {
  const page = await open(t);
  const definitions = shown({
    code: "size",
    label: { "*": "Size", de: "Größe" },
    input: "text_box",
  });
  await page.evaluate(() => (document.documentElement.lang = "de"));
  assert.equal(await (await draw(page, definitions)).form.getByLabel("Größe").count(), 1);
  for (const none of ["", "no_language", "x"]) {
    await page.evaluate((none) => (document.documentElement.lang = none), none);
    assert.equal(await (await draw(page, definitions)).form.getByLabel("Size").count(), 1, none);
  }
});

test("the answer of the server stands at the fields until they are edited", async (t) => {
  const page = await open(t);
  const words = {
    messages: { "attribute.not_offered": "not for sale any more[, since {reason}]" },
  };
  const { field, messages, summary, setViolations, submit, sent } = await draw(page, EACH, words);
  await field("vat-id").fill("DE12345678");
  await page.getByLabel("running").check();
  await page.getByLabel("skiing").check();
  await setViolations([
    {
      path: "attributes.vat-id",
      code: "attribute.taken",
      parameters: {},
      message: "another account has this value",
    },
    {
      path: "sports[1]",
      code: "attribute.not_offered",
      message: "this option is no longer offered",
    },
    { path: "email", code: "email.invalid", parameters: {}, message: "the address has no `@`" },
    { path: "", code: "store.busy", parameters: {}, message: "please try again" },
  ]);
  assert.deepEqual(await messages("vat-id"), ["another account has this value"]);
  assert.deepEqual(await messages("sports"), ["skiing: not for sale any more"]);
  assert.deepEqual(await summary(), [
    "Please check what you entered:the address has no `@`please try again",
  ]);
  assert.equal(await focused(page), "vat-id");
  assert.equal(await page.evaluate(() => forms[0].form.checkValidity()), false);
  await field("vat-id").fill("DE12345679");
  assert.deepEqual(await messages("vat-id"), []);
  assert.equal((await messages("sports")).length, 1);
  // The server may think otherwise today.
  await submit();
  assert.equal((await sent()).length, 1);
  assert.deepEqual([await messages("sports"), await summary()], [[], [""]]);
});

test("above the form the mistakes are links to their fields", async (t) => {
  const page = await open(t);
  const { form, submit, summary, field } = await draw(page, EACH_REQUIRED.slice(0, 3), {
    summary: true,
  });
  await submit();
  const alert = form.getByRole("alert");
  assert.deepEqual(await alert.getByRole("listitem").allTextContents(), [
    "VAT id – a value is required",
    "Size – a value is required",
    "Note – a value is required",
  ]);
  await alert.getByRole("link", { name: "Size" }).click();
  assert.equal(await focused(page), "size");
  assert.equal(new URL(page.url()).hash, "");
  await field("vat-id").fill("DE12345678");
  await field("size").fill("42");
  await field("note").fill("fine");
  await submit();
  assert.deepEqual(await summary(), [""]);
});

test("a word that is still being composed is left alone", async (t) => {
  const page = await open(t);
  const definitions = shown({
    code: "name",
    input: "text_box",
    max_length: 2,
    required: ["registration"],
  });
  const { field, messages, submit } = await draw(page, definitions);
  await submit();
  assert.deepEqual(await messages("name"), ["a value is required"]);
  await field("name").focus();
  const devtools = await page.context().newCDPSession(page);
  const compose = (text) =>
    devtools.send("Input.imeSetComposition", {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  await compose("に");
  await compose("にほん");
  assert.equal(await field("name").inputValue(), "にほん");
  assert.deepEqual(
    await messages("name"),
    ["a value is required"],
    "nothing moves under the composition",
  );
  await devtools.send("Input.insertText", { text: "日本" });
  assert.equal(await field("name").inputValue(), "日本");
  assert.deepEqual(await messages("name"), []);
});

test("help and message are read out with the field", async (t) => {
  const page = await open(t);
  const definitions = shown(
    {
      code: "vat",
      label: "VAT id",
      help: "As on your letters",
      input: "text_box",
      required: ["registration"],
    },
    {
      code: "sports",
      label: "Sports",
      help: "One at least",
      input: "list",
      multiple: true,
      options: ["yoga"],
      required: ["registration"],
    },
  );
  const { submit } = await draw(page, definitions);
  await submit();
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send("Accessibility.getFullAXTree");
  const described = (role) => {
    const node = nodes.find(
      (node) => node.role?.value === role && !node.ignored && node.description?.value,
    );
    const invalid = node.properties.find(({ name }) => name === "invalid")?.value.value;
    return [node.name.value, node.description.value, invalid];
  };
  assert.deepEqual(described("textbox"), [
    "VAT id",
    "As on your letters a value is required",
    "true",
  ]);
  assert.deepEqual(described("group").slice(0, 2), ["Sports", "One at least a value is required"]);
});

test("words that stay the same are not written once more, which would be read out once more", async (t) => {
  const page = await open(t);
  const { field, messages } = await draw(page, EACH);
  await field("vat-id").fill("DE");
  await field("vat-id").blur();
  const [line] = await page.locator("[data-message-for=vat-id] p").elementHandles();
  await field("vat-id").pressSequentially("1");
  assert.equal((await messages("vat-id")).length, 1);
  assert.equal(await line.evaluate((line) => line.isConnected), true);
});
