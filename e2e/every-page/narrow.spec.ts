import type { Page } from "@playwright/test";

import { keyListPage, keyPage } from "../../lib/addresses/pages";
import { ALLOWED, refused } from "../cast/gate";
import { expect, test, uniqueName } from "../cast/fixtures";
import { confirmRevoke, fillKeyForm, finishReveal, keyRow, readSecret, startRevoking } from "../cast/keys";

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const widths = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect(widths.page, `${page.url()} is wider than the window`).toBeLessThanOrEqual(widths.window);
}

test("at 360 px: create a key, take its secret, revoke it, and nothing scrolls sideways", async ({
  ada,
  gate,
}) => {
  const { page } = ada;
  const name = uniqueName("On a telephone");
  await page.goto(keyListPage(ada.accountId("Acme Production")));
  await expect(page.getByRole("link", { name: "Create integration key" })).toBeVisible();
  await expectNoSidewaysScroll(page);

  await page.getByRole("link", { name: "Create integration key" }).tap();
  await fillKeyForm(page, { name, scopes: ["agreements:read"] });
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Create key" }).tap();
  const secret = await readSecret(page);
  await expectNoSidewaysScroll(page);
  await finishReveal(page);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expectNoSidewaysScroll(page);
  expect(await gate.call(secret)).toEqual(ALLOWED);

  await page.getByRole("button", { name: "Open navigation" }).tap();
  await page.getByRole("link", { name: "Integration Key", exact: true }).tap();
  await startRevoking(page, name);
  await expect(page.getByRole("dialog", { name: /^Revoke / })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await confirmRevoke(page, { reason: "Lost telephone", confirm: name });
  await expect(keyRow(page, name)).toContainText("Revoked");
  expect(await gate.call(secret)).toEqual(refused(401, "revoked_key"));
});

test("a row of the key list stays a row at every width: columns go one after another, and phones have two lines", async ({
  ada,
}) => {
  const { page } = ada;
  const account = ada.accountId("Acme Production");
  await page.goto(keyListPage(account));
  const rows = page.getByRole("row").filter({ has: page.getByRole("cell") });
  await expect(rows.first()).toBeVisible();
  const heights = async () =>
    rows.evaluateAll((all) => [...new Set(all.map((row) => Math.round(row.getBoundingClientRect().height)))]);
  const columns = async () =>
    page
      .getByRole("columnheader")
      .evaluateAll((all) => all.flatMap((head) => (head.clientWidth > 1 ? [head.textContent] : [])));
  const always = ["Name", "Last used", "Expires", "Status", "Actions"];
  const shown: [width: number, gone: readonly string[]][] = [
    [1440, []],
    [1300, ["Method"]],
    [1180, ["Method", "GUID"]],
    [1080, ["Method", "GUID", "Created by"]],
    [900, ["Method", "GUID", "Created by", "Scopes"]],
    [700, ["Method", "GUID", "Created by", "Scopes"]],
  ];
  const all = ["Name", "GUID", "Method", "Scopes", "Created by", "Last used", "Expires", "Status", "Actions"];
  for (const [width, gone] of shown) {
    await page.setViewportSize({ width, height: 800 });
    expect(await columns(), `at ${width} px`).toEqual(all.filter((name) => !gone.includes(name)));
    expect(await heights(), `at ${width} px`).toEqual([40]);
    await expect(rows.first().getByRole("link", { name: "View" })).toBeVisible();
    await expect(rows.first().getByRole("button", { name: /^Actions for/ })).toBeHidden();
    await expectNoSidewaysScroll(page);
  }
  expect(all.filter((name) => always.includes(name))).toEqual(always);
  for (const width of [600, 480, 360, 320]) {
    await page.setViewportSize({ width, height: 800 });
    for (const height of await heights()) expect(height, `at ${width} px`).toBeLessThan(80);
    await expect(rows.first().getByRole("link", { name: "View" })).toBeHidden();
    await expect(rows.first().getByRole("button", { name: /^Actions for/ })).toBeVisible();
    await expectNoSidewaysScroll(page);
  }
});

test("at 360 px: the menu of a row has the acts of the row, for fingers and keys alike", async ({ ada }) => {
  const { page, context } = ada;
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const account = ada.accountId("Acme Production");
  const { key } = await ada.bff.createKey(account, { name: uniqueName("Menu") });
  await page.goto(keyListPage(account, { q: key.name }));
  const button = keyRow(page, key.name).getByRole("button", { name: `Actions for ${key.name}` });
  await button.tap();
  const items = page.getByRole("menuitem");
  await expect(items).toHaveText(["View", "Copy GUID", "Replace", "Revoke"]);
  await items.filter({ hasText: "Copy GUID" }).tap();
  await expect(keyRow(page, key.name).getByText("Copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key.clientId);
  await expect(button).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: `Revoke ${key.name}` })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
  await button.tap();
  await items.filter({ hasText: "Replace" }).tap();
  await expect(page.getByRole("heading", { name: "Replace integration key" })).toBeVisible();
});

test("at 360 px: every mark of a lifeline has its name beside it, and nothing covers anything", async ({
  ada,
}) => {
  const { page } = ada;
  const account = ada.accountId("Acme Production");
  await page.goto(keyListPage(account, { q: "Legacy intranet portal" }));
  await page.getByRole("link", { name: "Legacy intranet portal" }).tap();
  const events = page.getByRole("list", { name: "Events of its life" }).getByRole("listitem");
  await expect(events).toHaveText([
    /^Created/,
    /^First call/,
    /^Last used/,
    /^Revoked/,
    /^Last refused call/,
    /^Now/,
    /^Expires/,
  ]);
  const boxes = await events.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  for (const [index, box] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) {
      const isApart =
        box.right <= other.left ||
        other.right <= box.left ||
        box.bottom <= other.top ||
        other.bottom <= box.top;
      expect(isApart).toBe(true);
    }
  }
  await expectNoSidewaysScroll(page);
});

test("at 360 px: the tab that is shown is in sight, though not all tabs are", async ({ ada }) => {
  const { page } = ada;
  const account = ada.accountId("Acme Production");
  const { key } = await ada.bff.createKey(account, { name: uniqueName("Narrow tabs") });
  await page.goto(keyPage(account, key.id, { tab: "explain" }));
  const tabs = page.getByRole("navigation", { name: "Integration key" });
  await expect(tabs.getByRole("link", { name: "Explain access" })).toBeInViewport({ ratio: 0.95 });
  await tabs.getByRole("link", { name: "Overview" }).tap();
  await expect(tabs.getByRole("link", { name: "Overview" })).toBeInViewport({ ratio: 0.95 });
  await expectNoSidewaysScroll(page);
});
