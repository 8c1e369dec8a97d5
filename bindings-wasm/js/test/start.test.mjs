import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import * as credit from "../../pkg/credit.js";
import init, { Money, PatronageError, Schema } from "../../pkg/index.js";

test("before the module is there, a call says so", () => {
  for (const work of [() => Money.parse("1", "USD"), () => Schema.fromJSON([])]) {
    assert.throws(work, (error) => error instanceof PatronageError && error.code === "module.not_started");
  }
});

test("a module that cannot be read can be asked for again", async () => {
  await assert.rejects(init(new Uint8Array([1, 2, 3])));
  await Promise.all([init(), init()]);
  await init();
  assert.equal(`${Money.parse("1", "USD")}`, "1.00 USD");
});

test("credit has a module of its own", async () => {
  const isNotStarted = (error) => error instanceof credit.PatronageError && error.code === "module.not_started";
  for (const work of [() => credit.Money.parse("1", "USD"), () => credit.CreditPreview.fromJSON("{}")]) {
    assert.throws(work, isNotStarted);
  }
  await credit.default();
  assert.equal(`${credit.Money.parse("1", "USD")}`, "1.00 USD");
});

for (const name of ["patronage_bg.wasm", "credit_bg.wasm"]) {
  test(`${name} takes nothing from the machine that built it`, () => {
    const module = readFileSync(new URL(`../../pkg/${name}`, import.meta.url), "latin1");
    const checkout = fileURLToPath(new URL("../../../", import.meta.url));
    for (const path of [join(homedir(), "/"), checkout, ".cargo/registry"]) {
      assert.ok(!module.includes(path), path);
    }
  });
}

test("nothing is compiled out of text, so that a strict policy of a page lets it run", () => {
  for (const name of ["index.js", "form.js", "credit.js"]) {
    const script = readFileSync(new URL(`../../pkg/${name}`, import.meta.url), "utf8");
    assert.doesNotMatch(script, /\beval\s*\(|\bnew Function\b|\bFunction\s*\(/, name);
  }
});
