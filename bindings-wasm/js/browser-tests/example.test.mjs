// The page of the example, as a visitor finds it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { focused, open } from "./chromium.mjs";
import { failAll, fillIn, served } from "./example.mjs";

const example = served();

test("a visitor joins, and the page says so", async (t) => {
  const page = await open(t, { url: example.url });
  const sent = page.locator("#document");
  assert.match(await page.locator("#state").textContent(), /^Still open: 6$/);
  await fillIn(page, "zoe");
  assert.equal(await page.locator("#state").textContent(), "Complete");
  const values = {
    nickname: "zoe",
    birthday: "2000-02-29",
    sports: ["climbing"],
    "contact-by": "email",
    "club-member": false,
    terms: true,
  };
  assert.deepEqual(JSON.parse(await sent.textContent()), values);
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByText("Welcome to the club, zoe!").waitFor();
});

test("what only the server knows is said at the field", async (t) => {
  const page = await open(t, { url: example.url });
  await fillIn(page, "Ada");
  await page.getByRole("button", { name: "Join" }).click();
  const message = page.locator("[data-message-for=nickname] p");
  await message.waitFor();
  assert.equal(await message.textContent(), "Somebody else goes by this name already");
  assert.equal(await focused(page), "nickname");
  // The browser notes every answer that is no success.
  page.complaints.splice(0, 1);
});

test("in the other language nothing that was entered is lost", async (t) => {
  const page = await open(t, { url: example.url });
  await fillIn(page);
  await page.locator("[name=shoe-size]").fill("42.5");
  const before = JSON.parse(await page.locator("#document").textContent());
  await page.getByRole("button", { name: "Deutsch" }).click();
  assert.equal(await page.getByLabel("Schuhgröße (EU)").inputValue(), "42,5");
  assert.deepEqual(JSON.parse(await page.locator("#document").textContent()), before);
  await page.getByLabel("Schuhgröße (EU)").fill("99,5");
  await page.keyboard.press("Tab");
  assert.equal(
    await page.locator("[data-message-for=shoe-size]").textContent(),
    "Das Größte ist 52",
  );
  await page.getByRole("button", { name: "English" }).click();
  assert.equal(await page.getByLabel("Shoe size (EU)").inputValue(), "99.5");
});

test("who does not use the page is told the same", async () => {
  const post = async (body) => {
    const response = await fetch(new URL("/registrations", example.url), { method: "POST", body });
    return [response.status, await response.json()];
  };
  const [status, { violations }] = await post(
    '{"nickname": "a!", "sports": ["chess"], "constructor": 1}',
  );
  assert.equal(status, 422);
  assert.deepEqual(
    violations.map(({ path, code }) => `${path} ${code}`),
    [
      "nickname attribute.too_short",
      "nickname attribute.pattern_mismatch",
      "sports[0] attribute.not_an_option",
      "constructor attribute.unknown",
      "birthday attribute.required",
      "contact-by attribute.required",
      "club-member attribute.required",
      "terms attribute.required",
    ],
  );
  const good = {
    birthday: "2000-02-29",
    sports: ["yoga"],
    "contact-by": "post",
    "club-member": true,
    terms: true,
  };
  const [refused, answer] = await post(JSON.stringify({ ...good, NickName: "GRACE" }));
  assert.deepEqual([refused, answer.violations[0].code], [422, "attribute.taken"]);
  assert.equal((await post("{"))[0], 422);
  assert.equal((await post("[".repeat(60_000)))[0], 422);
  assert.equal((await post(" ".repeat(70_000)))[0], 413);
});

test("the server gives what it should, and nothing else", async () => {
  const get = (path) => fetch(new URL(path, example.url));
  const page = await get("/");
  const policy = page.headers.get("content-security-policy");
  for (const part of [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "require-trusted-types-for 'script'",
  ]) {
    assert.ok(policy.split("; ").includes(part), policy);
  }
  assert.doesNotMatch(await page.text(), /<style|style=|<script>|\son\w+=/i);
  for (const path of [
    "/../serve.mjs",
    "/%2e%2e/serve.mjs",
    "/patronage/../../Cargo.toml",
    "/patronage/%2e%2e/Cargo.toml",
    "/page.css/",
    "/%00",
    "/nothing.js",
    "/%",
  ]) {
    assert.equal((await get(path)).status, 404, path);
  }
});

for (const [width, language] of [
  [360, "English"],
  [360, "Deutsch"],
  [1280, "Deutsch"],
]) {
  test(`on ${width} pixels in ${language} nothing sticks out`, async (t) => {
    const page = await open(t, { url: example.url, viewport: { width, height: 900 } });
    await page.getByRole("button", { name: language }).click();
    await failAll(page);
    assert.equal((await page.locator(".patronage-message p").count()) > 5, true);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
  });
}
