/** An app's way from one management account to another: both sides confirm in browsers of their own. */
import { runProgram } from "../../db/testing/program";
import {
  keyPage,
  organizationPage,
  supportAccountPage,
  supportCasePage,
  transferPage,
  transfersPage,
} from "../../lib/addresses/pages";
import type { SupportCaseList } from "../../lib/contracts/support/support";
import type { TransferList } from "../../lib/contracts/accounts/transfers";
import { expectAccessible, expectAccessibleEverywhere } from "../cast/accessibility";
import { answered } from "../cast/complaints";
import { expect, test, uniqueName, type Person } from "../cast/fixtures";
import { expectLoaded } from "../cast/loaded";
import { makeOwnOrganization, openOwnAccount, proveOwnDomain } from "../cast/own-account";

test("an app goes from Globex to Acme: an admin of each side confirms by name, support carries it out, the receipt says all", async ({
  gus,
  ada,
  sam,
}) => {
  const [globex, acme] = [gus.accountId("Globex Developer"), ada.accountId("Acme Developer")];
  const app = await gus.bff.createApp(globex, { name: uniqueName("Moving") });
  gus.complaints.expect(answered(422, /transfers/));

  await test.step("Gus requests it", async () => {
    const { page } = gus;
    await page.goto(transfersPage(globex));
    await expectLoaded(page);
    await page.getByRole("button", { name: "Request transfer" }).click();
    const dialog = page.getByRole("dialog", { name: "Request transfer" });
    await dialog.getByRole("button", { name: "Open transfer" }).click();
    await expect(dialog.getByText("Give the app's GUID.")).toBeVisible();
    await dialog.getByRole("textbox", { name: "App's GUID" }).fill(app.clientId);
    await dialog.getByRole("textbox", { name: "Other account's id" }).fill(acme);
    await dialog.getByRole("textbox", { name: "Reason" }).fill("The team has moved to Acme");
    await dialog.getByRole("button", { name: "Open transfer" }).click();
    await expect(page.getByRole("heading", { level: 1, name: `Transfer of ${app.name}` })).toBeVisible();
  });
  const id = new URL(gus.page.url()).pathname.split("/").at(-1) ?? "";

  await test.step("and confirms it with his full name, and no other", async () => {
    const { page } = gus;
    await page.getByRole("textbox", { name: "Type your full name" }).fill("Ada Osei");
    await page.getByRole("button", { name: "Confirm transfer" }).click();
    await expect(page.getByText("Type your full name as your profile has it: Gus Moreau.")).toBeVisible();
    await page.getByRole("textbox", { name: "Type your full name" }).fill("gus  moreau");
    await page.getByRole("button", { name: "Confirm transfer" }).click();
    await expect(page.getByRole("heading", { name: "This account has confirmed" })).toBeVisible();
  });

  await test.step("Ada finds it, reads it and confirms it", async () => {
    const { page } = ada;
    await page.goto(transfersPage(acme));
    await expectLoaded(page);
    await page.getByRole("link", { name: app.name }).click();
    await expect(page.getByRole("region", { name: "Statement" })).toContainText(app.clientId);
    await expectAccessibleEverywhere(page, "a transfer");
    await page.getByRole("textbox", { name: "Type your full name" }).fill("Ada Osei");
    await page.getByRole("button", { name: "Confirm transfer" }).click();
    await expect(page.getByText("Confirmed by both sides")).toBeVisible();
  });

  await test.step("Gus sees that by itself, and support carries it out in its case", async () => {
    await expect(gus.page.getByText("Confirmed by both sides")).toBeVisible();
    const { page } = sam;
    await page.goto(supportCasePage(await caseOf(sam, id)));
    await expectLoaded(page);
    const confirmed = page.getByRole("region", { name: "Confirmed" });
    await expect(confirmed.getByRole("listitem")).toHaveCount(2);
    await expect(confirmed).toContainText("Admin of the account");
    await expect(page.getByRole("textbox", { name: "Type your full name" })).toHaveCount(0);
    await expectAccessibleEverywhere(page, "the case of a transfer");
    await page.getByRole("button", { name: "Carry out" }).click();
    await expect(page.getByRole("heading", { name: "Undo" })).toBeVisible();
    await expect(page.getByText("Carried out by Sam Whitfield")).toBeVisible();
  });

  await test.step("Ada has the app, Gus has not, and both have the receipt", async () => {
    const { page } = ada;
    await page.goto(keyPage(acme, app.id));
    await expect(page.getByRole("heading", { level: 1, name: app.name })).toBeVisible();
    expect((await gus.bff.ask(`/api/accounts/${globex}/integration-keys/${app.id}`)).status()).toBe(404);
    await page.goto(transferPage(acme, id));
    await page.getByRole("link", { name: "Receipt" }).click();
    const receipt = page.getByRole("article", { name: "Receipt" });
    for (const text of ["gus  moreau", "Ada Osei", "Sam Whitfield, support", "The team has moved to Acme"]) {
      await expect(receipt).toContainText(text);
    }
    await expectAccessible(page, "a receipt");
    expect((await gus.bff.ask(`/api/transfers/${id}/receipt`)).status()).toBe(200);
    const coming = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download JSON" }).click();
    const { code, output } = await runProgram("bin/receipt-verify.ts", {
      args: [await (await coming).path()],
      environment: { DATA_DIR: process.env["DATA_DIR"] ?? "" },
    });
    expect(code, output).toBe(0);
    expect(output).toContain("The receipt is true");
  });

  await test.step("support undoes it, with a reason that both read", async () => {
    const { page } = sam;
    await page.getByRole("button", { name: "Undo" }).click();
    const dialog = page.getByRole("dialog", { name: "Undo the transfer" });
    await dialog.getByRole("textbox", { name: "Reason" }).fill("It was the wrong account");
    await dialog.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByRole("heading", { name: "Why it was undone" })).toBeVisible();
    await gus.page.goto(keyPage(globex, app.id));
    await expect(gus.page.getByRole("heading", { level: 1, name: app.name })).toBeVisible();
    await gus.page.goto(transferPage(globex, id));
    await expect(gus.page.getByText("It was the wrong account")).toBeVisible();
  });
});

/** Support's case of a transfer, as its queue has it. */
async function caseOf(sam: Person, transferId: string): Promise<string> {
  const answer = await sam.bff.ask("/api/support/cases?kind=transfer&limit=100");
  const { data } = (await answer.json()) as SupportCaseList;
  return data.find(({ transfer }) => transfer?.id === transferId)?.id ?? "";
}

test("nobody is left in an account: an admin of its organization stands in, and never confirms for the other side too", async ({
  openBrowser,
  sam,
}) => {
  const [gone, olga] = [await openBrowser(), await openBrowser()];
  const domain = `${uniqueName("harbour").replace(" ", "-")}.example`;
  const [left, own] = [await openOwnAccount(gone, { domain }), await openOwnAccount(olga)];
  const app = await left.bff.createApp(left.accountId, { name: uniqueName("Orphan") });
  const keyAddress = `/api/accounts/${left.accountId}/integration-keys/${app.id}`;
  const review = await left.bff.ask(`${keyAddress}/go-live/review`, {
    method: "POST",
    data: {
      classification: "private_custom",
      description: "Sends the contracts of our harbour",
      contact: "it@harbour.example",
      acceptsTerms: true,
    },
  });
  expect(review.status()).toBe(200);
  await left.leave();
  const organizationId = await makeOwnOrganization({
    accountId: left.accountId,
    adminId: own.userId,
  });
  const { page } = olga;
  olga.complaints.expect(answered(422, /confirm/));
  olga.complaints.expect(answered(409, /confirm/));

  const id = await test.step("support opens the transfer from the page of an account", async () => {
    await sam.bff.look(left.accountId, "Nobody is left there");
    await sam.page.goto(supportAccountPage(left.accountId));
    await expectLoaded(sam.page);
    await sam.page.getByRole("button", { name: "Request transfer" }).click();
    const dialog = sam.page.getByRole("dialog", { name: "Request transfer" });
    await dialog.getByRole("textbox", { name: "App's GUID" }).fill(app.clientId);
    await dialog.getByRole("textbox", { name: "Other account's id" }).fill(own.accountId);
    await dialog.getByRole("textbox", { name: "Reason" }).fill("Everybody has left");
    await dialog.getByRole("button", { name: "Open transfer" }).click();
    await expect(sam.page.getByRole("heading", { level: 1, name: `Transfer of ${app.name}` })).toBeVisible();
    const list = await own.bff.ask(`/api/accounts/${own.accountId}/transfers`);
    return ((await list.json()) as TransferList).data[0]?.id ?? "";
  });

  await test.step("nobody can confirm yet, which everybody is told, with what to do", async () => {
    await expect(sam.page.getByText("so this transfer comes to nothing")).toBeVisible();
    await expect(sam.page.getByRole("button", { name: "Withdraw with this advice" })).toBeVisible();
    await page.goto(transferPage(own.accountId, id));
    await expectLoaded(page);
    await expect(page.getByText(/has no verified claim of .*, the domain of who requested/)).toBeVisible();
    await expectAccessible(page, "a transfer that nobody can confirm");
    await page.getByRole("link", { name: "Make a new app in Harbour Office" }).click();
    await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue(app.name);
  });

  await test.step("with the domain proven, Olga finds it at her organization and stands in", async () => {
    await proveOwnDomain(organizationId, domain);
    await page.goto(organizationPage(organizationId));
    await expectLoaded(page);
    await page.getByRole("link", { name: app.name }).click();
    await page.getByRole("textbox", { name: "Type your full name" }).fill(own.name);
    await page.getByRole("button", { name: "Confirm transfer" }).click();
    await expect(page.getByText(/^Give a reason|^Say why/)).toBeVisible();
    await page.getByRole("textbox", { name: "Why you stand in" }).fill("The last admin has left");
    await expectAccessible(page, "standing in");
    await page.getByRole("button", { name: "Confirm transfer" }).click();
    await expect(page.getByRole("region", { name: "Confirmed" })).toContainText(
      "Admin of its organization, who stood in",
    );
  });

  await test.step("and is refused for the side of her own account", async () => {
    await page.goto(transferPage(own.accountId, id));
    await expectLoaded(page);
    await page.getByRole("textbox", { name: "Type your full name" }).fill(own.name);
    await page.getByRole("button", { name: "Confirm transfer" }).click();
    await expect(page.getByText("You have confirmed for the other side.")).toBeVisible();
    await expect(sam.page.getByText("Reason: The last admin has left")).toBeVisible();
    await expect(sam.page.getByRole("button", { name: "Carry out" })).toBeDisabled();
  });
});

test("a transfer is declined by the side that did not open it, with a reason that both read", async ({
  gus,
  ada,
}) => {
  const [globex, acme] = [gus.accountId("Globex Developer"), ada.accountId("Acme Developer")];
  const app = await ada.bff.createApp(acme, { name: uniqueName("Staying") });
  const opened = await ada.bff.ask(`/api/accounts/${acme}/transfers`, {
    method: "POST",
    data: {
      clientId: app.clientId,
      sourceAccountId: acme,
      destinationAccountId: globex,
      reason: "A try",
      credentials: "revoke",
    },
  });
  const { transfer } = (await opened.json()) as { transfer: { id: string } };
  const { page } = gus;
  await page.goto(transferPage(globex, transfer.id));
  await expectLoaded(page);
  await page.getByRole("button", { name: "Decline" }).click();
  const dialog = page.getByRole("dialog", { name: "Decline the transfer" });
  await dialog.getByRole("textbox", { name: "Reason" }).fill("We have one already");
  await dialog.getByRole("button", { name: "Decline" }).click();
  await expect(page.getByRole("heading", { name: "Why it was declined" })).toBeVisible();
  await ada.page.goto(transferPage(acme, transfer.id));
  await expect(ada.page.getByText("We have one already")).toBeVisible();
  await expect(ada.page.getByRole("button", { name: "Withdraw" })).toHaveCount(0);
});

test("who opened a transfer changes it; who has confirmed it reads the new statement and confirms that", async ({
  gus,
  ada,
}) => {
  const [globex, acme] = [gus.accountId("Globex Developer"), ada.accountId("Acme Developer")];
  const app = await ada.bff.createApp(acme, { name: uniqueName("Changing") });
  const opened = await ada.bff.ask(`/api/accounts/${acme}/transfers`, {
    method: "POST",
    data: {
      clientId: app.clientId,
      sourceAccountId: acme,
      destinationAccountId: globex,
      reason: "The team moves",
      credentials: "keep",
    },
  });
  const { transfer } = (await opened.json()) as { transfer: { id: string } };
  await gus.page.goto(transferPage(globex, transfer.id));
  await expectLoaded(gus.page);
  await expect(gus.page.getByRole("button", { name: "Change" })).toHaveCount(0);
  await gus.page.getByRole("textbox", { name: "Type your full name" }).fill("Gus Moreau");
  await gus.page.getByRole("button", { name: "Confirm transfer" }).click();
  await expect(gus.page.getByRole("heading", { name: "This account has confirmed" })).toBeVisible();

  ada.complaints.expect(answered(422, /transfers/));
  const { page } = ada;
  await page.goto(transferPage(acme, transfer.id));
  await expectLoaded(page);
  await page.getByRole("button", { name: "Change" }).click();
  const dialog = page.getByRole("dialog", { name: "Change the transfer" });
  const reason = dialog.getByRole("textbox", { name: "Reason" });
  await expect(reason).toHaveValue("The team moves");
  await reason.fill(" ");
  await dialog.getByRole("button", { name: "Change transfer" }).click();
  await expect(reason).toHaveAttribute("aria-invalid", "true");
  await reason.fill("The team moves in June");
  await dialog.getByRole("radio", { name: "Revoke them" }).check();
  await expectAccessible(page, "the change of a transfer");
  await dialog.getByRole("button", { name: "Change transfer" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("region", { name: "Statement" })).toContainText("The team moves in June");

  await expect(gus.page.getByRole("region", { name: "Statement" })).toContainText("The team moves in June");
  await expect(gus.page.getByRole("heading", { name: "Confirm or not" })).toBeVisible();
});
