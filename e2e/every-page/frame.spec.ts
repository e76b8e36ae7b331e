import type { Page, Route } from "@playwright/test";

import { apiInformationPage, keyListPage } from "../../lib/addresses/pages";
import { expect, test, uniqueName } from "../cast/fixtures";
import { expectHydrated, expectLoaded } from "../cast/loaded";

const backgroundOf = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

async function chooseTheme(page: Page, person: RegExp, theme: "Light" | "Dark" | "System"): Promise<void> {
  await page.getByRole("button", { name: person }).first().click();
  await page.getByRole("radio", { name: theme }).press("Space");
  await page.keyboard.press("Escape");
}

test("the theme is kept, and the next page is drawn in it from its first byte", async ({ ada }) => {
  const { page } = ada;
  const address = keyListPage(ada.accountId("Acme Production"));
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(address);
  const light = await backgroundOf(page);

  await chooseTheme(page, /Ada Osei/, "Dark");
  await expect.poll(() => backgroundOf(page)).not.toBe(light);
  const dark = await backgroundOf(page);
  // What the server sends is dark before any script runs: there is no flash.
  const html = await (await page.context().request.get(address)).text();
  expect(html).toMatch(/<html[^>]*data-theme="dark"/);
  await page.reload();
  expect(await backgroundOf(page)).toBe(dark);

  await chooseTheme(page, /Ada Osei/, "System");
  await expect.poll(() => backgroundOf(page)).toBe(light);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => backgroundOf(page)).toBe(dark);
  await page.reload();
  expect(await backgroundOf(page)).toBe(dark);
});

test("Control+K goes to a key by its name", async ({ ada }) => {
  const { page } = ada;
  const account = ada.accountId("Acme Production");
  const { key } = await ada.bff.createKey(account, { name: uniqueName("Palette") });
  await page.goto(apiInformationPage(account));
  await expectHydrated(page);
  await expect(page.getByRole("navigation", { name: "Console" })).toBeVisible();
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: /key name or GUID/ });
  await expect(field).toBeFocused();
  await field.fill(key.name);
  await expect(page.getByRole("option", { name: key.name })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: key.name })).toBeVisible();
});

test("what is typed before the palette is there is in it once it is", async ({ ada }) => {
  const { page } = ada;
  await page.goto(keyListPage(ada.accountId("Acme Production")));
  await expectLoaded(page);
  const held: Route[] = [];
  let isTyped = false;
  await page.route("**/_next/static/chunks/**", async (route) => {
    if (isTyped) await route.continue();
    else held.push(route);
  });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("warehouse?");
  await expect.poll(() => held.length, "the palette's script was asked for").toBeGreaterThan(0);
  isTyped = true;
  await Promise.all(held.map((route) => route.continue()));
  const field = page.getByRole("combobox", { name: /key name or GUID/ });
  await expect(field).toHaveValue("warehouse?");
  await expect(field).toBeFocused();
  await page.keyboard.type("!");
  await expect(field).toHaveValue("warehouse?!");
});

test("Control+K goes to another account", async ({ ada }) => {
  const { page } = ada;
  await page.goto(apiInformationPage(ada.accountId("Acme Production")));
  await expectHydrated(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /key name or GUID/ }).fill("Acme Developer");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(ada.accountId("Acme Developer")));
  await expect(page.getByText("Sandbox", { exact: true }).first()).toBeVisible();
});

test("a slash goes to the search, a question mark lists the keys, and neither does where one types", async ({
  ada,
}) => {
  const { page } = ada;
  await page.goto(keyListPage(ada.accountId("Acme Production")));
  await expectHydrated(page);
  const search = page.getByRole("searchbox", { name: "Search keys" });
  await expect(search).toBeVisible();
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await page.keyboard.type("?/");
  await expect(search).toHaveValue("?/");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await search.blur();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the account switcher names the environment and goes to another account", async ({ ada }) => {
  const { page } = ada;
  await page.goto(apiInformationPage(ada.accountId("Acme Production")));
  const switcher = page.getByRole("button", { name: /^Switch account/ }).first();
  await expect(switcher).toContainText("Production");
  await switcher.click();
  await page
    .getByRole("region", { name: "Sandbox accounts" })
    .getByRole("link", { name: /Acme Developer/ })
    .click();
  await expect(page).toHaveURL(new RegExp(ada.accountId("Acme Developer")));
  await expect(switcher).toContainText("Sandbox");
});
