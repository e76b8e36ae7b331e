import { expect, type Page } from "@playwright/test";

/** Waits until the scripts of the page have come: it listens to the keyboard. */
export async function expectHydrated(page: Page): Promise<void> {
  await expect(page.locator("html[data-hydrated]")).toBeAttached();
}

/** Waits until the page is there, and no part of it is a skeleton any more. */
export async function expectLoaded(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectHydrated(page);
  await expect(page.getByRole("main").locator("[aria-busy=true]")).toHaveCount(0);
}
