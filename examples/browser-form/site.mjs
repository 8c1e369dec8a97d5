// A server of files for the pages of the examples, without a dependency.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

const built = fileURLToPath(new URL("../../bindings-wasm/pkg/", import.meta.url));
/** What the pages have in common. */
const look = fileURLToPath(new URL("look.css", import.meta.url));

/** A module of the package, started. */
export async function started(name) {
  try {
    const module = await import(`../../bindings-wasm/pkg/${name}`);
    await module.default();
    return module;
  } catch (cause) {
    console.error(
      `the package is not built yet (${cause.message}); build it with\n\n    cargo xtask wasm\n`,
    );
    process.exit(1);
  }
}

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
function fileOf(page, path) {
  if (path === "/look.css") return look;
  const [folder, rest] = path.startsWith("/patronage/")
    ? [built, path.slice("/patronage/".length)]
    : [page, path === "/" ? "index.html" : path.slice(1)];
  const file = normalize(join(folder, rest));
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? file : undefined;
}

async function answerFile(page, path, response) {
  const file = fileOf(page, path);
  const type = file && TYPES[extname(file)];
  const found = type && (await stat(file).catch(() => undefined));
  if (!found?.isFile()) return answer(response, 404, { error: "there is no such file" });
  response.writeHead(200, { ...HEADERS, "Content-Type": type, "Content-Length": found.size });
  createReadStream(file).pipe(response);
}

export function answer(response, status, body) {
  response.writeHead(status, { ...HEADERS, "Content-Type": TYPES[".json"] });
  response.end(JSON.stringify(body));
}

/** What a page sends; nothing where it is more than a page has to say. */
export async function received(request) {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk;
    if (text.length > 65_536) return undefined;
  }
  return text;
}

/** The path of an address, or none that leads anywhere. */
function pathOf(address) {
  try {
    return decodeURIComponent(new URL(address, "http://localhost").pathname);
  } catch {
    return "";
  }
}

/**
 * Serves the files of a folder, the package below `/patronage/`, `/look.css`, and what else there is:
 * functions by method and path, such as `POST /orders`. The port is the argument of the program.
 */
export function serve(page, others) {
  const server = createServer((request, response) => {
    const path = pathOf(request.url);
    const other = others[`${request.method} ${path}`];
    const answered = other ? other(request, response) : answerFile(page, path, response);
    Promise.resolve(answered).catch((cause) => {
      console.error(cause);
      response.destroy();
    });
  });
  server.listen(Number(process.argv[2] ?? 8080), "127.0.0.1", () => {
    console.log(`http://localhost:${server.address().port}/`);
  });
}
