import type { Page } from "@playwright/test";

import { runProgram } from "../../db/testing/program";
import { newPasswordPage, noticesPage, securityPage, signInPage } from "../../lib/addresses/pages";
import { CONSOLE_URL } from "../server/addresses";
import { answered } from "../cast/complaints";
import { expect, test, uniqueName } from "../cast/fixtures";
import { expectHydrated } from "../cast/loaded";

const CHOSEN = "purple anchor velvet mongoose";

/** Somebody new, whom the operator has just added: nobody else's story changes with this one's. */
async function addPerson(): Promise<{ email: string; password: string }> {
  const name = uniqueName("nora").replace(" ", "-");
  const email = `${name}@zyrkowitz.example`;
  const { output } = await runProgram("bin/admin.ts", {
    args: ["account", "create", "--name", "Zyrkowitz Hospital", "--admin", email],
    environment: { DATA_DIR: process.env["DATA_DIR"] ?? "" },
  });
  const password = /shown this once: (\S+)/.exec(output)?.[1];
  if (password === undefined) throw new Error(`The command made no password:\n${output}`);
  return { email, password };
}

async function signInWith(page: Page, email: string, password: string): Promise<void> {
  await expectHydrated(page);
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function choose(page: Page, current: string, next: string): Promise<void> {
  await expectHydrated(page);
  await page.getByLabel("Current password").fill(current);
  await page.getByLabel("New password", { exact: true }).fill(next);
  await page.getByRole("button", { name: "Change password" }).click();
}

test("a password that the operator chose is changed before anything else, to one that nobody guesses", async ({
  visitor: { page, context, complaints },
}) => {
  complaints.expect(answered(422, /you\/password/));
  const { email, password } = await addPerson();
  await page.goto(noticesPage());
  await signInWith(page, email, password);
  await expect(page).toHaveURL(/\/new-password\?next=/);
  await expect(page.getByRole("heading", { name: "Choose your own password" })).toBeVisible();
  await page.goto(securityPage());
  await expect(page).toHaveURL(/\/new-password\?next=/);
  const answer = await context.request.get(`${CONSOLE_URL}/api/me`);
  expect(answer.status()).toBe(403);

  for (const [tried, words] of [
    [" ".repeat(12), /easy to guess/],
    ["password1234", /easy to guess/],
    ["zyrkowitz-hospital", /little more than your name/],
    ["too short", /at least 12 characters/],
    [password, /your current password/],
  ] as const) {
    await choose(page, password, tried);
    const field = page.getByLabel("New password", { exact: true });
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(words);
  }
  await choose(page, password, CHOSEN);
  await expect(page.getByRole("heading", { name: "Security" })).toBeVisible();
  await page.goto(newPasswordPage());
  await expect(page.getByRole("navigation", { name: "Console" })).toBeVisible();
});

test("failed sign-ins are told on the next one and in a notice, and go once they were seen", async ({
  visitor: { page, context },
}) => {
  const { email, password } = await addPerson();
  for (let time = 0; time < 6; time += 1) {
    const data = { email, password: "guess" };
    expect((await context.request.post(`${CONSOLE_URL}/api/sign-in`, { data })).status()).toBe(401);
  }
  await page.goto(signInPage());
  await signInWith(page, email, password);
  await choose(page, password, CHOSEN);
  const failed = page.getByRole("region", { name: "Failed sign-ins" });
  await expect(failed).toContainText("6 failed sign-ins since");
  await page.goto(noticesPage());
  await expect(page.getByRole("article", { name: "6 failed sign-ins with your address" })).toBeVisible();
  await failed.getByRole("button", { name: "I have seen this" }).click();
  await expect(failed).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("article", { name: /failed sign-ins/ })).toBeVisible();
  await expect(failed).toHaveCount(0);
});

test("eleven wrong tries from elsewhere don't lock out a browser that has signed the person in before", async ({
  openBrowser,
}) => {
  const { email, password } = await addPerson();
  const mine = await openBrowser();
  const signIn = (context: typeof mine.context, given: string) =>
    context.request.post(`${CONSOLE_URL}/api/sign-in`, { data: { email, password: given } });
  expect((await signIn(mine.context, password)).status()).toBe(204);
  const theirs = await openBrowser();
  const statuses: number[] = [];
  for (let time = 0; time < 11; time += 1) statuses.push((await signIn(theirs.context, "guess")).status());
  expect(statuses.at(-1)).toBe(429);
  expect((await signIn(theirs.context, password)).status()).toBe(429);
  expect((await signIn(mine.context, password)).status()).toBe(204);
});
