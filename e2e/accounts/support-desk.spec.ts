import { auditLogPage, keyListPage, supportPage } from "../../lib/addresses/pages";
import { expectAccessible } from "../cast/accessibility";
import { expect, test, uniqueName } from "../cast/fixtures";
import { expectLoaded } from "../cast/loaded";
import { openOwnAccount } from "../cast/own-account";

test("support finds a key by its GUID, says why, reads the account and leaves a note; the account's admin reads why", async ({
  visitor,
  sam,
}) => {
  const name = uniqueName("Lantern Works");
  const own = await openOwnAccount(visitor, { name, environment: "production" });
  const { key, secret } = await own.bff.createKey(own.accountId, { name: uniqueName("Night shift") });
  await own.operate("set-feature", "--keys", "off");
  const asked = await own.bff.ask(`/api/accounts/${own.accountId}/access-request`, {
    method: "POST",
    data: { message: "Our keys stopped, please switch them on again" },
  });
  const request = (await asked.json()) as { case: { number: number } };
  const caseName = `Case ${request.case.number}`;
  const reason = uniqueName("They called about a key that stopped");
  const note = uniqueName("Spoke with Lena, waits for the contract");
  const { page } = sam;
  const main = page.getByRole("main");

  await test.step("a search says whose the key is, and no more", async () => {
    await page.goto(supportPage());
    await page.getByRole("searchbox", { name: "Account, key, person or case" }).fill(key.clientId);
    await page.getByRole("button", { name: "Search" }).click();
    const found = page.getByRole("region", { name: "Keys found" });
    await expect(found).toContainText(key.clientId);
    await expect(main).not.toContainText(key.name);
    await expectAccessible(page, "support's search");
    await found.getByRole("link", { name }).click();
  });

  await test.step("nothing of the account is shown before a reason", async () => {
    await expect(page.getByRole("heading", { level: 1, name: "Why do you look?" })).toBeVisible();
    await expect(main).not.toContainText(name);
    await page.getByRole("button", { name: "Open account" }).click();
    await expect(page.getByText("Say why you look, or name the case.")).toBeVisible();
    await expectAccessible(page, "the reason for a look");
    await page.getByRole("textbox", { name: "Reason" }).fill(reason);
    await page.getByRole("button", { name: "Open account" }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(main).toContainText(`Your reason: ${reason}`);
  });

  await test.step("its keys, cases and continuity are there, and no secret", async () => {
    const keys = page.getByRole("region", { name: "Keys", exact: true }).first();
    await expect(keys).toContainText(key.name);
    await expect(keys).toContainText(`…${key.lastFour}`);
    await expect(main).not.toContainText(secret);
    await expect(main).toContainText("One admin alone can manage");
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page, "support's account page in the dark");
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page
      .getByRole("list", { name: "Cases of this account" })
      .getByRole("link", { name: caseName })
      .click();
  });

  await test.step("a note on the case stays there", async () => {
    await expect(page.getByRole("heading", { level: 1, name: `Access request of ${name}` })).toBeVisible();
    await expectLoaded(page);
    await page.getByRole("button", { name: "Add note" }).click();
    await expect(page.getByText("Write what the next one of support has to know.")).toBeVisible();
    await page.getByRole("textbox", { name: "Note" }).fill(note);
    await page.getByRole("button", { name: "Add note" }).click();
    const notes = page.getByRole("list", { name: "Notes, the latest first" });
    await expect(notes.getByRole("listitem")).toContainText([`Sam Whitfield`]);
    await expect(notes).toContainText(note);
    await expect(page.getByRole("textbox", { name: "Note" })).toHaveValue("");
  });

  await test.step("the admin reads who looked and why, knows the case, and sees no note", async () => {
    const { page: theirs } = visitor;
    await theirs.goto(auditLogPage(own.accountId));
    const events = theirs.getByRole("listitem");
    await expect(
      events.filter({ hasText: `Sam Whitfield (support) looked at this account: ${reason}` }),
    ).toHaveCount(1);
    await expect(
      events.filter({
        hasText: `Sam Whitfield (support) looked at this account in case ${request.case.number}`,
      }),
    ).toHaveCount(1);
    await expect(theirs.getByRole("main")).not.toContainText(note);
    await theirs.goto(keyListPage(own.accountId));
    await expect(theirs.getByRole("region", { name: "Access request" })).toContainText(caseName);
    await expect(theirs.getByRole("main")).not.toContainText(note);
  });
});
