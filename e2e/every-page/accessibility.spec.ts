import { keyListPage, newKeyPage, signInPage } from "../../lib/addresses/pages";
import { expectAccessibleEverywhere } from "../cast/accessibility";
import { answered } from "../cast/complaints";
import { expect, test, uniqueName } from "../cast/fixtures";
import { fillKeyForm, finishReveal, sendKeyForm, startRevoking } from "../cast/keys";
import { expectLoaded } from "../cast/loaded";
import { ACCOUNT_PAGES, OPEN_PAGES, OWN_PAGES, SUPPORT_PAGES } from "../cast/pages";

test.describe("accessible at 1280 and 360 px, light and dark", () => {
  for (const [name, address] of Object.entries(ACCOUNT_PAGES)) {
    test(name, async ({ ada, gate }) => {
      const accountId = ada.accountId("Acme Production");
      const { key, secret } = await ada.bff.createKey(accountId, { name: uniqueName("Looked at") });
      await gate.call(secret);
      await ada.page.goto(address({ accountId, keyId: key.id }));
      await expectLoaded(ada.page);
      await expectAccessibleEverywhere(ada.page, name);
    });
  }

  for (const [name, address] of Object.entries(OWN_PAGES)) {
    test(name, async ({ ada }) => {
      await ada.page.goto(address());
      await expectLoaded(ada.page);
      await expectAccessibleEverywhere(ada.page, name);
    });
  }

  for (const [name, address] of Object.entries(SUPPORT_PAGES)) {
    test(name, async ({ sam, gus }) => {
      const accountId = gus.accountId("Globex Production");
      await sam.bff.look(accountId, "To see that everybody can read it");
      await sam.page.goto(address({ accountId }));
      await expectLoaded(sam.page);
      await expectAccessibleEverywhere(sam.page, name);
    });
  }

  test("sign-in", async ({ visitor }) => {
    await visitor.page.goto(signInPage());
    await expectAccessibleEverywhere(visitor.page, "sign-in");
  });

  for (const [name, address] of Object.entries(OPEN_PAGES)) {
    test(name, async ({ visitor }) => {
      await visitor.page.goto(address());
      await expectLoaded(visitor.page);
      await expectAccessibleEverywhere(visitor.page, name);
    });
  }

  test("a page that is not there", async ({ ada }) => {
    ada.complaints.expect(answered(404));
    await ada.page.goto("/accounts/none/nothing");
    await expectLoaded(ada.page);
    await expectAccessibleEverywhere(ada.page, "not found");
  });

  test("an account without keys", async ({ ian }) => {
    await ian.page.goto(keyListPage(ian.accountId("Initech")));
    await expectLoaded(ian.page);
    await expectAccessibleEverywhere(ian.page, "not available");
  });

  test("a sandbox account, with its band", async ({ ada }) => {
    await ada.page.goto(keyListPage(ada.accountId("Acme Developer")));
    await expectLoaded(ada.page);
    await expect(ada.page.getByText("Keys of this account never work in production.")).toBeVisible();
    await expectAccessibleEverywhere(ada.page, "sandbox");
  });

  test("the reveal", async ({ ada }) => {
    const { page } = ada;
    await page.goto(newKeyPage(ada.accountId("Acme Developer")));
    await fillKeyForm(page, { name: uniqueName("Shown"), scopes: ["agreements:read", "users:write"] });
    await sendKeyForm(page);
    await expectAccessibleEverywhere(ada.page, "reveal");
    await finishReveal(page);
  });

  test("the revoke dialog, the palette and the list of shortcuts", async ({ ada, gate }) => {
    const { page } = ada;
    const accountId = ada.accountId("Acme Developer");
    const { key, secret } = await ada.bff.createKey(accountId, { name: uniqueName("In dialogs") });
    await gate.call(secret);
    await page.goto(keyListPage(accountId, { q: key.name }));
    await startRevoking(page, key.name);
    await expect(page.getByRole("textbox", { name: "Type the key name to confirm" })).toBeVisible();
    await expectAccessibleEverywhere(ada.page, "revoke");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);

    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox", { name: /key name or GUID/ })).toBeFocused();
    await expectAccessibleEverywhere(ada.page, "palette");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);

    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await expectAccessibleEverywhere(ada.page, "shortcuts");
  });
});
