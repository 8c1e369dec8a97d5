// Serves the page and takes its orders: `node examples/browser-checkout/serve.mjs [PORT]`.
//
// A shop has a directory, which reserves an order in one commit. Here an account is no more than its
// preview, so that the example needs no store: what an order leaves is the preview of the next one.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { answer, received, serve, started } from "../browser-form/site.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { CreditPreview } = await started("credit.js");

/** As `OwnCredit::preview` exports them, one for each customer of the example. */
const accounts = JSON.parse(readFileSync(here("accounts.json"), "utf8"));

/** Decides an order once more: the page may be wrong, old, or not a page at all. */
async function order(request, response) {
  const text = await received(request);
  if (text === undefined) return answer(response, 413, { error: "the order is too long" });
  const { account, amount, order } = JSON.parse(text);
  const document = Object.hasOwn(accounts, account) ? accounts[account] : undefined;
  if (document === undefined) return answer(response, 404, { error: "there is no such account" });
  const preview = CreditPreview.fromJSON(document);
  const { ok, violations } = preview.check(order);
  if (!ok) return answer(response, 422, { violations });
  const { figures, refusal } = preview.afterReserve(amount);
  if (refusal) return answer(response, 409, { refusal });
  document.figures.reserved = figures.reserved.amount;
  document.at = new Date().toISOString();
  answer(response, 201, { reserved: amount });
}

serve(here("page/"), {
  "GET /accounts": (_, response) => answer(response, 200, accounts),
  "POST /orders": order,
});
