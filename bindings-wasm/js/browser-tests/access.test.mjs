// For everybody: by keyboard alone, and by what axe knows.

import assert from "node:assert/strict";
import { test } from "node:test";

import { complaints } from "./axe.mjs";
import { EACH_REQUIRED, draw, focused, open } from "./chromium.mjs";
import { failAll, fillIn, served } from "./example.mjs";

const example = served();

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1280]) {
    test(`axe has no word against the example, ${colorScheme}, ${width} pixels wide`, async (t) => {
      const page = await open(t, {
        url: example.url,
        colorScheme,
        viewport: { width, height: 900 },
      });
      assert.deepEqual(await complaints(page), []);
      await failAll(page);
      assert.deepEqual(await complaints(page), []);
      await page.getByRole("button", { name: "Deutsch" }).click();
      await page.getByRole("button", { name: "Von vorn" }).click();
      assert.equal(await page.locator("#document").textContent(), '{\n  "terms": false\n}');
      await fillIn(page, `zoe${colorScheme}${width}`);
      await page.locator("[type=submit]").click();
      await page.locator("#done:not(:empty)").waitFor();
      assert.deepEqual(await complaints(page), []);
    });
  }
}

test("axe has no word against a form without any style", async (t) => {
  const page = await open(t);
  const { submit } = await draw(page, EACH_REQUIRED, { summary: true });
  assert.deepEqual(await complaints(page), []);
  await submit();
  assert.deepEqual(await complaints(page), []);
});

test("the keyboard is enough, and shows where it is", async (t) => {
  const page = await open(t, { url: example.url });
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const isSeen = () =>
    page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    });
  // Brand, two languages, and into the form.
  await press("Tab", "Tab", "Tab", "Tab");
  assert.equal(await focused(page), "nickname");
  await page.keyboard.type("kai");
  await press("Enter");
  assert.equal(await focused(page), "birthday", "the first that is still wrong");
  await page.keyboard.type("02292000");
  await press("Tab");
  while ((await focused(page)) === "birthday") await press("Tab");
  const visited = [];
  const answers = {
    sports: ["Space"],
    "contact-by": ["ArrowDown"],
    "club-member": ["Space"],
    terms: ["Space"],
  };
  for (let step = 0; step < 20; step += 1) {
    const name = await focused(page);
    if (name === null) break;
    assert.equal(await isSeen(), true, name);
    if (!visited.includes(name)) {
      visited.push(name);
      await press(...(answers[name] ?? []));
    }
    await press("Tab");
  }
  assert.deepEqual(visited, [
    "sports",
    "shoe-size",
    "home-store",
    "contact-by",
    "club-member",
    "wishes",
    "newsletter",
    "terms",
  ]);
  assert.equal(await isSeen(), true);
  await press("Enter");
  await page.getByText("Welcome to the club, kai!").waitFor();
  assert.deepEqual(JSON.parse(await page.locator("#document").textContent()), {
    nickname: "kai",
    birthday: "2000-02-29",
    sports: ["running"],
    "contact-by": "phone",
    "club-member": true,
    terms: true,
  });
});

test("messages that come while somebody types on are read out, and a dozen at once are not", async (t) => {
  const page = await open(t);
  const { form, field, submit } = await draw(page, EACH_REQUIRED);
  const live = (code) => form.locator(`[data-message-for="${code}"]`).getAttribute("aria-live");
  await field("vat-id").fill("x");
  assert.equal(await live("vat-id"), "polite");
  await submit();
  for (const { code } of EACH_REQUIRED) assert.equal(await live(code), "off", code);
});
