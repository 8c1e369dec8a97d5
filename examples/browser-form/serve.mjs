// Serves the page, and checks what it sends once more: `node examples/browser-form/serve.mjs [PORT]`.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { answer, received, serve, started } from "./site.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { Schema } = await started("index.js");

const definitions = readFileSync(here("attributes.json"), "utf8");
const schema = Schema.fromJSON(definitions);
const occasion = { actor: "shopper", context: "registration" };

/** What only a server knows: which names are given away. */
const nicknames = new Set(["ada", "grace"]);

/** The case of a code does not matter to the schema. */
function nicknameIn(values) {
  return Object.entries(values).find(([code]) => code.toLowerCase() === "nickname")[1];
}

/** The second check: the page may be wrong, old, or not a page at all. */
async function register(request, response) {
  const text = await received(request);
  if (text === undefined) return answer(response, 413, { error: "the document is too long" });
  const outcome = schema.validateJSON(text, occasion);
  const violations = [...outcome.violations];
  const nickname = outcome.ok ? nicknameIn(JSON.parse(text)).toLowerCase() : "";
  if (nicknames.has(nickname)) {
    const message = "another account of the customer set has this value";
    violations.push({ path: "nickname", code: "attribute.taken", parameters: {}, message });
  }
  if (violations.length > 0) return answer(response, 422, { violations });
  nicknames.add(nickname);
  answer(response, 201, { registered: nickname });
}

serve(here("page/"), {
  "GET /attributes.json": (_, response) => answer(response, 200, JSON.parse(definitions)),
  "POST /registrations": register,
});
