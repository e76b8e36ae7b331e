/** What several stories do with keys in the same way. */
import { expect, type Locator, type Page } from "@playwright/test";

import { expectHydrated } from "./loaded";

export type WantedKey = { readonly name: string; readonly scopes: readonly string[] };

/** Fills the form of a new key, which must be on screen. */
export async function fillKeyForm(page: Page, { name, scopes }: WantedKey): Promise<void> {
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  for (const scope of scopes) await page.getByRole("checkbox", { name: scope, exact: true }).check();
}

export function revealDialog(page: Page): Locator {
  return page.getByRole("dialog", { name: "Save your integration key" });
}

/** The secret in the reveal dialog, once it is there. */
export async function readSecret(page: Page): Promise<string> {
  const field = revealDialog(page).getByRole("textbox", { name: "Integration key" });
  await expect(field).toHaveValue(/^ik_(test|live)_[0-9A-Za-z]{46}$/);
  return field.inputValue();
}

/** Ticks that the key is stored, and closes the reveal dialog. */
export async function finishReveal(page: Page): Promise<void> {
  const dialog = revealDialog(page);
  await dialog.getByRole("checkbox", { name: "I have stored this key" }).check();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
}

/** Sends the form, which must be filled in. @returns the secret that the reveal dialog shows */
export async function sendKeyForm(page: Page): Promise<string> {
  await expectHydrated(page);
  await page.getByRole("button", { name: "Create key" }).click();
  return readSecret(page);
}

/** Goes from the form, which must be on screen, to the page of the new key. @returns its secret */
export async function createKeyInForm(page: Page, wanted: WantedKey): Promise<string> {
  await fillKeyForm(page, wanted);
  const secret = await sendKeyForm(page);
  await finishReveal(page);
  return secret;
}

/** A row of the key list. */
export function keyRow(page: Page, name: string): Locator {
  return page.getByRole("row").filter({ hasText: name });
}

/** Opens the dialog "Revoke …" from a row of the list: by its button, or by its menu where a row has two lines. */
export async function startRevoking(page: Page, name: string): Promise<void> {
  const row = keyRow(page, name);
  await expect(row).toBeVisible();
  const menu = row.getByRole("button", { name: `Actions for ${name}` });
  if (await menu.isVisible()) {
    await menu.click();
    await page.getByRole("menuitem", { name: "Revoke" }).click();
  } else {
    await row.getByRole("button", { name: "Revoke" }).click();
  }
}

/** Confirms the dialog "Revoke …", which must be on screen, and waits until it is done. */
export async function confirmRevoke(
  page: Page,
  given: { readonly reason: string; readonly confirm?: string },
): Promise<void> {
  const dialog = page.getByRole("dialog", { name: /^Revoke / });
  await dialog.getByRole("textbox", { name: "Reason" }).fill(given.reason);
  if (given.confirm !== undefined) {
    await dialog.getByRole("textbox", { name: "Type the key name to confirm" }).fill(given.confirm);
  }
  await dialog.getByRole("button", { name: "Revoke key" }).click();
  await expect(dialog).toBeHidden();
}
