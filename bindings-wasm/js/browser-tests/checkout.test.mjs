// The page of the example that pays on account.

import assert from "node:assert/strict";
import { test } from "node:test";

import { complaints } from "./axe.mjs";
import { focused, open } from "./chromium.mjs";
import { served } from "./example.mjs";

const example = served("browser-checkout");

const choose = (page, account) => page.getByRole("button", { name: account }).click();
const offer = (page) => page.locator("#offer").textContent();
const figure = (page, name) => page.locator(`#figures dt:text-is("${name}") + dd`).textContent();
const messages = (page) =>
  page.locator(".message:not(:empty)").evaluateAll((all) => all.map((each) => [each.dataset.messageFor, each.textContent]));

async function more(page, name, times) {
  for (let one = 0; one < times; one += 1) {
    await page.getByRole("button", { name: `One more: ${name}` }).click();
  }
}

test("an order is paid on account as far as it goes, while somebody chooses", async (t) => {
  const page = await open(t, { url: example.url });
  assert.equal(await offer(page), "Your account pays all of it: $1,550.80.");
  assert.equal(await figure(page, "Left after this order"), "$1,488.70");
  await more(page, "Rope, 70 m", 7);
  assert.equal(await offer(page), "Your account pays $3,039.50. The other $190.60 you pay by card.");
  assert.equal(await page.locator("#place").textContent(), "Order, and pay $190.60 by card");
  assert.equal(await figure(page, "Left after this order"), "$0.00");
  await choose(page, "Whole orders only");
  assert.match(await offer(page), /more than the \$780\.00 that your account has left/);
  assert.equal(await page.locator("#place").isVisible(), false);
  await choose(page, "On hold");
  assert.match(await offer(page), /have to wait: invoice 7 was due on 2026-05-12/);
  assert.equal(await page.locator("[name=purchase-order]").isVisible(), false);
});

test("all that the shop asks for is told at once, and goes as it is answered", async (t) => {
  const page = await open(t, { url: example.url });
  await page.locator("#place").click();
  assert.deepEqual(await messages(page), [
    ["term", "Choose when you will pay."],
    ["purchase_order", "This is needed."],
    ["fields.cost-centre", "This is needed."],
  ]);
  assert.equal(await focused(page), "term");
  await page.locator("[value=net60]").check();
  await page.locator("[name=purchase-order]").fill("PO-7");
  assert.deepEqual(await messages(page), [["fields.cost-centre", "This is needed."]]);
  await page.locator("[name=cost-centre]").fill("x".repeat(201));
  await page.locator("#place").click();
  assert.deepEqual(await messages(page), [["fields.cost-centre", "This is too long."]]);
  assert.equal(await focused(page), "cost-centre");
});

test("an order is placed, and the next one finds less", async (t) => {
  const page = await open(t, { url: example.url });
  await choose(page, "Whole orders only");
  for (const name of ["Rope, 70 m", "Harness"]) {
    const less = page.getByRole("button", { name: `One less: ${name}` });
    while (await less.isEnabled()) await less.click();
  }
  await page.locator("[name=purchase-order]").fill("PO-8");
  await page.keyboard.press("Enter");
  await page.getByText("Thank you! $504.00 are promised to your order.").waitFor();
  assert.equal(await figure(page, "Promised to orders"), "$504.00");
  assert.equal(await offer(page), "There is nothing to pay.");
  await more(page, "Set of twelve quickdraws", 2);
  assert.match(await offer(page), /more than the \$276\.00 that your account has left/);
});

test("what the page did not know yet, the server says", async (t) => {
  const page = await open(t, { url: example.url });
  await page.locator("[value=net30]").check();
  await page.locator("[name=purchase-order]").fill("PO-9");
  await page.locator("[name=cost-centre]").fill("4711");
  // Somebody else orders on the same account, on another page.
  const order = { purchaseOrder: "PO-10", term: "net30", fields: { "cost-centre": "4711" } };
  const body = JSON.stringify({ account: "usual", amount: "2000.00", order });
  assert.equal((await fetch(new URL("/orders", example.url), { method: "POST", body })).status, 201);
  await page.locator("#place").click();
  await page.getByText("$1,550.80 are more than the $1,039.50 that your account has left.").waitFor();
  assert.match(await offer(page), /^Your account pays \$1,039\.50\./);
  assert.equal(await page.locator("[name=purchase-order]").inputValue(), "PO-9");
  // Chromium says of every answer like this one that it has failed.
  assert.match(page.complaints.splice(0).join(), /^[^,]*status of 409[^,]*$/);
});

test("the server decides by itself", async () => {
  const send = (body) => fetch(new URL("/orders", example.url), { method: "POST", body: JSON.stringify(body) });
  const order = { purchaseOrder: "PO-9", term: "net30", fields: { "cost-centre": "4711" } };
  const beyond = await send({ account: "usual", amount: "1039.51", order });
  assert.equal(beyond.status, 409);
  assert.deepEqual((await beyond.json()).refusal.parameters.total_available, { amount: "1039.50", currency: "USD" });
  const unsaid = await send({ account: "usual", amount: "1", order: {} });
  assert.deepEqual([unsaid.status, (await unsaid.json()).violations.length], [422, 3]);
  assert.equal((await send({ account: "held", amount: "1", order: { purchaseOrder: "1" } })).status, 409);
  assert.equal((await send({ account: "constructor", amount: "1", order })).status, 404);
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1280]) {
    test(`axe has no word against the checkout, ${colorScheme}, ${width} pixels wide`, async (t) => {
      const page = await open(t, { url: example.url, colorScheme, viewport: { width, height: 900 } });
      assert.deepEqual(await complaints(page), []);
      await page.locator("#place").click();
      assert.deepEqual(await complaints(page), []);
      await choose(page, "On hold");
      assert.deepEqual(await complaints(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    });
  }
}
