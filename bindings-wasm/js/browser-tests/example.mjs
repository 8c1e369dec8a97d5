// The servers of the examples, for as long as the tests of a file take.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";

const EXAMPLES = new URL("../../../examples/", import.meta.url);

/** Starts a server by its one command, and gives the address that it says, once it says one. */
export function served(name = "browser-form") {
  const example = { url: "" };
  const script = fileURLToPath(new URL(`${name}/serve.mjs`, EXAMPLES));
  let server;
  before(async () => {
    server = spawn(process.execPath, [script, "0"], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(createInterface(server.stdout), "line");
    example.url = line;
  });
  after(() => server?.kill());
  return example;
}

/** Fills in everything that the example asks for. */
export async function fillIn(page, nickname = "zoe") {
  await page.locator("[name=nickname]").fill(nickname);
  await page.locator("[name=birthday]").fill("2000-02-29");
  await page.locator("[value=climbing]").check();
  await page.locator("[name=contact-by][value=email]").check();
  await page.locator("[name=club-member][value=false]").check();
  await page.locator("[name=terms]").check();
}

/** Gives wrong answers, sends them, and so has every message on the page. */
export async function failAll(page) {
  await page.locator("[name=nickname]").fill("a!");
  await page.locator("[name=shoe-size]").fill("99");
  for (const sport of ["running", "climbing", "cycling", "yoga"])
    await page.locator(`[value=${sport}]`).check();
  await page.locator("[name=wishes]").fill("more ".repeat(70));
  await page.locator("[type=submit]").click();
}
