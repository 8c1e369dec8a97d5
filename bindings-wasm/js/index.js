// The package as its users see it. The rules are in the wasm module; here are only the shapes of
// JavaScript around them.

import {
  LARGE,
  LEAST,
  MADE,
  MAX_LENGTH,
  answer,
  handle,
  lost,
  object,
  outcome,
  part,
  refuse,
  send,
  sendAll,
  start,
  text,
  tooLong,
  wasm,
  written,
} from "./crossing.js";

export { PatronageError } from "./crossing.js";
export { Messages } from "./messages.js";
export { Money } from "./money.js";

/** Fetches the module and starts it, once. */
export default function init(source) {
  return start(new URL("./patronage_bg.wasm", import.meta.url), source);
}

/** Room within the module for marks; it is empty when the module has moved it. */
let slots = new Uint32Array();

/** Writes a parcel, and says how many bytes its texts have. */
function sendParcel({ texts, marks }) {
  const most = Math.max(marks.length, LEAST);
  if (slots.length < most || slots.length > LARGE) {
    slots = part(Uint32Array, wasm.marks(most), most);
  }
  slots.set(marks);
  return send(texts);
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
    const json = written(definitions, "definitions");
    const bytes = send(wellFormed(json));
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
