/** Support closes an account and opens it again; its admin sees what that means; a member leaves. */
import {
  apiInformationPage,
  keyListPage,
  keyPage,
  membersPage,
  supportAccountPage,
} from "../../lib/addresses/pages";
import { expectAccessible } from "../cast/accessibility";
import { expect, test, uniqueName } from "../cast/fixtures";
import { ALLOWED, refused } from "../cast/gate";
import { expectLoaded } from "../cast/loaded";
import { openOwnAccount } from "../cast/own-account";

test("support closes an account: its keys stop, its pages say so and offer nothing, until it is open again; its admin leaves it", async ({
  sam,
  visitor,
  gate,
}) => {
  const { accountId, bff } = await openOwnAccount(visitor);
  const { key, secret } = await bff.createKey(accountId, { name: uniqueName("Stops") });
  const { page } = visitor;
  const band = page.getByRole("complementary", { name: "Closed account" });
  expect(await gate.call(secret)).toEqual(ALLOWED);

  await test.step("Sam closes it, with a reason", async () => {
    await sam.bff.look(accountId, "The contract has ended");
    await sam.page.goto(supportAccountPage(accountId));
    await expectLoaded(sam.page);
    const form = sam.page.getByRole("form", { name: "Close account" });
    await form.getByRole("button", { name: "Close account" }).click();
    await expect(form.getByRole("textbox", { name: "Reason" })).toHaveAccessibleDescription(/Say why/);
    await form.getByRole("textbox", { name: "Reason" }).fill("The contract has ended");
    await form.getByRole("button", { name: "Close account" }).click();
    await expect(sam.page.getByRole("form", { name: "Reopen account" })).toBeVisible();
    await expectAccessible(sam.page, "an account in support");
    expect(await gate.call(secret)).toEqual(refused(403, "account_closed"));
  });

  await test.step("its admin is told on every page, and offered nothing that is refused", async () => {
    for (const address of [
      apiInformationPage(accountId),
      keyListPage(accountId),
      keyPage(accountId, key.id),
      membersPage(accountId),
    ]) {
      await page.goto(address);
      await expectLoaded(page);
      await expect(band).toContainText("Harbour Office is closed.");
      // Revoking stays: a leaked key is stopped wherever it is.
      const dead = /^(Replace|Create|Invite|Change)/;
      await expect(page.getByRole("main").getByRole("button", { name: dead })).toHaveCount(0);
      await expect(page.getByRole("main").getByRole("link", { name: dead })).toHaveCount(0);
    }
    await expectAccessible(page, "members of a closed account");
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  await test.step("Sam opens it again, and the key works", async () => {
    const form = sam.page.getByRole("form", { name: "Reopen account" });
    await form.getByRole("textbox", { name: "Reason" }).fill("The contract goes on");
    await form.getByRole("button", { name: "Reopen account" }).click();
    await expect(sam.page.getByRole("form", { name: "Close account" })).toBeVisible();
    expect(await gate.call(secret)).toEqual(ALLOWED);
    await page.goto(membersPage(accountId));
    await expect(band).toHaveCount(0);
  });

  await test.step("its last admin can leave it only without live keys", async () => {
    await page.getByRole("link", { name: "Leave this account" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Leave Harbour Office" })).toBeVisible();
    await expect(page.getByText("This is the last active admin.")).toBeVisible();
    const revoke = `/api/accounts/${accountId}/integration-keys/${key.id}/revoke`;
    expect((await bff.ask(revoke, { method: "POST", data: { reason: "Leaving" } })).status()).toBe(200);
    await page.reload();
    await page.getByRole("button", { name: "Leave Harbour Office" }).click();
    await expect(page.getByText("You are not a member of any account")).toBeVisible();
    await sam.page.reload();
    await expect(sam.page.getByRole("region", { name: "People" })).toContainText("Deactivated");
  });
});
