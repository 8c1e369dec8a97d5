// What one keystroke costs, said and not judged: machines differ.

import assert from "node:assert/strict";
import { test } from "node:test";

import { draw, open, shown } from "./chromium.mjs";

const DEFINITIONS = shown(
  ...Array.from({ length: 20 }, (_, place) => ({
    code: `text-${place}`,
    input: "text_box",
    pattern: "[A-Z]{2}[0-9]{8,12}",
    max_length: 20,
  })),
);

test("one keystroke in a form of twenty fields", async (t) => {
  const page = await open(t);
  await draw(page, DEFINITIONS);
  const times = await page.evaluate(() => {
    const { schema, form } = forms[0];
    const occasion = { context: "registration", today: "2026-07-01" };
    const input = form.querySelector("[name=text-7]");
    const each = (work) => {
      const rounds = 2_000;
      for (let round = 0; round < rounds; round += 1) work(round);
      const start = performance.now();
      for (let round = 0; round < rounds; round += 1) work(round);
      return (1_000 * (performance.now() - start)) / rounds;
    };
    return {
      check: each((round) => schema.validateField("text-7", `DE1234567${round}`, occasion)),
      whole: each((round) => {
        input.value = `DE1234567${round}`;
        input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }),
    };
  });
  assert.ok(times.check > 0 && times.whole > 0);
  const micros = (time) => `${time.toFixed(1)} µs`;
  t.diagnostic(
    `validateField ${micros(times.check)}, the form's whole answer ${micros(times.whole)}`,
  );
});
