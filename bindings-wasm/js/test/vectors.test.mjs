import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import * as credit from "../../pkg/credit.js";
import * as patronage from "../../pkg/index.js";
import { run } from "./vectors.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = join(root, "core/tests/vectors");
const within = join(root, "target/wasm-tools/vectors");

async function runAll(files) {
  await Promise.all([patronage.default(), credit.default()]);
  const { initSync, runVectors } = await import(join(within, "patronage.js"));
  initSync({ module: readFileSync(join(within, "patronage_bg.wasm")) });
  return run(files, { ...patronage, credit }, runVectors);
}

test("every vector has the answer that it has elsewhere", async () => {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  const { counts, asked, failures } = await runAll(files);
  assert.deepEqual(failures, []);
  console.log("cases", counts, "of which the public functions were asked", asked);
  mkdirSync(join(root, "target/vectors"), { recursive: true });
  writeFileSync(join(root, "target/vectors/node.json"), `${JSON.stringify(counts)}\n`);
});

test("an unknown kind, a wrong answer and a file that is missing are failures", async () => {
  const { failures } = await runAll({
    "a.json": '{"kind": "colours", "cases": []}',
    "b.json": '{"kind": "money", "cases": [{"case": "a cent", "amount": "0.01", "currency": "USD", "money": "0.02 USD", "minor": "1"}]}',
  });
  assert.equal(failures.length, 10, failures.join("\n"));
  assert.equal(failures[0], "a.json: the kind `colours` has no runner");
  assert.match(failures[1], /^money, within: a cent: .*0\.02 USD/);
  assert.equal(failures[2], 'money, in public: a cent: money: ["0.01 USD","1"] instead of ["0.02 USD","1"]');
  assert.equal(failures[3], "no file has the kind `attributes`");
});

test("what is for servers only is passed over, and counted by nobody here", async () => {
  const { counts, failures } = await runAll({ "credit.json": '{"kind": "credit", "servers_only": true, "cases": []}' });
  assert.deepEqual(counts, {});
  assert.ok(failures.every((failure) => failure.startsWith("no file has the kind")), failures.join("\n"));
});
