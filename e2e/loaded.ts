import { expect, type Page } from "@playwright/test";

/** The scripts of the page have come: it listens to the keyboard. */
export async function expectAwake(page: Page): Promise<void> {
  await expect(page.locator("html[data-awake]")).toBeAttached();
}

/** The page is there, and no part of it is a skeleton any more. */
export async function expectLoaded(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAwake(page);
  await expect(page.getByRole("main").locator("[aria-busy=true]")).toHaveCount(0);
}
