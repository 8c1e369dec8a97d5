// The names of the package are the same in three places: at runtime, in the types, and in the list
// of public operations.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../pkg/", import.meta.url);
const modules = readdirSync(folder).filter((name) => name.endsWith(".js"));

/** What a module has at runtime: functions, and classes with their members. */
async function exported(module) {
  const names = [];
  for (const [name, value] of Object.entries(await import(new URL(module, folder)))) {
    if (typeof value !== "function" || name === "PatronageError") {
      continue;
    }
    names.push(name === "default" ? "init" : name);
    const isClass = Object.getOwnPropertyDescriptor(value, "prototype")?.writable === false;
    for (const owner of isClass ? [value, value.prototype] : []) {
      const members = Object.getOwnPropertyNames(owner);
      const usual = ["length", "name", "prototype", "constructor"];
      names.push(...members.filter((member) => !usual.includes(member)).map((member) => `${name}.${member}`));
    }
  }
  return names;
}

/** What the types say that there is. */
function declared(types) {
  const names = [];
  const text = types.replace(/\/\*[^]*?\*\//g, "");
  for (const [, name] of text.matchAll(/^export (?:default )?function (\w+)/gm)) {
    names.push(name);
  }
  for (const [, name, body] of text.matchAll(/^export class (\w+)[^{]*\{\n([^]*?)^\}/gm)) {
    if (name !== "PatronageError") {
      names.push(name);
      const members = body.matchAll(/^  (?:static |readonly )*(\w+)\??[(:]/gm);
      names.push(...[...members].map(([, member]) => member).filter((member) => member !== "constructor").map((member) => `${name}.${member}`));
    }
  }
  for (const [, list, from] of text.matchAll(/^export \{ ([^}]*) \} from "\.\/(\w+)\.js"/gm)) {
    const there = declared(readFileSync(new URL(`${from}.d.ts`, folder), "utf8"));
    const taken = list.split(", ");
    names.push(...there.filter((name) => taken.includes(name.split(".")[0])));
  }
  return names;
}

const sorted = (names) => [...new Set(names)].sort();

for (const module of modules) {
  test(`${module} has the names that its types say`, async () => {
    const types = readFileSync(new URL(module.replace(/\.js$/, ".d.ts"), folder), "utf8");
    const names = sorted(await exported(module));
    assert.ok(names.length > 0);
    assert.deepEqual(names, sorted(declared(types)));
  });
}

test("the list of public operations has every name, and no other", async () => {
  const list = readFileSync(new URL("../../../surface.toml", import.meta.url), "utf8");
  const listed = [];
  let noun = "";
  for (const line of list.split("\n")) {
    noun = /^\[(\w+)\]$/.exec(line)?.[1] ?? noun;
    const name = /javascript = "(\w+)"/.exec(line)?.[1];
    if (name) {
      listed.push(name === "constructor" ? noun : noun === "module" ? name : `${noun}.${name}`);
    }
  }
  const all = await Promise.all(modules.map(exported));
  // A class is there by what it can do, unless it is made with `new`.
  const operations = all.flat().filter((name) => name.includes(".") || !/^(Schema|Money|CreditPreview)$/.test(name));
  assert.deepEqual(sorted(listed), sorted(operations));
  assert.equal(listed.length, new Set(listed).size, "a name stands twice");
});
