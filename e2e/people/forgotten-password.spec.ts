import type { Page } from "@playwright/test";

import { runProgram } from "../../db/testing/program";
import { forgottenPasswordPage, outboxPage, signInPage } from "../../lib/addresses/pages";
import { CONSOLE_URL } from "../server/addresses";
import { answered } from "../cast/complaints";
import { expect, test, uniqueName } from "../cast/fixtures";
import { expectHydrated, expectLoaded } from "../cast/loaded";

const CHOSEN = "purple anchor velvet mongoose";
/** Mails are sent by a process of its own, which looks every two seconds. */
const MAILED = { timeout: 20_000 };

/** Somebody new, whom the operator has just added: nobody else's story changes with this one's. */
async function addPerson(): Promise<{ email: string; password: string }> {
  const email = `${uniqueName("oona").replace(" ", "-")}@lintzmere.example`;
  const { output } = await runProgram("bin/admin.ts", {
    args: ["account", "create", "--name", "Lintzmere Library", "--admin", email],
    environment: { DATA_DIR: process.env["DATA_DIR"] ?? "" },
  });
  const password = /shown this once: (\S+)/.exec(output)?.[1];
  if (password === undefined) throw new Error(`The command made no password:\n${output}`);
  return { email, password };
}

async function askFor(page: Page, email: string): Promise<void> {
  await page.goto(forgottenPasswordPage());
  await expectHydrated(page);
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByRole("status")).toContainText("If somebody here has this address");
}

test("a forgotten password is replaced by a mailed link, once, and all sessions end", async ({
  visitor: { page, context, complaints },
  openBrowser,
}) => {
  complaints.expect(answered(422, /forgotten-password/));
  complaints.expect(answered(404, /forgotten-password/));
  const { email, password } = await addPerson();
  const elsewhere = await openBrowser();
  const signIn = (given: string) =>
    elsewhere.context.request.post(`${CONSOLE_URL}/api/sign-in`, { data: { email, password: given } });
  const sessionOf = async () => (await elsewhere.context.request.get(`${CONSOLE_URL}/api/me`)).status();
  expect((await signIn(password)).status()).toBe(204);
  expect(await sessionOf()).toBe(403);

  await page.goto(signInPage());
  await page.getByRole("link", { name: "Forgotten password" }).click();
  await expect(page.getByRole("heading", { name: "Forgotten password" })).toBeVisible();
  await askFor(page, `nobody-${email}`);
  await askFor(page, email);
  await page.getByRole("link", { name: "Open the outbox" }).click();
  const mail = page.getByRole("article").filter({ hasText: email });
  await expect(mail).toHaveCount(1, MAILED);
  await expect(page.getByRole("article").filter({ hasText: `nobody-${email}` })).toHaveCount(0);
  const link = mail.getByRole("link", { name: /forgotten-password/ });
  const address = (await link.getAttribute("href")) ?? "";
  await link.click();

  await expect(page.getByRole("heading", { name: "Choose another password" })).toBeVisible();
  await expect(page).toHaveURL(/\/forgotten-password\/new$/);
  const field = page.getByLabel("New password", { exact: true });
  await field.fill("password1234");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(field).toHaveAccessibleDescription(/easy to guess/);
  await field.fill(CHOSEN);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password has changed")).toBeVisible();
  expect(await sessionOf()).toBe(401);
  expect((await signIn(password)).status()).toBe(401);

  await expectHydrated(page);
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Password").fill(CHOSEN);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("navigation", { name: "Console" })).toBeVisible();
  expect((await context.request.get(`${CONSOLE_URL}/api/me`)).status()).toBe(200);

  await page.goto(address);
  await page.getByLabel("New password", { exact: true }).fill("another four words entirely");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "does not work" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Ask for another link" })).toBeVisible();
});

test("a link is asked for by keyboard alone, on a narrow screen, and the outbox is found from there", async ({
  openBrowser,
}) => {
  const { page } = await openBrowser({ viewport: { width: 360, height: 740 } });
  await page.goto(forgottenPasswordPage());
  await expectLoaded(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("textbox", { name: "Email" })).toBeFocused();
  await page.keyboard.type(`${uniqueName("nobody").replace(" ", "-")}@example.test`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText("If somebody here has this address");
  await page.getByRole("link", { name: "Open the outbox" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${outboxPage()}$`));
  await expect(page.getByRole("heading", { level: 1, name: "Outbox" })).toBeVisible();
});
