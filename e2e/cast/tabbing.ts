/** A page without a mouse. */
import { expect, type Locator, type Page } from "@playwright/test";

const STEPS_MAX = 150;

/** Tab until the focus is there, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < STEPS_MAX; step += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach ${target.toString()}.`);
}

export async function pressOn(page: Page, target: Locator, key: "Enter" | "Space"): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Ticks a checkbox, or goes with the arrows to a radio button of a group that is one stop of the Tab key. */
export async function chooseBy(page: Page, target: Locator): Promise<void> {
  if ((await target.getAttribute("type")) !== "radio") {
    await pressOn(page, target, "Space");
    await expect(target).toBeChecked();
    return;
  }
  const name = await target.getAttribute("name");
  await tabTo(page, page.locator(`input[type=radio][name="${name}"]:checked`));
  for (let step = 0; step < STEPS_MAX && !(await target.isChecked()); step += 1) {
    await page.keyboard.press("ArrowDown");
  }
  await expect(target).toBeChecked();
}
