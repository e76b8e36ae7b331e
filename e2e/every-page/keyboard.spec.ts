import { keyListPage, newKeyPage } from "../../lib/addresses/pages";
import { ALLOWED, refused } from "../cast/gate";
import { expect, test, uniqueName } from "../cast/fixtures";
import { keyRow, readSecret, revealDialog } from "../cast/keys";
import { pressOn, tabTo } from "../cast/tabbing";

test("the grid of scopes is one stop of the Tab key, and arrows reach what is in it", async ({ ada }) => {
  const { page } = ada;
  const scope = (name: string) => page.getByRole("checkbox", { name, exact: true });
  await page.goto(newKeyPage(ada.accountId("Acme Production")));
  await tabTo(page, scope("users:read"));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await expect(scope("agreements:retention")).toBeFocused();
  await expect(scope("agreements:retention")).toHaveAccessibleDescription(/by retention rule/);
  await page.keyboard.press("Space");
  await expect(scope("agreements:retention")).toBeChecked();

  // Enter would make a key of what is half chosen.
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).not.toHaveAttribute("aria-invalid");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("grid").locator(":focus")).toHaveCount(0);
  await page.keyboard.press("Shift+Tab");
  await expect(scope("agreements:retention")).toBeFocused();
});

test("without a mouse: create a key, take its secret, revoke it", async ({ ada, gate }) => {
  const { page } = ada;
  const name = uniqueName("By keyboard");
  await page.goto(keyListPage(ada.accountId("Acme Production")));

  await pressOn(page, page.getByRole("link", { name: "Create integration key" }), "Enter");
  await tabTo(page, page.getByRole("textbox", { name: "Name", exact: true }));
  await page.keyboard.type(name);
  await tabTo(page, page.getByRole("searchbox", { name: "Search scopes" }));
  await page.keyboard.type("agreements");
  await pressOn(page, page.getByRole("checkbox", { name: "agreements:read", exact: true }), "Space");
  await expect(page.getByRole("checkbox", { name: "agreements:read", exact: true })).toBeChecked();
  await pressOn(page, page.getByRole("button", { name: "Create key" }), "Enter");

  const secret = await readSecret(page);
  await test.step("the focus is in the dialog and stays there", async () => {
    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press("Tab");
      await expect(revealDialog(page).locator(":focus")).toHaveCount(1);
    }
  });
  await pressOn(page, revealDialog(page).getByRole("checkbox", { name: "I have stored this key" }), "Space");
  await pressOn(page, revealDialog(page).getByRole("button", { name: "Done" }), "Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  expect(await gate.call(secret)).toEqual(ALLOWED);

  await pressOn(page, page.getByRole("link", { name: "Integration Key", exact: true }), "Enter");
  await expect(keyRow(page, name)).toBeVisible();
  await pressOn(page, keyRow(page, name).getByRole("button", { name: "Revoke" }), "Enter");
  const dialog = page.getByRole("dialog", { name: /^Revoke / });
  await tabTo(page, dialog.getByRole("textbox", { name: "Reason" }));
  await page.keyboard.type("No longer needed");
  await tabTo(page, dialog.getByRole("textbox", { name: "Type the key name to confirm" }));
  await page.keyboard.type(name);
  await pressOn(page, dialog.getByRole("button", { name: "Revoke key" }), "Enter");
  await expect(dialog).toBeHidden();
  await expect(keyRow(page, name)).toContainText("Revoked");
  expect(await gate.call(secret)).toEqual(refused(401, "revoked_key"));
});

test("the first Tab offers to skip the navigation", async ({ ada }) => {
  const { page } = ada;
  await page.goto(keyListPage(ada.accountId("Acme Production")));
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("closing the revoke dialog by Esc gives the focus back and changes nothing", async ({ ada, gate }) => {
  const { page } = ada;
  const accountId = ada.accountId("Acme Developer");
  const { key, secret } = await ada.bff.createKey(accountId, { name: uniqueName("Kept") });
  await page.goto(keyListPage(accountId, { q: key.name }));
  const revoke = keyRow(page, key.name).getByRole("button", { name: "Revoke" });
  await pressOn(page, revoke, "Enter");
  await expect(page.getByRole("dialog", { name: /^Revoke / })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(revoke).toBeFocused();
  expect(await gate.call(secret)).toEqual(ALLOWED);
});
