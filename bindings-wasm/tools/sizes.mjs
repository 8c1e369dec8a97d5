// How large the package is as it is fetched, and what the module is made of. Fails beyond a limit.
//
//   node sizes.mjs PACKAGE NAMED.wasm

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** What files may have together. */
const LIMITS = [
  [["patronage_bg.wasm"], 150_000],
  [["index.js", "form.js"], 8_000],
  [["credit_bg.wasm"], 65_000],
  [["credit.js"], 3_500],
];

const [folder, named] = process.argv.slice(2);
const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;
const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);

console.log(`${"".padEnd(24)}${"plain".padStart(10)}${"gzip".padStart(10)}`);
const sizes = {};
for (const file of readdirSync(folder).filter((name) => /\.(js|wasm)$/.test(name))) {
  const bytes = readFileSync(join(folder, file));
  sizes[file] = gzip(bytes);
  console.log(`${file.padEnd(24)}${kilo(bytes.length)}${kilo(sizes[file])}`);
}

console.log("\nthe largest parts of the module, plain:");
const parts = new Map();
for (const [name, size] of functions(readFileSync(named))) {
  const crate = owner(name);
  parts.set(crate, (parts.get(crate) ?? 0) + size);
}
const largest = [...parts].sort((one, other) => other[1] - one[1]);
for (const [crate, size] of largest.slice(0, 10)) {
  console.log(`${crate.padEnd(24)}${kilo(size)}`);
}

let failed = false;
for (const [files, limit] of LIMITS) {
  const size = files.reduce((sum, file) => sum + sizes[file], 0);
  const isBeyond = size > limit;
  failed ||= isBeyond;
  const verdict = isBeyond ? "MORE THAN" : "of at most";
  console.log(`\n${files.join(" and ")}:${kilo(size)} gzip, ${verdict}${kilo(limit)}`);
}
const known = LIMITS.flatMap(([files]) => files);
for (const file of Object.keys(sizes).filter((file) => !known.includes(file))) {
  failed = true;
  console.log(`\n${file}: nobody has set a limit to it`);
}
process.exitCode = failed ? 1 : 0;

/** The crate whose code a function is; what is exported was put together from all that it calls. */
function owner(name) {
  const path = /([a-z_][a-z0-9_]*)(?:\[[0-9a-f]+\])?::/.exec(name);
  return path === null ? "exported functions" : path[1];
}

/** The functions of a module, by the names that its last section gives them. */
function functions(bytes) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) {
        return value;
      }
    }
  };
  const text = () => {
    const length = number();
    at += length;
    return bytes.toString("utf8", at - length, at);
  };
  const sizes = [];
  const names = new Map();
  while (at < bytes.length) {
    const section = bytes[at++];
    const end = number() + at;
    if (section === 10) {
      for (let left = number(); left > 0; left -= 1) {
        const size = number();
        sizes.push(size);
        at += size;
      }
    } else if (section === 0 && text() === "name") {
      while (at < end) {
        const kind = bytes[at++];
        const behind = number() + at;
        for (let left = kind === 1 ? number() : 0; left > 0; left -= 1) {
          names.set(number(), text());
        }
        at = behind;
      }
    }
    at = end;
  }
  // Functions that are imported have the first numbers and no code.
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
  const first = imported.filter(({ kind }) => kind === "function").length;
  return sizes.map((size, place) => [names.get(first + place) ?? "", size]);
}
