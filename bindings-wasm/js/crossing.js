// The way into a module of WebAssembly and out of it. Each entry of the package takes this file in, and
// so has a module of its own.

/** More characters than any document has; a text of that size would not fit beside its copy. */
export const MAX_LENGTH = 2 ** 26;

/** What all functions throw: an error with a stable code. */
export class PatronageError extends Error {
  constructor({ code, message, violations = [] }) {
    super(message);
    this.name = "PatronageError";
    this.code = code;
    this.violations = Object.freeze(violations.map(violation));
  }
}

export function refuse(code, message, violations) {
  throw new PatronageError({ code, message, violations });
}

/** What the module exports, once it is started. */
export let wasm;
let starting;

export function started() {
  return wasm ?? refuse("module.not_started", "the module is not there yet: `await init()` first");
}

/** Fetches the module and starts it, once. */
export function start(url, source) {
  starting ??= begin(url, source).catch((error) => {
    // Whoever tries again may have a network by then.
    starting = undefined;
    throw error;
  });
  return starting;
}

async function begin(url, source) {
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

export function text(value, name) {
  if (typeof value !== "string") {
    refuse("argument.not_a_text", `expected a text as ${name}, but found ${kind(value)}`);
  }
  return value.length > MAX_LENGTH ? tooLong(name) : value;
}

export function tooLong(name) {
  refuse("argument.too_long", `${name} has more than ${MAX_LENGTH} characters`);
}

export function kind(value) {
  return value === null ? "null" : Number.isNaN(value) ? "NaN" : typeof value;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The least room that is asked for, and the most that is kept for the texts after the next. */
export const [LEAST, LARGE] = [2 ** 12, 2 ** 16];

/** Room within the module for texts; it is empty when the module has moved it. */
let room = new Uint8Array();

/** Room of another size, of which the place is asked for first: that may move all of the memory. */
export function part(Numbers, place, length) {
  return new Numbers(wasm.memory.buffer, place >>> 0, length);
}

/** Writes a text into the module, and says how many bytes it has. */
export function send(text) {
  // A character has three bytes at most, or is two.
  const most = Math.max(text.length * 3, LEAST);
  if (room.length < most || room.length > LARGE) {
    room = part(Uint8Array, started().room(most), most);
  }
  return encoder.encodeInto(text, room).written;
}

/** Writes texts that cross together, with a sign between that none of them has use for. */
export function sendAll(texts) {
  return send(texts.map((each) => String(each).replaceAll("\0", "\ufffd")).join("\0"));
}

/** The text that the module has answered, by the number that it told: see `Session::tell`. */
export function answer(told) {
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
export const lost = new FinalizationRegistry((handle) => wasm.free(handle));

/** A handle that the module made for an object. */
export function handle(told, owner) {
  if (told < 0) {
    answer(told);
  }
  lost.register(owner, told, owner);
  return told;
}

export function object(value, name) {
  if (value === null || typeof value !== "object") {
    refuse("argument.not_an_object", `expected an object as ${name}, but found ${kind(value)}`);
  }
  return value;
}

export function violation({ path, code, message, parameters = {} }) {
  return Object.freeze({ path, code, message, parameters: Object.freeze(parameters) });
}

const VALID = Object.freeze({ ok: true, violations: Object.freeze([]) });

export function outcome(violations) {
  return violations === undefined
    ? VALID
    : Object.freeze({
        ok: false,
        violations: Object.freeze(JSON.parse(violations).map(violation)),
      });
}

/** JSON text, or that of an object. */
export function written(value, name) {
  try {
    return text(typeof value === "string" ? value : JSON.stringify(value), name);
  } catch (cause) {
    if (cause instanceof PatronageError) {
      throw cause;
    }
    refuse("value.not_json", `the ${name} cannot be written as JSON: ${cause.message}`);
  }
}

/** What only this package hands to its constructors. */
export const MADE = Symbol();
