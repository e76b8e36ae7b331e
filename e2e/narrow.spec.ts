import type { Page } from "@playwright/test";

import { keyListPage, keyPage } from "../lib/view/routes";
import { ALLOWED, refused } from "./gate";
import { expect, test, uniqueName } from "./fixtures";
import { confirmRevoke, fillKeyForm, finishReveal, keyRow, readSecret } from "./keys";

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
  await keyRow(page, name).getByRole("button", { name: "Revoke" }).tap();
  await expect(page.getByRole("dialog", { name: /^Revoke / })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await confirmRevoke(page, { reason: "Lost telephone", confirm: name });
  await expect(keyRow(page, name)).toContainText("Revoked");
  expect(await gate.call(secret)).toEqual(refused(401, "revoked_key"));
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
