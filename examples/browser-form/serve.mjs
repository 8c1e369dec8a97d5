// Serves the page, and checks what it sends once more: `node examples/browser-form/serve.mjs [PORT]`.

import { createReadStream, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const built = fileURLToPath(new URL("../../bindings-wasm/pkg/", import.meta.url));

let patronage;
try {
  patronage = await import("../../bindings-wasm/pkg/index.js");
} catch (cause) {
  console.error(
    `the package is not built yet (${cause.message}); build it with\n\n    cargo xtask wasm\n`,
  );
  process.exit(1);
}
await patronage.default();

const definitions = readFileSync(join(here, "attributes.json"), "utf8");
const schema = patronage.Schema.fromJSON(definitions);
const occasion = { actor: "shopper", context: "registration" };

/** What only a server knows: which names are given away. */
const nicknames = new Set(["ada", "grace"]);

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

const HEADERS = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; "),
  "Cache-Control": "no-cache",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** The folder and the path in it that an address means. */
function fileOf(path) {
  if (path === "/") return join(here, "page/index.html");
  if (path === "/attributes.json") return join(here, "attributes.json");
  const [folder, rest] = path.startsWith("/patronage/")
    ? [built, path.slice("/patronage/".length)]
    : [join(here, "page/"), path.slice(1)];
  const file = normalize(join(folder, rest));
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? file : undefined;
}

async function answerFile(path, response) {
  const file = fileOf(path);
  const type = file && TYPES[extname(file)];
  const found = type && (await stat(file).catch(() => undefined));
  if (!found?.isFile()) return answer(response, 404, { error: "there is no such file" });
  response.writeHead(200, { ...HEADERS, "Content-Type": type, "Content-Length": found.size });
  createReadStream(file).pipe(response);
}

function answer(response, status, body) {
  response.writeHead(status, { ...HEADERS, "Content-Type": TYPES[".json"] });
  response.end(JSON.stringify(body));
}

/** The case of a code does not matter to the schema. */
function nicknameIn(values) {
  return Object.entries(values).find(([code]) => code.toLowerCase() === "nickname")[1];
}

/** The second check: the page may be wrong, old, or not a page at all. */
async function register(request, response) {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk;
    if (text.length > 65_536) return answer(response, 413, { error: "the document is too long" });
  }
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

/** The path of an address, or none that leads anywhere. */
function pathOf(address) {
  try {
    return decodeURIComponent(new URL(address, "http://localhost").pathname);
  } catch {
    return "";
  }
}

const server = createServer((request, response) => {
  const path = pathOf(request.url);
  const isRegistration = request.method === "POST" && path === "/registrations";
  const answered = isRegistration ? register(request, response) : answerFile(path, response);
  answered.catch((cause) => {
    console.error(cause);
    response.destroy();
  });
});

server.listen(Number(process.argv[2] ?? 8080), "127.0.0.1", () => {
  console.log(`http://localhost:${server.address().port}/`);
});
