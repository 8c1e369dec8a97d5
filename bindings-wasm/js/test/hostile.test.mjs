// Whatever is given, the answer is an outcome or a typed error, and the module answers afterwards.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import init, { Messages, Money, PatronageError, Schema } from "../../pkg/index.js";

const occasion = { actor: "admin", context: "admin", today: "2026-07-01" };

const attributes = [
  { code: "text", label: "Text", input: "text_box", pattern: "(a|b)*c?" },
  { code: "area", label: "Area", input: "text_area" },
  { code: "number", label: "Number", input: "text_box", data_type: "number", max_value: 10 },
  { code: "date", label: "Date", input: "date" },
  { code: "flag", label: "Flag", input: "yes_no" },
  { code: "one", label: "One", input: "list", options: ["a", "b"] },
  { code: "many", label: "Many", input: "list", multiple: true, options: ["a", "b"] },
  { code: "__proto__", label: "Prototype", input: "text_box" },
];

let schema;
before(async () => {
  await init();
  schema = Schema.fromJSON(attributes);
});

/** The answer: `ok`, the codes of violations, or the code that is thrown. */
function answer(work) {
  try {
    const { ok, violations } = work();
    assert.equal(ok, violations.length === 0);
    return ok ? ["ok"] : violations.map(({ code }) => code);
  } catch (error) {
    assert.ok(error instanceof PatronageError, error.stack);
    assert.match(error.code, /^[a-z_]+\.[a-z_]+$/);
    return [error.code];
  }
}

const cyclic = {};
cyclic.self = cyclic;
const list = [];
list.push(list);
const deep = JSON.parse("[".repeat(5000) + "]".repeat(5000));

test("what is no value of JSON is never taken for one", () => {
  for (const value of [NaN, Infinity, -Infinity, 1n, () => 1, Symbol("s"), [NaN], [undefined], [, "a"], [() => 1], new Array(2 ** 32 - 1)]) {
    for (const { code } of attributes) {
      assert.deepEqual(answer(() => schema.validateField(code, value, occasion)), ["value.not_json"], String(code));
    }
  }
});

test("every such value is said at once, with its path", () => {
  try {
    schema.validate({ text: NaN, number: 1, many: ["a", Infinity, Symbol.iterator] }, occasion);
    assert.fail("nothing was thrown");
  } catch (error) {
    assert.deepEqual(error.violations.map(({ path }) => path), ["text", "many[1]", "many[2]"]);
    assert.deepEqual(error.violations[0].parameters, { found: "NaN" });
  }
});

test("objects are no values, whatever they are", () => {
  const objects = [{}, cyclic, new Date(), new Map([["a", 1]]), /x/, new String("a"), Object.create(null), new Proxy({}, {})];
  for (const value of [...objects, list, deep, [cyclic], [list]]) {
    for (const { code } of attributes) {
      assert.notDeepEqual(answer(() => schema.validateField(code, value, occasion)), ["ok"], code);
    }
  }
  for (const values of [...objects.slice(2, 6), null, undefined, 1, "{}", NaN, () => 1, [], deep, Promise.resolve({}), new FormData()]) {
    assert.deepEqual(answer(() => schema.validate(values, occasion)), ["attribute.not_an_object"]);
  }
  assert.deepEqual(answer(() => schema.validate(Object.create(null), occasion)), ["ok"]);
});

test("what has a counterpart in JSON means that", () => {
  assert.deepEqual(answer(() => schema.validate({ number: "10", text: undefined, one: null }, occasion)), ["ok"]);
  assert.deepEqual(answer(() => schema.validate({ number: -0 }, occasion)), ["ok"]);
  assert.deepEqual(answer(() => schema.validate({ number: 2 ** 53 }, occasion)), ["attribute.too_large"]);
  assert.deepEqual(answer(() => schema.validate({ number: 2 ** 53 + 2 }, occasion)), ["number.inexact"]);
  assert.deepEqual(answer(() => schema.validate({ number: "1".repeat(400) }, occasion)), ["attribute.too_many_digits"]);
  assert.deepEqual(answer(() => schema.validate({ number: Number.MIN_VALUE }, occasion)), ["attribute.too_many_digits"]);
  assert.deepEqual(answer(() => schema.validate(JSON.parse('{"__proto__": "x"}'), occasion)), ["ok"]);
  assert.deepEqual(answer(() => schema.validate({ constructor: "x" }, occasion)), ["attribute.unknown"]);
});

test("half a character is refused and not lost", () => {
  for (const half of ["\ud800", "a\udfff", "\ude00\ud83d"]) {
    assert.deepEqual(answer(() => schema.validate({ area: half }, occasion)), ["json.lone_surrogate"]);
    assert.deepEqual(answer(() => schema.validateJSON(`{"area": "${half}"}`, occasion)), ["json.lone_surrogate"]);
    assert.deepEqual(answer(() => schema.validate({ [half]: 1 }, occasion)), ["json.lone_surrogate"]);
    assert.deepEqual(answer(() => Schema.fromJSON(`[{"code": "x", "label": "${half}", "input": "date"}]`)), ["input.invalid"]);
  }
  assert.deepEqual(answer(() => schema.validate({ area: "😀" }, occasion)), ["ok"]);
});

test("a value is read once, so that it cannot change after it was looked at", () => {
  let reads = 0;
  const sly = { get number() {
    reads += 1;
    return reads === 1 ? 5 : NaN;
  } };
  assert.deepEqual(answer(() => schema.validate(sly, occasion)), ["ok"]);
  assert.equal(reads, 1);
});

test("while values are read, others may be checked", () => {
  const values = {
    many: ["a"],
    get text() {
      assert.deepEqual(answer(() => schema.validate({ area: "é".repeat(100_000), number: 11 }, { ...occasion, context: "profile" })), ["attribute.too_long", "attribute.too_large"]);
      return "abc";
    },
    one: "c",
  };
  assert.deepEqual(answer(() => schema.validate(values, occasion)), ["attribute.not_an_option"]);
});

test("a sign that stands between texts makes no two of one", () => {
  assert.deepEqual(answer(() => schema.validate({}, { ...occasion, actor: "admin\0admin" })), ["input.invalid"]);
  assert.deepEqual(answer(() => schema.validate({}, { ...occasion, today: "2026-07-01\0true" })), ["input.invalid"]);
  assert.deepEqual(answer(() => schema.validate({ "text\0": "abc" }, occasion)), ["attribute.unknown"]);
  assert.deepEqual(answer(() => Money.parse("1", "\0USD")), ["currency.malformed"]);
});

test("what is large is answered, and what is too large is refused", () => {
  const large = "a".repeat(10_000_000);
  assert.deepEqual(answer(() => schema.validate({ text: large }, occasion)), ["attribute.too_long"]);
  assert.deepEqual(answer(() => schema.validate({ area: "é".repeat(10_000_000) }, occasion)), ["attribute.too_long"]);
  assert.deepEqual(answer(() => schema.validate({ [large]: 1 }, occasion)), ["attribute.unknown"]);
  assert.deepEqual(answer(() => schema.validateJSON(`{"number": ${"1".repeat(1_000_000)}}`, occasion)), ["attribute.too_many_digits"]);
  assert.deepEqual(answer(() => schema.validate({ many: Array(100_000).fill("c") }, occasion)).slice(0, 1), ["attribute.not_an_option"]);
  assert.deepEqual(answer(() => schema.validateJSON("[".repeat(1_000_000), occasion)), ["json.too_deep"]);
  assert.deepEqual(answer(() => schema.validateJSON(`{"x": ${'{"a":'.repeat(100_000)}`, occasion)), ["json.too_deep"]);
  const huge = "a".repeat(2 ** 26 + 1);
  assert.deepEqual(answer(() => schema.validate({ area: huge }, occasion)), ["argument.too_long"]);
  assert.deepEqual(answer(() => schema.validateJSON(huge, occasion)), ["argument.too_long"]);
  assert.deepEqual(answer(() => Money.parse(huge, "USD")), ["argument.too_long"]);
});

test("a pattern that stops other matchers does not stop this one", () => {
  const nested = Schema.fromJSON([{ code: "x", label: "X", input: "text_box", pattern: `${"(".repeat(49)}a${")+".repeat(49)}` }]);
  assert.deepEqual(answer(() => nested.validate({ x: "aaa" }, occasion)), ["ok"]);
  const slow = Schema.fromJSON([{ code: "x", label: "X", input: "text_box", pattern: "(a+)+b|(a|aa)*c", max_length: 1000 }]);
  assert.deepEqual(answer(() => slow.validate({ x: "a".repeat(1000) }, occasion)), ["attribute.pattern_mismatch"]);
});

test("arguments of the wrong type are typed errors", () => {
  for (const wrong of [undefined, null, 1, {}, [], Symbol("s"), () => 1]) {
    const of = (work) => answer(work)[0];
    if (!Array.isArray(wrong)) {
      assert.notEqual(of(() => Schema.fromJSON(wrong)), "ok");
    }
    assert.notEqual(of(() => schema.validateJSON(wrong, occasion)), "ok");
    assert.notEqual(of(() => schema.validate({}, wrong)), "ok");
    assert.notEqual(of(() => schema.validate({}, { ...occasion, context: wrong })), "ok");
    assert.notEqual(of(() => schema.definitions({ actor: wrong ?? 0 })), "ok");
    assert.notEqual(of(() => schema.validateField(wrong, 1, occasion)), "ok");
    assert.notEqual(of(() => Money.parse(wrong, "USD")), "ok");
    assert.notEqual(of(() => Money.parse("1", wrong)), "ok");
    assert.notEqual(of(() => Money.fromMinor(wrong, "USD")), "ok");
    assert.notEqual(of(() => Money.parse("1", "USD").plus(wrong)), "ok");
    assert.notEqual(of(() => new Messages({ x: wrong })), "ok");
  }
  assert.deepEqual(answer(() => Schema.fromJSON(cyclic)), ["value.not_json"]);
  assert.deepEqual(answer(() => new Messages(null)), ["argument.not_an_object"]);
  assert.deepEqual(answer(() => new Messages({}).of(undefined)), ["argument.not_an_object"]);
});

/** Numbers that only look random: mulberry32. */
function dice(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const SEED = Number(process.env.PATRONAGE_HOSTILE_SEED ?? 1);

test(`texts of several bytes arrive as they are (seed ${SEED})`, () => {
  const roll = dice(SEED);
  const signs = ["a", "b", "7", "é", "€", "😀", "\0", "\u0085", "\u2028", "\ufffd", "\ufeff", "ab01234567"];
  const word = () => Array.from({ length: roll(12) }, () => signs[roll(signs.length)]).join("");
  const short = Schema.fromJSON(["one", "two", "three"].map((code) => ({ code, label: code, input: code === "three" ? "text_area" : "text_box", max_length: 3 })));
  for (let round = 0; round < 5_000; round += 1) {
    const values = { one: word(), two: word(), three: word(), [word()]: word() };
    // As JSON text they go another way.
    assert.deepEqual(short.validate(values, occasion), short.validateJSON(JSON.stringify(values), occasion));
  }
  short.free();
});

test(`random values and texts (seed ${SEED})`, () => {
  const roll = dice(SEED);
  const pick = (all) => all[roll(all.length)];
  const odd = [
    "", " ", "a", "abc", "\n", "\u0000", "é", "😀", "\ud800", "2026-02-29", "2024-02-29", "today", "1", "1.50", "-0", "1e5",
    "true", "null", "a".repeat(300), 0, -0, 1, 10.5, 1e300, 5e-324, 2 ** 53 + 2, NaN, Infinity, 1n, -(10n ** 30n), true, false,
    null, undefined, Symbol("x"), () => 1, {}, [], ["a"], ["a", "a"], ["b", "a", "c"], [null], [[]], [{}], [1, "2"], cyclic, list,
    new Date(0), new Map(), Object.create(null),
  ];
  const names = [...attributes.map(({ code }) => code), "TEXT", "txet", "", "constructor", "toString", "é"];
  const seen = new Set();
  for (let round = 0; round < 5_000; round += 1) {
    const values = Object.create(roll(2) === 0 ? null : Object.prototype);
    for (let left = roll(6); left > 0; left -= 1) {
      Object.defineProperty(values, pick(names), { value: pick(odd), enumerable: true, configurable: true, writable: true });
    }
    const said = answer(() => schema.validate(values, occasion));
    said.forEach((code) => seen.add(code));
    if (!["value.not_json", "number.inexact"].includes(said[0])) {
      // What JSON has a word for is the same as text, as far as it can be written by itself.
      const itself = (value) => value !== cyclic && value !== list && !(value instanceof Date);
      if (Object.values(values).every(itself)) {
        assert.deepEqual(answer(() => schema.validateJSON(JSON.stringify(values), occasion)), said);
      }
    }
  }
  for (const code of ["ok", "value.not_json", "attribute.wrong_type", "attribute.chosen_twice", "attribute.given_twice", "json.lone_surrogate"]) {
    assert.ok(seen.has(code), `${code} was never the answer`);
  }
  const text = JSON.stringify({ text: "abc", number: 1.5, many: ["a", "b"], date: "2024-02-29", flag: true, area: "é😀\n" });
  for (let round = 0; round < 20_000; round += 1) {
    const characters = [...text];
    for (let left = 1 + roll(3); left > 0; left -= 1) {
      characters.splice(roll(characters.length), roll(3), pick(["", '"', "\\", "{", "]", ",", "\ud800", "9", "e", "\\u", "\u0000"]));
    }
    answer(() => schema.validateJSON(characters.join(""), occasion));
  }
  assert.deepEqual(answer(() => schema.validateJSON(text, occasion)), ["ok"]);
});
