// The package as its users see it. The rules are in the wasm module; here are only the shapes of
// JavaScript around them.

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

/** What the module exports, once it is started. */
let wasm;
let starting;

function started() {
  return wasm ?? refuse("module.not_started", "the module is not there yet: `await init()` first");
}

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
  /** @type {any} Of a module that was compiled already there is nothing but the instance. */
  const made = await WebAssembly.instantiate(found);
  wasm = (made.instance ?? made).exports;
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
  return value.length > MAX_LENGTH ? tooLong(name) : value;
}

function tooLong(name) {
  refuse("argument.too_long", `${name} has more than ${MAX_LENGTH} characters`);
}

function kind(value) {
  return value === null ? "null" : Number.isNaN(value) ? "NaN" : typeof value;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The least room that is asked for, and the most that is kept for the texts after the next. */
const [LEAST, LARGE] = [2 ** 12, 2 ** 16];

/** Room within the module for texts, and for marks; it is empty when the module has moved it. */
let room = new Uint8Array();
let slots = new Uint32Array();

/** Room of another size, of which the place is asked for first: that may move all of the memory. */
function part(Numbers, place, length) {
  return new Numbers(wasm.memory.buffer, place >>> 0, length);
}

/** Writes a text into the module, and says how many bytes it has. */
function send(text) {
  // A character has three bytes at most, or is two.
  const most = Math.max(text.length * 3, LEAST);
  if (room.length < most || room.length > LARGE) {
    room = part(Uint8Array, started().room(most), most);
  }
  return encoder.encodeInto(text, room).written;
}

/** Writes texts that cross together, with a sign between that none of them has use for. */
function sendAll(texts) {
  return send(texts.map((each) => String(each).replaceAll("\0", "\ufffd")).join("\0"));
}

/** Writes a parcel, and says how many bytes its texts have. */
function sendParcel({ texts, marks }) {
  const most = Math.max(marks.length, LEAST);
  if (slots.length < most || slots.length > LARGE) {
    slots = part(Uint32Array, wasm.marks(most), most);
  }
  slots.set(marks);
  return send(texts);
}

/** The text that the module has answered, by the number that it told: see `Session::tell`. */
function answer(told) {
  if (told === 0) {
    return undefined;
  }
  const text = decoder.decode(part(Uint8Array, wasm.answer(), Math.abs(told) - 1));
  if (told < 0) {
    throw new PatronageError(JSON.parse(text));
  }
  return text;
}

/** What is no longer used, and not freed either. */
const lost = new FinalizationRegistry((handle) => wasm.free(handle));

/** A handle that the module made for an object. */
function handle(told, owner) {
  if (told < 0) {
    answer(told);
  }
  lost.register(owner, told, owner);
  return told;
}

const LONE_SURROGATE = /\p{Surrogate}/gu;

function isWellFormed(text) {
  return text.isWellFormed?.() ?? text.search(LONE_SURROGATE) < 0;
}

/** JSON text in which half a character is written as an escape, so that it is refused and not lost. */
function wellFormed(json) {
  return isWellFormed(json)
    ? json
    : json.replace(LONE_SURROGATE, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
}

/** After so many values of which JSON knows nothing, no more are looked for in a list. */
const MOST_TOLD = 100;

/** What a mark says in its last bits, as `parcel.rs` has it. */
const [TEXT, DIGITS, NULL, FALSE, TRUE, LIST, PART_LIST, OTHER] = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * Values as they cross: all texts, names included, in one, and for each a mark with its length. Each
 * value is read once, before anything crosses, and looked at: what JSON does not have, such as NaN or
 * a hole, is refused. What stands within an object is not, since no value is an object.
 */
class Parcel {
  texts = "";
  marks = [];
  #strange = [];

  constructor(values, within = "") {
    if (!isPlain(values)) {
      // A promise, a map or the data of a form would look like an object without members.
      this.marks.push(OTHER);
      return;
    }
    for (const name of Object.keys(values)) {
      const value = values[name];
      if (value === undefined) {
        continue;
      }
      this.#put(name, TEXT);
      if (Array.isArray(value)) {
        this.#putList(value, within + name);
      } else {
        this.#putLiteral(value, within + name);
      }
    }
    const strange = this.#strange;
    if (strange.length > 0) {
      const [{ code, message }] = strange;
      refuse(code, `${strange.length} of the values cannot be taken over; the first: ${message}`, strange);
    }
    if (this.texts.length + this.marks.length > MAX_LENGTH) {
      tooLong("the values");
    }
  }

  #put(text, kind) {
    this.texts += text;
    this.marks.push(text.length * 8 + kind);
  }

  #putList(list, path) {
    const place = this.marks.push(LIST) - 1;
    // A list may claim to have milliards of parts, of which none is there.
    for (let at = 0; at < list.length && this.#strange.length < MOST_TOLD; at += 1) {
      this.#putLiteral(list[at], path, at);
      this.marks[place] += 8;
    }
  }

  /** What JSON writes as what it is; of an object or a list only that it is one. */
  #putLiteral(value, path, at) {
    switch (typeof value) {
      case "string":
        return this.#put(value, TEXT);
      case "boolean":
        return this.marks.push(value ? TRUE : FALSE);
      case "number":
        if (Number.isFinite(value) && isExact(value)) {
          return this.#put(String(value), DIGITS);
        }
        break;
      case "object":
        return this.marks.push(value === null ? NULL : Array.isArray(value) ? PART_LIST : OTHER);
      default:
    }
    const isInexact = Number.isFinite(value);
    const found = typeof value === "number" ? String(value) : typeof value;
    return this.#strange.push({
      path: at === undefined ? path : `${path}[${at}]`,
      code: isInexact ? "number.inexact" : "value.not_json",
      message: (isInexact ? INEXACT : NOT_JSON) + found,
      parameters: { found },
    });
  }
}

const NOT_JSON = "expected a text, a number, true, false, null or a list of them, but found ";
const INEXACT = "a text says which number is meant, but not a float such as ";

/** Whether a number stands for itself, and not for several whole ones of which it was made from any. */
function isExact(value) {
  return !Number.isInteger(value) || Math.abs(value) <= 2 ** 53;
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

/** The occasion that the module keeps: most calls have the one before. */
let kept = [];

/** Tells the module the occasion of the next check, with a handle of the schema that checks. */
function tell(schema, occasion) {
  const {
    actor = "shopper",
    context,
    today: day = today(),
    correcting,
    previous,
  } = object(occasion, "occasion");
  const held = previous == null ? undefined : new Parcel(previous, "previous.");
  if (actor !== kept[0] || context !== kept[1] || day !== kept[2] || correcting !== kept[3]) {
    const parts = [text(actor, "actor"), text(context, "context"), text(day, "today")];
    answer(wasm.takeOccasion(sendAll([...parts, correcting === true])));
    kept = [...parts, correcting];
  }
  if (held) {
    answer(wasm.takePrevious(schema, sendParcel(held), held.marks.length));
  }
}

const MADE = Symbol();

/** Definitions of attributes, and the checks by them. */
export class Schema {
  #handle;

  constructor(key, told) {
    if (key !== MADE) {
      refuse("argument.not_constructible", "a schema is made by `Schema.fromJSON`");
    }
    this.#handle = handle(told, this);
  }

  static fromJSON(definitions) {
    const json = typeof definitions === "string" ? definitions : stringified(definitions);
    const bytes = send(wellFormed(text(json, "definitions")));
    return new Schema(MADE, wasm.readSchema(bytes));
  }

  get #open() {
    return this.#handle ?? refuse("schema.freed", "the schema was freed");
  }

  definitions(view = {}) {
    const { actor = "shopper", language, today: day = today() } = object(view, "view");
    const schema = this.#open;
    const parts = [text(actor, "actor"), text(day, "today")];
    if (language !== undefined) {
      parts.push(text(language, "language"));
    }
    return JSON.parse(answer(wasm.definitions(schema, sendAll(parts))));
  }

  validate(values, occasion) {
    return this.#check("validateValues", new Parcel(values), occasion);
  }

  validateJSON(json, occasion) {
    const document = wellFormed(text(json, "values"));
    const schema = this.#open;
    tell(schema, occasion);
    return outcome(answer(wasm.validateText(schema, send(document))));
  }

  validateField(code, value, occasion) {
    const { texts, marks } = new Parcel({ [text(code, "code")]: value });
    // The code comes first, even where there is no value.
    const field = { texts: code + texts, marks: [code.length * 8 + TEXT, ...marks] };
    return this.#check("validateField", field, occasion);
  }

  #check(how, values, occasion) {
    if (!isWellFormed(values.texts)) {
      // As JSON text, half a character is refused and not lost.
      return this.validateJSON(JSON.stringify({ [values.texts]: null }), occasion);
    }
    const schema = this.#open;
    tell(schema, occasion);
    return outcome(answer(wasm[how](schema, sendParcel(values), values.marks.length)));
  }

  free() {
    if (this.#handle) {
      lost.unregister(this);
      wasm.free(this.#handle);
      this.#handle = undefined;
    }
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
  #handle;

  constructor(templates) {
    for (const [code, template] of Object.entries(object(templates, "templates"))) {
      text(template, `the template of ${code}`);
    }
    const bytes = sendAll(Object.entries(templates).flat());
    this.#handle = handle(wasm.readMessages(bytes), this);
  }

  of(violation) {
    const { code, message, parameters = {} } = object(violation, "violation");
    const bytes = sendAll([text(code, "code"), ...Object.entries(parameters).flat()]);
    return answer(wasm.findMessage(this.#handle, bytes)) ?? message;
  }
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
    return calculated("minor", this.#shown);
  }

  plus(other) {
    return made("plus", this.#shown, Money.#of(other));
  }

  minus(other) {
    return made("minus", this.#shown, Money.#of(other));
  }

  compare(other) {
    return Number(calculated("compare", this.#shown, Money.#of(other)));
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

function calculated(...texts) {
  return answer(started().money(sendAll(texts)));
}

function made(...texts) {
  return new Money(MADE, calculated(...texts));
}
