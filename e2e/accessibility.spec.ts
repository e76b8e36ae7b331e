import { keyListPage, newKeyPage, signInPage } from "../lib/view/routes";
import { expectAccessible } from "./accessibility";
import { answered } from "./complaints";
import { expect, test, uniqueName, type Visitor } from "./fixtures";
import { fillKeyForm, finishReveal, keyRow, sendKeyForm } from "./keys";
import { expectLoaded } from "./loaded";
import { ACCOUNT_PAGES, OWN_PAGES, SUPPORT_PAGES } from "./pages";

/** The page that is on screen, light and dark, and that it does not scroll sideways. */
async function expectAccessibleInBothThemes({ page }: Visitor, where: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expectAccessible(page, `${where}, ${colorScheme}`);
  }
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${where} scrolls sideways`).toBeLessThanOrEqual(0);
}

for (const width of [1280, 360]) {
  test.describe(`accessible at ${width} px, light and dark`, () => {
    test.use({ viewport: { width, height: 900 } });

    for (const [name, address] of Object.entries(ACCOUNT_PAGES)) {
      test(name, async ({ ada, gate }) => {
        const accountId = ada.accountId("Acme Production");
        const { key, secret } = await ada.bff.createKey(accountId, { name: uniqueName("Looked at") });
        await gate.call(secret);
        await ada.page.goto(address({ accountId, keyId: key.id }));
        await expectLoaded(ada.page);
        await expectAccessibleInBothThemes(ada, name);
      });
    }

    for (const [name, address] of Object.entries(OWN_PAGES)) {
      test(name, async ({ ada }) => {
        await ada.page.goto(address());
        await expectLoaded(ada.page);
        await expectAccessibleInBothThemes(ada, name);
      });
    }

    for (const [name, address] of Object.entries(SUPPORT_PAGES)) {
      test(name, async ({ sam, gus }) => {
        await sam.page.goto(address({ accountId: gus.accountId("Globex Production") }));
        await expectLoaded(sam.page);
        await expectAccessibleInBothThemes(sam, name);
      });
    }

    test("sign-in", async ({ visitor }) => {
      await visitor.page.goto(signInPage());
      await expectAccessibleInBothThemes(visitor, "sign-in");
    });

    test("a page that is not there", async ({ ada }) => {
      ada.complaints.expect(answered(404));
      await ada.page.goto("/accounts/none/nothing");
      await expectLoaded(ada.page);
      await expectAccessibleInBothThemes(ada, "not found");
    });

    test("an account without keys", async ({ ian }) => {
      await ian.page.goto(keyListPage(ian.accountId("Initech")));
      await expectLoaded(ian.page);
      await expectAccessibleInBothThemes(ian, "not available");
    });

    test("a sandbox account, with its band", async ({ ada }) => {
      await ada.page.goto(keyListPage(ada.accountId("Acme Developer")));
      await expectLoaded(ada.page);
      await expect(ada.page.getByText("Keys of this account never work in production.")).toBeVisible();
      await expectAccessibleInBothThemes(ada, "sandbox");
    });

    test("the reveal", async ({ ada }) => {
      const { page } = ada;
      await page.goto(newKeyPage(ada.accountId("Acme Developer")));
      await fillKeyForm(page, { name: uniqueName("Shown"), scopes: ["agreements:read", "users:write"] });
      await sendKeyForm(page);
      await expectAccessibleInBothThemes(ada, "reveal");
      await finishReveal(page);
    });

    test("the revoke dialog, the palette and the list of shortcuts", async ({ ada, gate }) => {
      const { page } = ada;
      const accountId = ada.accountId("Acme Developer");
      const { key, secret } = await ada.bff.createKey(accountId, { name: uniqueName("In dialogs") });
      await gate.call(secret);
      await page.goto(keyListPage(accountId, { q: key.name }));
      await keyRow(page, key.name).getByRole("button", { name: "Revoke" }).click();
      await expect(page.getByRole("textbox", { name: "Type the key name to confirm" })).toBeVisible();
      await expectAccessibleInBothThemes(ada, "revoke");
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);

      await page.keyboard.press("Control+k");
      await expect(page.getByRole("combobox", { name: /key name or GUID/ })).toBeFocused();
      await expectAccessibleInBothThemes(ada, "palette");
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);

      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
      await expectAccessibleInBothThemes(ada, "shortcuts");
    });
  });
}
