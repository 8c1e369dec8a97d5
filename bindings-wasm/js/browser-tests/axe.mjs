// What axe knows of how pages are made for everybody.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { require } from "./chromium.mjs";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds, and how much it looked at. */
export async function complaints(page) {
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(() => axe.run());
  assert.ok(passes.length > 20, "axe looked at the page");
  return violations.map(({ id, nodes }) => [
    id,
    ...nodes.map(({ html, failureSummary }) => `${html}: ${failureSummary}`),
  ]);
}
