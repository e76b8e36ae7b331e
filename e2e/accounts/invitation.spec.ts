import type { Page } from "@playwright/test";

import { keyListPage, membersPage, newKeyPage, outboxPage } from "../../lib/addresses/pages";
import { answered } from "../cast/complaints";
import { expect, test, uniqueName } from "../cast/fixtures";
import { fillKeyForm, finishReveal, sendKeyForm } from "../cast/keys";
import { expectLoaded } from "../cast/loaded";

const PASSWORD = "purple anchor velvet mongoose";
/** Mails are sent by a process of its own, which looks every two seconds. */
const MAILED = { timeout: 20_000 };

async function invite(page: Page, email: string): Promise<void> {
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite somebody" });
  await dialog.getByLabel("Email").fill(email);
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(dialog).toHaveCount(0);
}

const openInvitations = (page: Page) =>
  page.getByRole("region", { name: "Open invitations" }).getByRole("row");

test("somebody is invited, accepts with a password, makes a first key, and joins another account signed in", async ({
  ada,
  gus,
  openBrowser,
}) => {
  const { page } = ada;
  const account = ada.accountId("Acme Developer");
  const email = `${uniqueName("nora").replace(" ", "-")}@acme.example`;
  await page.goto(membersPage(account));
  await expectLoaded(page);
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite somebody" });
  await dialog.getByLabel("Email").fill(email);
  await dialog.getByLabel("Profile").selectOption({ label: "Developer" });
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(dialog).toHaveCount(0);
  const open = page.getByRole("region", { name: "Open invitations" });
  await expect(open.getByRole("row").filter({ hasText: email })).toContainText("Sent", MAILED);

  const nora = await openBrowser({ viewport: { width: 360, height: 740 } });
  nora.complaints.expect(answered(422, /invitations\/accept/));
  await nora.page.goto(outboxPage());
  const mail = nora.page.getByRole("article").filter({ hasText: email });
  const link = mail.getByRole("link", { name: /invitation/ });
  const address = (await link.getAttribute("href")) ?? "";
  await link.click();
  await expect(nora.page.getByRole("heading", { level: 1, name: "Invitation" })).toBeVisible();
  await expect(nora.page).toHaveURL(/\/invitation$/);
  await expect(nora.page.getByRole("main")).toContainText("Acme Developer, a sandbox, as Developer");
  await nora.page.getByLabel("Your name").fill("Nora Lind");
  await nora.page.getByLabel("Password").fill("password1234");
  await nora.page.getByRole("button", { name: "Accept invitation" }).click();
  await expect(nora.page.getByLabel("Password")).toHaveAccessibleDescription(/easy to guess/);
  await nora.page.getByLabel("Password").fill(PASSWORD);
  await nora.page.getByRole("button", { name: "Accept invitation" }).click();
  await expect(nora.page.getByRole("heading", { level: 1, name: "API Information" })).toBeVisible();

  await nora.page.goto(newKeyPage(account));
  const name = uniqueName("Nora's first");
  await fillKeyForm(nora.page, { name, scopes: ["agreements:read"] });
  await sendKeyForm(nora.page);
  await finishReveal(nora.page);
  await nora.page.goto(keyListPage(account));
  await expect(nora.page.getByRole("main")).toContainText(name);

  await page.reload();
  await expect(page.getByRole("row").filter({ hasText: email })).toContainText("Developer");
  const again = await openBrowser();
  again.complaints.expect(answered(404, /invitations\/find/));
  await again.page.goto(address);
  await expect(again.page.getByRole("alert").filter({ hasText: "does not work" })).toBeVisible();

  // Who is here already accepts as the person that is signed in, and nobody else does.
  await gus.page.goto(membersPage(gus.accountId("Globex Developer")));
  await expectLoaded(gus.page);
  await invite(gus.page, email);
  await expect(openInvitations(gus.page).filter({ hasText: email })).toContainText("Sent", MAILED);
  await again.page.goto(outboxPage());
  const second = again.page.getByRole("article").filter({ hasText: email }).filter({ hasText: "Globex" });
  const there = (await second.getByRole("link", { name: /invitation/ }).getAttribute("href")) ?? "";
  await again.page.goto(there);
  await expect(again.page.getByRole("link", { name: "Sign in to accept" })).toBeVisible();
  await gus.page.goto(there);
  await expect(gus.page.getByRole("main")).toContainText(`this invitation is for ${email} alone`);
  await nora.page.goto(there);
  await nora.page.getByRole("button", { name: "Accept invitation" }).click();
  await expect(nora.page.getByRole("heading", { level: 1, name: "API Information" })).toBeVisible();
});

test("an invitation is withdrawn, and is open no more", async ({ gus: { page, accountId } }) => {
  await page.goto(membersPage(accountId("Globex Developer")));
  await expectLoaded(page);
  const stranger = `${uniqueName("stranger").replace(" ", "-")}@globex.example`;
  await invite(page, stranger);
  const row = openInvitations(page).filter({ hasText: stranger });
  await expect(row).toContainText("Sent", MAILED);
  await page.getByRole("button", { name: `Actions for ${stranger}` }).click();
  await page.getByRole("menuitem", { name: "Withdraw" }).click();
  await expect(page.getByText("The invitation is withdrawn")).toBeVisible();
  await expect(row).toHaveCount(0);
});
