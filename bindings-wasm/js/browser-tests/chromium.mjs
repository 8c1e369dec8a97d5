// Debian's Chromium, and pages in it that watch what the browser complains about.

import assert from "node:assert/strict";
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";

// The packages are brought below `target`, so that the sources stay as they are.
export const require = createRequire(new URL("../../../target/browser/", import.meta.url));

const { chromium } = require("playwright-core");

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

/** As strict as a page can be that runs WebAssembly. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src data:",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/** Where the addresses of the site begin, and the folders that they mean. */
const FOLDERS = [
  ["/patronage/", new URL("../../pkg/", import.meta.url)],
  ["/vectors/", new URL("../../../target/wasm-tools/vectors/", import.meta.url)],
  ["/test/", new URL("../test/", import.meta.url)],
  ["/", new URL("site/", import.meta.url)],
];

function answer(request, response) {
  const path = request.url === "/" ? "/index.html" : request.url;
  const [prefix, folder] = FOLDERS.find(([prefix]) => path.startsWith(prefix));
  const file = fileURLToPath(new URL(path.slice(prefix.length), folder));
  const type = TYPES[extname(file)];
  if (!type || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": POLICY });
  createReadStream(file).pipe(response);
}

let browser;
const site = createServer(answer);

before(async () => {
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
});

after(async () => {
  await browser?.close();
  site.closeAllConnections();
  site.close();
});

/**
 * A page of the test's own, closed with it. Whatever the browser complains about fails the test:
 * errors, warnings, and what the policy forbids.
 */
export async function open(
  test,
  { url = `http://127.0.0.1:${site.address().port}/`, ...look } = {},
) {
  const context = await browser.newContext({ locale: "en-GB", ...look });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (line) => {
    if (["error", "warning"].includes(line.type())) complaints.push(line.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error.stack)));
  await page.addInitScript(() => {
    globalThis.forbidden = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      forbidden.push(`${event.violatedDirective}: ${event.sourceFile} ${event.sample}`);
    });
  });
  test.after(async () => {
    const forbidden = await page.evaluate(() => globalThis.forbidden);
    await context.close();
    assert.deepEqual([...complaints, ...forbidden], []);
  });
  const broken = new Promise((_, reject) => page.once("pageerror", reject));
  broken.catch(() => {});
  await page.goto(url);
  const started = page.waitForSelector("[data-ready], .patronage-field", { state: "attached" });
  await Promise.race([started, broken]);
  page.complaints = complaints;
  return page;
}

/** Draws a form, and gives what a test asks of it. */
export async function draw(page, definitions, options = {}) {
  const all = { context: "registration", today: "2026-07-01", definitions, ...options };
  return handle(page, await page.evaluate((all) => globalThis.draw(all), all));
}

/** Builds a form on the page and takes it over. */
export async function take(page, tree, definitions, options = {}) {
  const all = { context: "registration", today: "2026-07-01", definitions, ...options };
  return handle(
    page,
    await page.evaluate(([tree, all]) => globalThis.take(tree, all), [tree, all]),
  );
}

function handle(page, place) {
  const ask = (question, argument) =>
    page.evaluate(
      ([place, question, argument]) => {
        const { form, binding, sent } = globalThis.forms[place];
        switch (question) {
          case "values":
            return binding.values();
          case "validate":
            return binding.validate();
          case "report":
            return binding.report();
          case "setViolations":
            return binding.setViolations(argument);
          case "detach":
            return binding.detach();
          case "sent":
            return sent;
          case "data":
            return [...new FormData(form)];
          default:
            throw new Error(question);
        }
      },
      [place, question, argument],
    );
  const form = page.locator(`form >> nth=${place}`);
  return {
    form,
    field: (code) => form.locator(`[name="${code}"]`),
    messages: (code) => form.locator(`[data-message-for="${code}"] p`).allTextContents(),
    summary: () => form.locator("[data-summary]").allTextContents(),
    submit: () => form.locator("[type=submit]").click(),
    reset: () => form.locator("[type=reset]").click(),
    values: () => ask("values"),
    validate: () => ask("validate"),
    report: () => ask("report"),
    setViolations: (violations) => ask("setViolations", violations),
    detach: () => ask("detach"),
    sent: () => ask("sent"),
    data: () => ask("data"),
  };
}

/** The name of the field that has the focus. */
export const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("name"));

/** Definitions that shoppers see and set, where nothing else is said. */
export function shown(...definitions) {
  return definitions.map((definition, order) => ({
    label: definition.code,
    display_group: "admin_and_storefront",
    value_source: "admin_and_shopper_entered",
    order,
    ...definition,
  }));
}

/** One of each kind, none of them required. */
export const EACH = shown(
  { code: "vat-id", label: "VAT id", input: "text_box", pattern: "[A-Z]{2}[0-9]{8,12}" },
  {
    code: "size",
    label: "Size",
    input: "text_box",
    data_type: "number",
    min_value: 16,
    max_value: 52,
  },
  { code: "note", label: "Note", input: "text_area", max_length: 20 },
  { code: "birthday", label: "Birthday", input: "date", max_date: "today-5844" },
  { code: "newsletter", label: "Newsletter", input: "yes_no" },
  { code: "contact", label: "Contact", input: "list", options: ["email", "phone"] },
  {
    code: "sports",
    label: "Sports",
    input: "list",
    multiple: true,
    max_choices: 2,
    options: ["running", "yoga", "skiing"],
  },
);

/** The same, each of them required. */
export const EACH_REQUIRED = EACH.map((definition) => ({
  ...definition,
  required: ["registration"],
}));
