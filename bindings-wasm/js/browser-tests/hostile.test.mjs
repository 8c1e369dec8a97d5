// Definitions and values that mean harm.

import assert from "node:assert/strict";
import { test } from "node:test";

import { draw, open, shown, take } from "./chromium.mjs";

const MARKUP = '<img src=x onerror="forbidden.push(\'ran\')"> & "quotes" `${1}`';

test("labels, help, options and messages are text, whatever they look like", async (t) => {
  const page = await open(t);
  const definitions = shown(
    {
      code: "box",
      label: MARKUP,
      help: `${MARKUP}\n</p><script>forbidden.push('ran')</script>`,
      input: "text_box",
      required: ["registration"],
    },
    { code: "one", label: MARKUP, input: "list", options: [{ value: "<b>", label: MARKUP }] },
    {
      code: "many",
      label: MARKUP,
      input: "list",
      multiple: true,
      options: [{ value: '"><i>', label: MARKUP }],
    },
  );
  const { form, field, messages, submit, values } = await draw(page, definitions, {
    messages: { "attribute.required": "<b onclick=x>{actual}</b>" },
    words: { optional: MARKUP, choose: MARKUP },
    summary: true,
  });
  await submit();
  assert.deepEqual(await messages("box"), ["<b onclick=x></b>"]);
  assert.equal(await form.locator("img, script, b, i").count(), 0);
  assert.equal(await form.locator("label").first().textContent(), MARKUP);
  await field("one").selectOption("<b>");
  await form.getByRole("checkbox").check();
  assert.deepEqual(await values(), { one: "<b>", many: ['"><i>'] });
});

test("codes that are members of every object are codes like any other", async (t) => {
  const page = await open(t);
  const codes = [
    "__proto__",
    "constructor",
    "prototype",
    "toString".toLowerCase(),
    "elements",
    "closest",
    "append",
    "contains",
    "submit",
    "reset",
    "length",
    "item",
    "id",
    "name",
    "children",
    "attributes",
    "action",
    "method",
    "lang",
    "remove",
  ];
  const definitions = shown(
    ...codes.map((code) => ({
      code,
      input: "text_box",
      max_length: 3,
      required: ["registration"],
    })),
  );
  const { field, submit, messages, sent, data, report } = await draw(page, definitions, {
    summary: true,
  });
  await submit();
  for (const code of codes) assert.deepEqual(await messages(code), ["a value is required"], code);
  for (const code of codes) await field(code).fill("abc");
  assert.equal(await report(), true);
  await page.getByRole("button", { name: "submit" }).click();
  const [{ ok }] = await sent();
  assert.equal(ok, true);
  // As a list, since the way back from the page makes objects of its own.
  assert.deepEqual(
    await data(),
    codes.map((code) => [code, "abc"]),
  );
  const isPlain = await page.evaluate(() => {
    const values = forms[0].binding.values();
    return (
      Object.getPrototypeOf(values) === Object.prototype &&
      Object.hasOwn(values, "__proto__") &&
      {}.abc === undefined
    );
  });
  assert.equal(isPlain, true);
});

test("nothing is held under a code that every object has", async (t) => {
  const page = await open(t);
  const definitions = shown(
    { code: "constructor", input: "text_box" },
    { code: "valueof", input: "yes_no" },
  );
  const { field, values } = await draw(page, definitions, {
    context: "profile",
    previous: {},
    values: {},
    autocomplete: {},
  });
  assert.equal(await field("constructor").inputValue(), "");
  assert.equal(await field("constructor").getAttribute("autocomplete"), null);
  assert.deepEqual(await values(), {});
});

test("two hundred options, of one and of many", async (t) => {
  const page = await open(t);
  const options = Array.from({ length: 200 }, (_, place) => `option ${place}`);
  const definitions = shown(
    { code: "one", input: "list", options, required: ["registration"] },
    { code: "many", input: "list", multiple: true, options },
  );
  const { field, submit, sent } = await draw(page, definitions);
  await field("one").selectOption("option 199");
  for (const place of [0, 64, 199]) await field("many").nth(place).check();
  await submit();
  const [{ values, ok }] = await sent();
  assert.deepEqual(
    [values, ok],
    [{ one: "option 199", many: ["option 0", "option 64", "option 199"] }, true],
  );
});

test("values that no field expects are refused or kept, and break nothing", async (t) => {
  const page = await open(t);
  const definitions = shown(
    { code: "text", input: "text_box" },
    { code: "size", input: "text_box", data_type: "number" },
    { code: "day", input: "date" },
    { code: "yes", input: "yes_no" },
    { code: "one", input: "list", options: ["a"] },
    { code: "many", input: "list", multiple: true, options: ["a"] },
  );
  const { field, messages, submit, sent } = await draw(page, definitions);
  await page.evaluate(() => {
    for (const [name, value] of [
      ["text", "\ud800 lone"],
      ["size", "9".repeat(400)],
    ]) {
      const input = document.querySelector(`[name=${name}]`);
      input.value = value;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    // An option that somebody made up.
    const made = new Option("made up", "made-up");
    document.querySelector("[name=one]").append(made);
    made.selected = true;
  });
  await submit();
  assert.equal((await messages("size")).length, 1);
  assert.equal((await messages("one")).length, 1);
  assert.deepEqual(await sent(), []);
  await field("size").fill("1");
  await field("one").selectOption("a");
  await field("text").fill("x".repeat(1_000_000));
  await submit();
  assert.deepEqual(await messages("text"), [
    "the text has 1000000 characters, of which at most 1000 fit",
  ]);
});

test("answers of a server that make no sense are shown above the form", async (t) => {
  const page = await open(t);
  const { summary, setViolations } = await draw(page, shown({ code: "text", input: "text_box" }));
  const strange = [
    "attributes.",
    "[0]",
    "text.deeper",
    "__proto__",
    "constructor[1]",
    "a".repeat(10_000),
  ];
  await setViolations(
    strange.map((path, place) => ({ path, code: "x.y", parameters: {}, message: `no ${place}` })),
  );
  const [text] = await summary();
  for (const place of [0, 1, 3, 4, 5]) assert.ok(text.includes(`no ${place}`), text);
});

test("a page's own fields cannot stand in the way", async (t) => {
  const page = await open(t);
  const clobbers = ["elements", "addEventListener", "querySelector", "noValidate", "insertBefore"];
  const tree = [
    "form",
    {},
    ["input", { name: "text" }],
    ...clobbers.slice(0, 1).map((name) => ["input", { name }]),
    ["button", {}, "Send"],
  ];
  const { field, submit, sent, messages } = await take(
    page,
    tree,
    shown({ code: "text", input: "text_box", required: ["registration"] }),
  );
  await page.getByText("Send").click();
  assert.deepEqual([await messages("text"), await sent()], [["a value is required"], []]);
  await field("text").fill("x");
  await page.getByText("Send").click();
  assert.equal((await sent()).length, 1);
});
