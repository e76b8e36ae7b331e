import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";

import { DEMO_PASSWORD } from "../../lib/domain/people/demo";
import { keyListPage, membersPage, securityPage, signInPage } from "../../lib/addresses/pages";
import { CONSOLE_URL } from "../server/addresses";
import { answered } from "../cast/complaints";
import { expect, test } from "../cast/fixtures";
import { expectHydrated } from "../cast/loaded";

const TRIES_ALLOWED = 10;

async function signInWith(page: Page, email: string, password: string): Promise<void> {
  await expectHydrated(page);
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test("a wrong password is told in words, keeps the email, and gives no hint who exists", async ({
  visitor,
}) => {
  const { page, complaints } = visitor;
  complaints.expect(answered(401, /sign-in/));
  await page.goto(signInPage());
  const words: string[] = [];
  for (const email of ["vera@acme.example", `nobody-${randomUUID()}@acme.example`]) {
    await signInWith(page, email, "not the password");
    const alert = page.getByRole("alert").filter({ hasText: /\S/ });
    await expect(alert).toContainText(/email or password is wrong/i);
    words.push(await alert.innerText());
    await expect(page.getByRole("textbox", { name: "Email" })).toHaveValue(email);
    await expect(page).toHaveURL(/\/sign-in$/);
    await page.reload();
  }
  expect(words[0]).toBe(words[1]);
});

test("too many tries are refused, with the time until the next", async ({ visitor }) => {
  const { page, context, complaints } = visitor;
  complaints.expect(answered(429, /sign-in/));
  const email = `nobody-${randomUUID()}@acme.example`;
  for (let tries = 0; tries < TRIES_ALLOWED; tries += 1) {
    const answer = await context.request.post("/api/sign-in", { data: { email, password: "guess" } });
    expect(answer.status()).toBe(401);
  }
  await page.goto(signInPage());
  await signInWith(page, email, "guess");
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toContainText(
    /too many .* again in \d+ minutes/i,
  );
});

test("somebody who came by a link is brought back to it", async ({ visitor, ada }) => {
  const { page } = visitor;
  const wanted = keyListPage(ada.accountId("Acme Production"), { status: "revoked" });
  await page.goto(wanted);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signInWith(page, ada.email, DEMO_PASSWORD);
  await expect(page).toHaveURL(`${CONSOLE_URL}${wanted}`);
  await expect(page.getByRole("combobox", { name: "Status" })).toHaveValue("revoked");
});

for (const target of [
  "//evil.example",
  "/\\evil.example",
  "https://evil.example/",
  "/%2Fevil.example",
  "javascript:alert(1)",
]) {
  test(`next=${target} leads nowhere else`, async ({ visitor: { page } }) => {
    await page.goto(`/sign-in?next=${encodeURIComponent(target)}`);
    await signInWith(page, "vera@acme.example", DEMO_PASSWORD);
    await expect(page.getByRole("navigation", { name: "Console" })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(CONSOLE_URL);
    expect(page.url()).not.toContain("evil");
  });
}

test("a tab whose session was ended in another goes to sign-in on its next action, and back", async ({
  signIn,
}) => {
  const { page, context, complaints, accountId, email } = await signIn("grace", { session: "own" });
  complaints.expect(answered(401));
  const account = accountId("Acme Production");
  await page.goto(keyListPage(account));
  await expect(page.getByRole("row").nth(1)).toBeVisible();

  const other = await context.newPage();
  await other.goto(membersPage(account));
  await other
    .getByRole("button", { name: /Grace Lindqvist/ })
    .first()
    .click();
  await other.getByRole("button", { name: "Sign out" }).click();
  await expect(other).toHaveURL(/\/sign-in/);
  await expect(other.getByRole("status")).toContainText("You are signed out.");

  await page.bringToFront();
  await page.getByRole("searchbox", { name: "Search keys" }).fill("export");
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByRole("main")).toContainText("Your session has ended");
  await signInWith(page, email, DEMO_PASSWORD);
  await expect(page).toHaveURL(new RegExp(`${account}/api-information/integration-keys`));
});

test("Security lists the sessions, and revoking another one signs that one out", async ({ signIn }) => {
  const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  const stolen = await signIn("sue", { session: "own", userAgent: firefox });
  const sue = await signIn("sue", { session: "own" });

  await stolen.page.goto(securityPage());
  await sue.page.goto(securityPage());
  const rows = sue.page.getByRole("region", { name: "Sessions" }).getByRole("row");
  await expect(rows.filter({ hasText: "This session" })).toHaveCount(1);
  const revoke = rows.getByRole("button", { name: /Firefox/ });
  await revoke.first().click();
  await expect(rows.filter({ hasText: "Firefox" })).toHaveCount(0);

  await stolen.page.goto(securityPage());
  await expect(stolen.page).toHaveURL(/\/sign-in/);
  await sue.page.reload();
  await expect(rows.filter({ hasText: "This session" })).toHaveCount(1);
});

test("a signed-in visitor of the sign-in page is sent on to where they work", async ({ ada }) => {
  await ada.page.goto(signInPage());
  await expect(ada.page.getByRole("navigation", { name: "Console" })).toBeVisible();
  expect(new URL(ada.page.url()).pathname).not.toBe("/sign-in");
});

test("what no page can answer does not reach the pages: addresses that can't be read, forms, images (I12)", async ({
  visitor,
}) => {
  for (const address of ["/api/accounts/%ff/members", "/accounts/%E0%A4/members", "/api/auth/%"]) {
    const answer = await visitor.context.request.get(CONSOLE_URL + address, { maxRedirects: 0 });
    expect(answer.status(), address).toBe(404);
    expect(answer.headers()["content-type"]).toBe("application/problem+json");
  }
  const form = { maxRedirects: 0, headers: { "Next-Action": "x" }, data: "x" };
  const sent = await visitor.context.request.post(`${CONSOLE_URL}//elsewhere.example/sign-in`, form);
  expect([sent.status(), sent.headers()["location"]]).toEqual([303, "/elsewhere.example/sign-in"]);
  const image = await visitor.context.request.get(`${CONSOLE_URL}/_next/image?url=%2Ficon-192.png&w=64&q=75`);
  expect(image.status()).toBe(404);
});
