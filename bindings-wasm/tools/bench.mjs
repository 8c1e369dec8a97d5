// The documents of the benchmark of attributes, checked in Node.js by this package, ajv and zod: all
// errors of each. Before anything is timed, all sides refuse the same documents.
//
//   node bench.mjs PACKAGE FOLDER     FOLDER has definitions.json, schema.json and documents.jsonl

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { z } from "zod";

const [folder, files] = process.argv.slice(2);
const { default: init, Schema } = await import(pathToFileURL(join(resolve(folder), "index.js")));
await init();

const read = (name) => readFileSync(join(files, name), "utf8");
const texts = read("documents.jsonl").trimEnd().split("\n");
const values = texts.map((text) => JSON.parse(text));
const rules = JSON.parse(read("schema.json"));

const occasion = { actor: "shopper", context: "registration", today: "2026-06-01" };
const schema = Schema.fromJSON(read("definitions.json"));
const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const compiled = ajv.compile(rules);
const typed = zodOf(rules);

const sides = {
  "patronage, text": [texts, (text) => schema.validateJSON(text, occasion).ok],
  "JSON.parse + ajv": [texts, (text) => compiled(JSON.parse(text))],
  "patronage, objects": [values, (value) => schema.validate(value, occasion).ok],
  ajv: [values, (value) => compiled(value)],
  "zod 4": [values, (value) => typed.safeParse(value).success],
  "patronage, one field": [values, (value) => schema.validateField("vat-id", value["vat-id"], occasion).ok],
};

const beside = [
  ["patronage, text", "JSON.parse + ajv", 1.5],
  ["patronage, objects", "ajv"],
  ["patronage, objects", "zod 4", 1],
];

const refused = Object.entries(sides).slice(0, -1).map(([name, [inputs, check]]) => [name, inputs.flatMap((input, at) => (check(input) ? [] : [at]))]);
for (const [name, places] of refused) {
  if (String(places) !== String(refused[0][1])) {
    throw new Error(`${name} refuses other documents than ${refused[0][0]}`);
  }
}
console.log(`${texts.length} documents, of which all sides refuse the same ${refused[0][1].length}`);

/** The rules for zod, as a user would write them by hand. */
function zodOf({ properties }) {
  const members = Object.entries(properties).map(([code, rule]) => [code, member(rule)]);
  return z.strictObject(Object.fromEntries(members));
}

function member(rule) {
  if (rule.enum) {
    return z.enum(rule.enum);
  }
  switch (rule.type) {
    case "array":
      return z.array(member(rule.items)).min(rule.minItems).max(rule.maxItems)
        .refine((all) => new Set(all).size === all.length);
    case "boolean":
      return z.boolean();
    case "number":
      return z.number().min(rule.minimum).max(rule.maximum);
    default: {
      let text = rule.format === "date" ? z.iso.date() : z.string();
      // zod counts halves of characters, and the documents have none that are two.
      text = rule.minLength === undefined ? text : text.min(rule.minLength);
      text = rule.maxLength === undefined ? text : text.max(rule.maxLength);
      return rule.pattern === undefined ? text : text.regex(new RegExp(rule.pattern, "u"));
    }
  }
}

/** So many documents are looked through before the next side takes its turn. */
const SLICE = 100;

/** Nanoseconds a document: of each slice the least of all rounds, and of the slices the mean. */
const least = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
let sink = 0;
for (let round = 0; round < 30; round += 1) {
  for (let from = 0; from < texts.length; from += SLICE) {
    for (const [name, [inputs, check]] of Object.entries(sides)) {
      const slice = inputs.slice(from, from + SLICE);
      const start = process.hrtime.bigint();
      for (const input of slice) {
        sink += check(input) ? 1 : 0;
      }
      const each = Number(process.hrtime.bigint() - start) / slice.length;
      least[name][from / SLICE] = Math.min(least[name][from / SLICE] ?? Infinity, each);
    }
  }
}
const mean = (all) => all.reduce((sum, each) => sum + each, 0) / all.length;
const best = Object.fromEntries(Object.entries(least).map(([name, all]) => [name, mean(all)]));

for (const [name, nanoseconds] of Object.entries(best)) {
  console.log(`${name.padEnd(24)}${(nanoseconds / 1000).toFixed(2).padStart(8)} µs a document`);
}
for (const [ours, theirs, goal] of beside) {
  const ratio = best[theirs] / best[ours];
  const wanted = goal === undefined ? "" : `, the goal is ${goal.toFixed(1)}x`;
  console.log(`${ours} against ${theirs}: ${ratio.toFixed(2)}x the speed${wanted}`);
}
if (sink < 0) {
  throw new Error("what is measured has to be used");
}
