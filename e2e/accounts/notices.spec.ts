import type { Locator, Page } from "@playwright/test";

import type { NoticeList } from "../../lib/contracts/people/notices";
import { keyListPage, noticesPage } from "../../lib/addresses/pages";
import { expect, test, type Person } from "../cast/fixtures";
import { expectLoaded } from "../cast/loaded";

const KEY = "Legacy intranet portal";
const STEPS_MAX = 60;

const notice = (page: Page): Locator =>
  page.getByRole("article", { name: "A key of Acme Production is still called in vain" }).last();
const navigationLink = (page: Page): Locator =>
  page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: /^Notices/ });

/** The demo's own notice is the one that is unread. A run over 06:10 UTC, when a day is told, brings another. */
async function leaveOneUnread({ bff }: Person): Promise<void> {
  const answer = await bff.ask("/api/you/notices");
  // The answer of the route is its contract's type.
  const { data } = (await answer.json()) as NoticeList;
  for (const [index, { id }] of data.entries()) {
    const isRead = index < data.length - 1;
    await bff.ask(`/api/you/notices/${id}`, { method: "PATCH", data: { isRead } });
  }
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < STEPS_MAX; step += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach ${target.toString()}.`);
}

test.describe.configure({ mode: "serial" });

test("an admin is told of a revoked key that is still called, and finds its calls, without a mouse", async ({
  grace,
}) => {
  const { page } = grace;
  await leaveOneUnread(grace);
  await page.goto(keyListPage(grace.accountId("Acme Production")));
  await expect(navigationLink(page)).toHaveAccessibleName("Notices 1 unread");
  await navigationLink(page).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Notices" })).toBeVisible();
  await expect(page.getByText("This demo sends no mail")).toBeVisible();
  await expect(notice(page)).toContainText(
    new RegExp(`${KEY}, revoked on .* 20\\d\\d, was still called \\d+ times from 2 addresses`),
  );

  const mark = notice(page).getByRole("button", { name: /^Mark as / });
  await expect(mark).toHaveAccessibleName(/^Mark as read/);
  await tabTo(page, mark);
  await page.keyboard.press("Enter");
  await expect(mark).toHaveAccessibleName(/^Mark as unread/);
  await expect(navigationLink(page)).toHaveAccessibleName("Notices");
  await expect(page.getByText("You have read them all.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Mark all as read" })).toBeDisabled();

  await tabTo(page, mark);
  await page.keyboard.press("Space");
  await expect(navigationLink(page)).toHaveAccessibleName("Notices 1 unread");

  await notice(page).getByRole("link", { name: KEY }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: KEY })).toBeVisible();
  await expectLoaded(page);
  await expect(page.getByRole("region", { name: "Calls" }).first()).toBeVisible();
});

test("marks all as read at 360 px, and nothing scrolls sideways", async ({ signIn }) => {
  const { page } = await signIn("grace", { viewport: { width: 360, height: 740 }, hasTouch: true });
  await page.goto(noticesPage());
  await expect(notice(page)).toBeVisible();
  await page.getByRole("button", { name: "Mark all as read" }).tap();
  await expect(page.getByText("You have read them all.")).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: "Open navigation" }).tap();
  await expect(page.getByRole("dialog").getByRole("link", { name: "Notices" })).toHaveAccessibleName(
    "Notices",
  );
});

test("somebody who was told nothing sees what notices are for", async ({ max }) => {
  await max.page.goto(noticesPage());
  await expect(max.page.getByRole("heading", { name: "Nothing to tell you yet" })).toBeVisible();
  await expect(navigationLink(max.page)).toHaveAccessibleName("Notices");
});
