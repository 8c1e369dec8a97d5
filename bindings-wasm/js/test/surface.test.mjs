import assert from "node:assert/strict";
import { before, test } from "node:test";

import init, { Messages, Money, PatronageError, Schema } from "../../pkg/index.js";

const registration = { context: "registration", today: "2026-07-01" };

const definitions = {
  attributes: [
    {
      code: "name",
      label: { "*": "Name", de: "Name auf Deutsch" },
      help: "as on your passport",
      input: "text_box",
      display_group: "admin_and_storefront",
      value_source: "admin_and_shopper_entered",
      required: ["registration"],
      min_length: 2,
      max_length: 10,
      pattern: "[A-Za-z ]+",
      order: 1,
      metadata: { crm: "n1" },
    },
    {
      code: "born",
      label: "Born",
      input: "date",
      display_group: "admin_and_storefront",
      value_source: "shopper_entered",
      min_date: "1900-01-01",
      max_date: "today-6574",
      order: 2,
    },
    {
      code: "ways",
      label: "Ways",
      input: "list",
      multiple: true,
      max_choices: 2,
      options: ["email", { value: "phone", label: { "*": "Phone", de: "Telefon" } }, { value: "fax", hidden: true }],
      display_group: "admin_and_storefront",
      value_source: "shopper_entered",
      order: 3,
    },
    {
      code: "score",
      label: "Score",
      input: "text_box",
      data_type: "number",
      min_value: "0.1",
      default: 5,
      order: 4,
    },
  ],
};

function thrown(work) {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof PatronageError, String(error));
    assert.equal(error.name, "PatronageError");
    assert.ok(error.message.length > 0);
    return error;
  }
  assert.fail("nothing was thrown");
}

const codes = ({ violations }) => violations.map(({ path, code }) => `${path}: ${code}`);

let schema;
before(async () => {
  await init();
  schema = Schema.fromJSON(definitions);
});

test("a document is valid, or every violation of it is said", () => {
  assert.deepEqual(schema.validate({ name: "Ada" }, registration), { ok: true, violations: [] });
  const outcome = schema.validate({ name: "4", born: "2020-01-01", ways: ["email", "pigeon"], nmae: 1 }, registration);
  assert.equal(outcome.ok, false);
  assert.deepEqual(codes(outcome), [
    "name: attribute.too_short",
    "name: attribute.pattern_mismatch",
    "born: attribute.too_late",
    "ways[1]: attribute.not_an_option",
    "nmae: attribute.unknown",
  ]);
  const [short] = outcome.violations;
  assert.deepEqual(short.parameters, { actual: 1, min: 2 });
  assert.equal(short.message, "the text has 1 characters, but needs at least 2");
  assert.ok(Object.isFrozen(outcome) && Object.isFrozen(outcome.violations) && Object.isFrozen(short));
});

test("text and values give the same answer", () => {
  const values = { name: "Ada Lovelace", born: null, ways: [], score: 12 };
  const text = schema.validateJSON(JSON.stringify(values), registration);
  assert.deepEqual(text, schema.validate(values, registration));
  assert.deepEqual(codes(text), ["name: attribute.too_long", "score: attribute.unknown"]);
});

test("who asks, where, when and over what is held decides", () => {
  assert.deepEqual(codes(schema.validate({}, registration)), ["name: attribute.required"]);
  assert.ok(schema.validate({}, { ...registration, previous: { name: "4" } }).ok);
  assert.ok(schema.validate({}, { context: "profile", previous: { name: "Ada" } }).ok);
  assert.ok(schema.validate({ score: "0.1" }, { ...registration, actor: "admin", context: "admin" }).ok);
  const born = { name: "Ada", born: "2008-07-01" };
  assert.ok(schema.validate(born, registration).ok);
  assert.deepEqual(codes(schema.validate(born, { ...registration, today: "2026-06-30" })), ["born: attribute.too_late"]);
  const fax = { ways: ["fax"] };
  assert.deepEqual(codes(schema.validate({ name: "Ada", ...fax }, registration)), ["ways[0]: attribute.not_offered"]);
  assert.ok(schema.validate({ ...fax, name: "Ada" }, { ...registration, previous: fax }).ok);
});

test("one field is checked alone", () => {
  assert.ok(schema.validateField("born", "1999-12-31", registration).ok);
  assert.deepEqual(codes(schema.validateField("name", "", registration)), ["name: attribute.required"]);
  assert.deepEqual(codes(schema.validateField("name", "a1", registration)), ["name: attribute.pattern_mismatch"]);
  assert.deepEqual(codes(schema.validateField("nobody", "a", registration)), ["nobody: attribute.unknown"]);
});

test("definitions are in one language, for one actor, on one day", () => {
  const [name, born, ways] = schema.definitions({ language: "de-AT", today: "2026-07-01" });
  assert.deepEqual(name, {
    code: "name",
    label: "Name auf Deutsch",
    help: "as on your passport",
    input: "text_box",
    dataType: "text",
    required: ["registration"],
    writable: true,
    readOnly: false,
    active: true,
    multiple: false,
    order: 1,
    minLength: 2,
    maxLength: 10,
    pattern: "[A-Za-z ]+",
    htmlPattern: "^(?:[A-Za-z ]+)$",
    mustBeTrue: false,
  });
  assert.deepEqual([born.minDate, born.maxDate], ["1900-01-01", "2008-07-01"]);
  assert.deepEqual(ways.options, [
    { value: "email", label: "email", offered: true },
    { value: "phone", label: "Telefon", offered: true },
    { value: "fax", label: "fax", offered: false },
  ]);
  assert.equal(schema.definitions().length, 3, "what staff keeps to itself does not exist for shoppers");
  const [first, second, , score] = schema.definitions({ actor: "admin" });
  assert.deepEqual(first.forStaff, { adminName: "Name", unique: false, filterable: false, metadata: { crm: "n1" } });
  assert.deepEqual([first.writable, second.writable], [true, false]);
  assert.deepEqual([score.dataType, score.minValue, score.default], ["number", "0.1", 5]);
});

test("a value of `constructor` or `__proto__` is one like any other", () => {
  const odd = ["__proto__", "constructor"].map((code) => ({ code, label: code, input: "text_box", max_length: 3 }));
  const attributes = Schema.fromJSON(odd);
  const desk = { actor: "admin", context: "admin" };
  const values = JSON.parse('{"__proto__": "long", "constructor": "long"}');
  const found = ["__proto__: attribute.too_long", "constructor: attribute.too_long"];
  assert.deepEqual(codes(attributes.validate(values, desk)), found);
  assert.deepEqual(codes(attributes.validateField("__proto__", "long", desk)), [found[0]]);
  assert.ok(attributes.validate(values, { ...desk, previous: values }).ok);
  assert.equal({}.polluted, undefined);
});

test("every mistake of a definition is said at once", () => {
  const error = thrown(() => Schema.fromJSON([{ code: "A b", label: "", input: "text" }, { code: "x", label: "X", input: "text_box", min_length: 3, max_length: 2 }]));
  assert.equal(error.code, "input.invalid");
  assert.deepEqual(codes(error), [
    "[0].label: text.empty",
    "[0].code: code.invalid_character",
    "[0].input: definition.unknown_word",
    "x.min_length: definition.bounds_crossed",
  ]);
  assert.deepEqual(codes(thrown(() => Schema.fromJSON("{"))), [": json.malformed"]);
});

test("every part of an occasion that says nothing is said at once", () => {
  const error = thrown(() => schema.validate({}, { actor: "me", context: "home", today: "2026-02-30" }));
  assert.deepEqual(codes(error), [
    "actor: occasion.unknown_actor",
    "context: occasion.unknown_context",
    "today: date.no_such_day",
  ]);
  const held = { ...registration, previous: { name: 3, nmae: "x" } };
  assert.deepEqual(codes(thrown(() => schema.validate({}, held))), [
    "previous.name: attribute.wrong_type",
    "previous.nmae: attribute.unknown",
  ]);
  assert.equal(thrown(() => schema.definitions({ language: "no language" })).code, "language.invalid");
});

test("messages are in the words of the page", () => {
  const german = new Messages({ "attribute.too_short": "mindestens {min} Zeichen[, nicht {actual}][ ({nothing})]" });
  const [short, pattern] = schema.validate({ name: "4" }, registration).violations;
  assert.equal(german.of(short), "mindestens 2 Zeichen, nicht 1");
  assert.equal(german.of(pattern), pattern.message);
  assert.equal(thrown(() => new Messages({ x: "{" })).code, "message.malformed");
});

test("money is exact", () => {
  const price = Money.parse("1000", "usd");
  assert.deepEqual([price.amount, price.currency, price.minor, `${price}`], ["1000.00", "USD", "100000", "1000.00 USD"]);
  assert.equal(JSON.stringify({ price }), '{"price":{"amount":"1000.00","currency":"USD"}}');
  const tenth = Money.parse("0.1", "USD");
  assert.equal(`${tenth.plus(Money.parse("0.2", "USD"))}`, "0.30 USD");
  assert.equal(`${tenth.minus(price)}`, "-999.90 USD");
  assert.deepEqual([tenth.compare(price), price.compare(tenth), tenth.compare(tenth)], [-1, 1, 0]);
  assert.ok(price.equals(Money.fromMinor(100000n, "USD")) && price.equals(Money.fromMinor("100000", "USD")));
  assert.ok(!price.equals(Money.parse("1000", "EUR")) && !price.equals("1000.00 USD"));
  assert.equal(`${Money.parse("999", "JPY").percentRoundedDown("10")}`, "99 JPY");
  assert.equal(Money.parse("1234567890123.45", "USD").format("en"), "$1,234,567,890,123.45");
  assert.equal(Money.parse("1.005", "KWD").format("en"), "KWD\u00a01.005");
  for (const [work, code] of [
    [() => Money.parse("1.005", "USD"), "money.too_many_decimals"],
    [() => Money.parse("1e3", "USD"), "money.not_a_number"],
    [() => Money.fromMinor("1.5", "USD"), "money.not_whole"],
    [() => Money.fromMinor(10n ** 30n, "USD"), "money.too_large"],
    [() => Money.parse("1", "XAU"), "currency.no_minor_unit"],
    [() => price.plus(Money.parse("1", "EUR")), "money.currency_mismatch"],
    [() => price.plus({ amount: "1", currency: "USD" }), "argument.not_money"],
    [() => price.percentRoundedDown("-1"), "percent.negative"],
    [() => Money.parse(1, "USD"), "argument.not_a_text"],
    [() => new Money(), "argument.not_constructible"],
  ]) {
    assert.equal(thrown(work).code, code);
  }
});

test("a schema that was freed says so", () => {
  const gone = Schema.fromJSON([]);
  gone.free();
  gone.free();
  assert.equal(thrown(() => gone.validate({}, registration)).code, "schema.freed");
  assert.equal(thrown(() => new Schema()).code, "argument.not_constructible");
});
