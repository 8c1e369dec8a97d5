// The package as its users see it. The rules are in the wasm module; here are only the shapes of
// JavaScript around them.

import * as wasm from "./patronage.js";

/** More characters than any document has; a text of that size would not fit beside its copy. */
const MAX_LENGTH = 2 ** 26;

/** What all functions throw: an error with a stable code. */
export class PatronageError extends Error {
  constructor({ code, message, violations = [] }) {
    super(message);
    this.name = "PatronageError";
    this.code = code;
    this.violations = Object.freeze(violations.map(violation));
  }
}

function refuse(code, message, violations) {
  throw new PatronageError({ code, message, violations });
}

/** Calls into the module, which throws its refusals as JSON text. */
function call(work) {
  if (!ready) {
    refuse("module.not_started", "the module is not there yet: wait for `await init()` first");
  }
  try {
    return work();
  } catch (thrown) {
    throw typeof thrown === "string" ? new PatronageError(JSON.parse(thrown)) : thrown;
  }
}

let ready;
let starting;

/** Fetches the module and starts it, once. */
export default function init(source) {
  starting ??= begin(source).catch((error) => {
    // Whoever tries again may have a network by then.
    starting = undefined;
    throw error;
  });
  return starting;
}

async function begin(source) {
  const url = new URL("./patronage_bg.wasm", import.meta.url);
  let found = await (source ?? fromDisk(url) ?? url);
  if (typeof found === "string" || found instanceof URL) {
    found = await fetch(found);
  }
  if (found.arrayBuffer) {
    if (!found.ok) {
      refuse("module.not_fetched", `the module could not be fetched: status ${found.status}`);
    }
    found = await found.arrayBuffer();
  }
  const module = found instanceof WebAssembly.Module ? found : await WebAssembly.compile(found);
  wasm.initSync({ module });
  ready = true;
}

/** Node.js does not fetch what lies on the disk. */
function fromDisk(url) {
  const files = url.protocol === "file:" && globalThis.process?.getBuiltinModule?.("node:fs");
  return files ? files.readFileSync(url) : undefined;
}

function text(value, name) {
  if (typeof value !== "string") {
    refuse("argument.not_a_text", `expected a text as ${name}, but found ${kind(value)}`);
  }
  if (value.length > MAX_LENGTH) {
    refuse("argument.too_long", `${name} has more than ${MAX_LENGTH} characters`);
  }
  return value;
}

function kind(value) {
  return value === null ? "null" : Number.isNaN(value) ? "NaN" : typeof value;
}

/** After so many values of which JSON knows nothing, no more are looked for in a list. */
const MOST_TOLD = 100;

const LONE_SURROGATE = /\p{Surrogate}/gu;

/** JSON text in which half a character is written as an escape, so that it is refused and not lost. */
function wellFormed(json) {
  return json.isWellFormed?.() ?? !LONE_SURROGATE.test(json)
    ? json
    : json.replace(LONE_SURROGATE, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
}

/**
 * The values as JSON text. `JSON.stringify` would turn what JSON does not have into something else:
 * NaN into null, which clears, and a hole into null; so each value is looked at. What stands within
 * an object is not, since no value is an object.
 */
function written(values, path = "") {
  if (!isPlain(values)) {
    // A promise, a map or the data of a form would look like an object without members.
    return "[]";
  }
  const strange = [];
  const copy = {};
  for (const name of Object.keys(values)) {
    const value = member(values[name], path + name, strange);
    if (name === "__proto__") {
      // Assigned, it would be the prototype of the copy.
      Object.defineProperty(copy, name, { value, enumerable: true });
    } else {
      copy[name] = value;
    }
  }
  if (strange.length > 0) {
    const [{ code, message }] = strange;
    refuse(code, `${strange.length} of the values cannot be taken over; the first: ${message}`, strange);
  }
  return short(JSON.stringify(copy));
}

/** Whether it is an object as `{}` makes it, of whichever window. */
function isPlain(value) {
  if (value === null || typeof value !== "object") {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || (!Array.isArray(value) && Object.getPrototypeOf(prototype) === null);
}

function object(value, name) {
  if (value === null || typeof value !== "object") {
    refuse("argument.not_an_object", `expected an object as ${name}, but found ${kind(value)}`);
  }
  return value;
}

function short(json) {
  return json.length > MAX_LENGTH ? text(json, "the values") : json;
}

/** A value that is read once, so that it is still the same when it is written. */
function member(value, path, strange) {
  if (value === undefined) {
    return undefined;
  }
  if (!Array.isArray(value)) {
    return literal(value, path, strange);
  }
  const parts = [];
  // A list may claim to have milliards of parts, of which none is there.
  for (let at = 0; at < value.length && strange.length < MOST_TOLD; at += 1) {
    parts.push(literal(value[at], path, strange, at));
  }
  return parts;
}

/** What JSON writes as what it is; of an object or a list only that it is one. */
function literal(value, path, strange, at) {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (Number.isFinite(value) && isExact(value)) {
        return value;
      }
      break;
    case "object":
      return value === null ? null : Array.isArray(value) ? [] : {};
    default:
  }
  const isInexact = Number.isFinite(value);
  const found = typeof value === "number" ? String(value) : typeof value;
  strange.push({
    path: at === undefined ? path : `${path}[${at}]`,
    code: isInexact ? "number.inexact" : "value.not_json",
    message: (isInexact ? INEXACT : NOT_JSON) + found,
    parameters: { found },
  });
  return undefined;
}

const NOT_JSON = "expected a text, a number, true, false, null or a list of them, but found ";
const INEXACT = "a text says which number is meant, but not a float such as ";

/** Whether a number stands for itself, and not for several whole ones of which it was made from any. */
function isExact(value) {
  return !Number.isInteger(value) || Math.abs(value) <= 2 ** 53;
}

function violation({ path, code, message, parameters = {} }) {
  return Object.freeze({ path, code, message, parameters: Object.freeze(parameters) });
}

const VALID = Object.freeze({ ok: true, violations: Object.freeze([]) });

function outcome(violations) {
  return violations === undefined
    ? VALID
    : Object.freeze({
        ok: false,
        violations: Object.freeze(JSON.parse(violations).map(violation)),
      });
}

function today() {
  return new Date().toISOString().slice(0, 10);
}

/** The parts of an occasion, in the order in which the module takes them. */
function parts(occasion) {
  const {
    actor = "shopper",
    context,
    today: day = today(),
    correcting = false,
    previous,
  } = object(occasion, "occasion");
  const held = previous == null ? undefined : written(previous, "previous.");
  return [text(actor, "actor"), text(context, "context"), text(day, "today"), correcting === true, held];
}

/** What an object of the module is kept in, until it is freed. */
class Handle {
  #inner;

  constructor(inner) {
    this.#inner = inner;
  }

  get inner() {
    return this.#inner ?? refuse("schema.freed", "the schema was freed and cannot be used any more");
  }

  free() {
    this.#inner?.free();
    this.#inner = undefined;
  }
}

const MADE = Symbol();

/** Definitions of attributes, and the checks by them. */
export class Schema {
  #handle;

  constructor(key, inner) {
    if (key !== MADE) {
      refuse("argument.not_constructible", "a schema is made by `Schema.fromJSON`");
    }
    this.#handle = new Handle(inner);
  }

  static fromJSON(definitions) {
    const json = typeof definitions === "string" ? definitions : stringified(definitions);
    return new Schema(MADE, call(() => wasm.Schema.fromJson(wellFormed(text(json, "definitions")))));
  }

  definitions(view = {}) {
    const { actor = "shopper", language, today: day = today() } = object(view, "view");
    const inner = this.#handle.inner;
    const tag = language === undefined ? undefined : text(language, "language");
    const found = call(() => inner.definitions(text(actor, "actor"), tag, text(day, "today")));
    return JSON.parse(found);
  }

  validate(values, occasion) {
    return this.#check(written(values), occasion);
  }

  validateJSON(json, occasion) {
    return this.#check(wellFormed(text(json, "values")), occasion);
  }

  #check(json, occasion) {
    const inner = this.#handle.inner;
    const where = parts(occasion);
    return outcome(call(() => inner.validate(json, ...where)));
  }

  validateField(code, value, occasion) {
    const inner = this.#handle.inner;
    const json = written({ [text(code, "code")]: value });
    const where = parts(occasion);
    return outcome(call(() => inner.validateField(code, json, ...where)));
  }

  free() {
    this.#handle.free();
  }
}

function stringified(definitions) {
  try {
    return JSON.stringify(definitions);
  } catch (cause) {
    refuse("value.not_json", `the definitions cannot be written as JSON: ${cause.message}`);
  }
}

/** Messages in other words, or in another language, by code. */
export class Messages {
  #inner;

  constructor(templates) {
    for (const [code, template] of Object.entries(object(templates, "templates"))) {
      text(template, `the template of ${code}`);
    }
    this.#inner = call(() => new wasm.Messages(joined(templates)));
  }

  of(violation) {
    const { code, message, parameters = {} } = object(violation, "violation");
    return call(() => this.#inner.find(text(code, "code"), joined(parameters))) ?? message;
  }
}

/** The names and texts of an object with a sign between that no text has use for. */
function joined(texts) {
  const all = Object.entries(texts).flat();
  return all.map((each) => String(each).replaceAll("\0", "\ufffd")).join("\0");
}

/** An exact amount of money. */
export class Money {
  #shown;

  constructor(key, shown) {
    if (key !== MADE) {
      refuse("argument.not_constructible", "money is made by `Money.parse` or `Money.fromMinor`");
    }
    this.#shown = shown;
    Object.freeze(this);
  }

  static parse(amount, currency) {
    return made("parse", text(amount, "amount"), text(currency, "currency"));
  }

  static fromMinor(minor, currency) {
    const digits = typeof minor === "bigint" ? String(minor) : minor;
    return made("from_minor", text(digits, "minor"), text(currency, "currency"));
  }

  static #of(money) {
    return #shown in Object(money)
      ? money.#shown
      : refuse("argument.not_money", `expected money, but found ${kind(money)}`);
  }

  get amount() {
    return this.#shown.split(" ")[0];
  }

  get currency() {
    return this.#shown.split(" ")[1];
  }

  get minor() {
    return answer("minor", this.#shown, "");
  }

  plus(other) {
    return made("plus", this.#shown, Money.#of(other));
  }

  minus(other) {
    return made("minus", this.#shown, Money.#of(other));
  }

  compare(other) {
    return Number(answer("compare", this.#shown, Money.#of(other)));
  }

  equals(other) {
    return #shown in Object(other) && this.#shown === other.#shown;
  }

  percentRoundedDown(percent) {
    return made("percent_rounded_down", this.#shown, text(percent, "percent"));
  }

  format(locale, options) {
    const digits = this.amount.split(".")[1]?.length ?? 0;
    const { currency } = this;
    return new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      ...options,
    }).format(this.amount);
  }

  toString() {
    return this.#shown;
  }

  toJSON() {
    return { amount: this.amount, currency: this.currency };
  }
}

function answer(operation, left, right) {
  return call(() => wasm.money(operation, left, right));
}

function made(operation, left, right) {
  return new Money(MADE, answer(operation, left, right));
}
