// The vectors, with the answers that they have elsewhere.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import { open } from "./chromium.mjs";

const VECTORS = new URL("../../../core/tests/vectors/", import.meta.url);
const COUNTS = new URL("../../../target/vectors/", import.meta.url);

test("every vector has the answer that it has elsewhere", async (t) => {
  const names = readdirSync(VECTORS).filter((name) => name.endsWith(".json"));
  const files = Object.fromEntries(
    names.map((name) => [name, readFileSync(new URL(name, VECTORS), "utf8")]),
  );
  const page = await open(t);
  const { counts, asked, failures } = await page.evaluate(async (files) => {
    const { run } = await import("/test/vectors.mjs");
    const within = await import("/vectors/patronage.js");
    const credit = await import("/patronage/credit.js");
    await credit.default();
    await within.default({ module_or_path: "/vectors/patronage_bg.wasm" });
    return run(files, { ...patronage, credit }, within.runVectors);
  }, files);
  assert.deepEqual(failures, []);
  t.diagnostic(
    `cases ${JSON.stringify(counts)}, of which the public functions were asked ${JSON.stringify(asked)}`,
  );
  mkdirSync(COUNTS, { recursive: true });
  writeFileSync(new URL("chromium.json", COUNTS), `${JSON.stringify(counts)}\n`);
});
