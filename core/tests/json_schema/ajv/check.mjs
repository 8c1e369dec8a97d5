// Holds ajv, the usual validator of JSON Schema in JavaScript, to the verdicts of the library.
//
//     node check.mjs SCHEMAS.jsonl
//
// `core/tests/json_schema` writes the file: on each line a schema and, as JSON text, documents with
// the verdict of the library.

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const SHOWN = 10;

// Strict: keywords without the type that they speak of are errors, not warnings. Without
// `ownProperties` ajv takes a required `constructor` for given, as every object inherits one.
const options = { strict: true, strictTypes: true, strictRequired: true, ownProperties: true };
const asserting = addFormats.default(new Ajv2020(options));
const annotating = new Ajv2020({ ...options, validateFormats: false });

const counts = { schemas: 0, accepted: 0, refused: 0, differences: 0 };

function fail(message) {
  counts.differences += 1;
  if (counts.differences <= SHOWN) console.error(message);
}

function check({ schema, documents }) {
  counts.schemas += 1;
  for (const ajv of [asserting, annotating]) {
    const validate = ajv.compile(schema);
    for (const [text, isValid] of documents) {
      if (validate(JSON.parse(text)) !== isValid) {
        const errors = JSON.stringify(validate.errors);
        fail(`${text}: valid is ${isValid} here, ${!isValid} there: ${errors}\n${JSON.stringify(schema)}\n`);
      }
    }
    ajv.removeSchema(schema);
  }
  for (const [, isValid] of documents) counts[isValid ? "accepted" : "refused"] += 1;
}

const [file] = process.argv.slice(2);
for await (const line of createInterface({ input: createReadStream(file) })) check(JSON.parse(line));

const { schemas, accepted, refused, differences } = counts;
console.log(`ajv: ${schemas} schemas; ${accepted} documents accepted, ${refused} refused; ${differences} differ`);
// A file without documents would compare nothing.
process.exitCode = differences > 0 || accepted === 0 || refused === 0 ? 1 : 0;
