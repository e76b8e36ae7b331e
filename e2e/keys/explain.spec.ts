import type { Page } from "@playwright/test";

import { keyPage, replaceKeyPage } from "../../lib/addresses/pages";
import { expectAccessible } from "../cast/accessibility";
import { expect, test, uniqueName } from "../cast/fixtures";
import { refused } from "../cast/gate";
import { expectLoaded } from "../cast/loaded";

const checks = (page: Page) => page.getByRole("list", { name: "Checks" }).getByRole("listitem");
const check = (page: Page, name: string) => checks(page).filter({ hasText: name });

test("an admin asks why a request would be refused, by keyboard, and goes on to what helps", async ({
  ada,
}) => {
  const { page, bff } = ada;
  const accountId = ada.accountId("Acme Production");
  const { key } = await bff.createKey(accountId, { name: uniqueName("Explained") });
  await page.goto(keyPage(accountId, key.id));
  await page.getByRole("link", { name: "Explain access" }).click();
  await expect(page.getByText("Now: allowed, 200")).toBeVisible();
  await expect(check(page, "Acts as")).toContainText("Ada Osei, admin");

  await page.getByRole("combobox", { name: "Method" }).selectOption("POST");
  await page.getByRole("textbox", { name: "Path" }).fill("/api/rest/v6/agreements?token=private");
  await page.getByRole("combobox", { name: "Scopes needed" }).fill("agreement_write");
  await expect(page.getByRole("button", { name: /agreements:write/ })).toBeVisible();
  await page.getByRole("textbox", { name: "Client address" }).fill("10.0.0.9");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Now: refused, 403 insufficient_scope")).toBeVisible();
  await expect(check(page, "Scopes")).toContainText("Not granted to this key: agreements:write");
  await expect(check(page, "Hourly limit")).toContainText("Not reached");
  expect(page.url()).toContain("tab=explain");
  expect(page.url()).not.toContain("private");

  await page.reload();
  await expect(page.getByText("Now: refused, 403 insufficient_scope")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Path" })).toHaveValue("/api/rest/v6/agreements");

  await page.getByRole("link", { name: "Replace key" }).click();
  await expect(page).toHaveURL(new RegExp(`${replaceKeyPage(accountId, key.id)}\\?`));
  for (const scope of ["agreements:read", "agreements:write"]) {
    await expect(page.getByRole("checkbox", { name: scope, exact: true })).toBeChecked();
  }
});

test("a curl line is read in the browser, and the key in it goes nowhere", async ({ ada }) => {
  const { page, bff } = ada;
  const accountId = ada.accountId("Acme Production");
  const { key, secret } = await bff.createKey(accountId, { name: uniqueName("From curl") });
  const sent: string[] = [];
  page.on("request", (request) =>
    sent.push(`${request.url()} ${request.postData() ?? ""} ${JSON.stringify(request.headers())}`),
  );
  await page.goto(keyPage(accountId, key.id, { tab: "explain" }));
  await page.getByText("Paste a curl line").click();
  await page
    .getByRole("textbox", { name: "curl line" })
    .fill(
      `curl -X DELETE -H "Authorization: Bearer ${secret}" \\\n  'https://api.example/agreements/7?access_token=${secret}'`,
    );
  await page.getByRole("button", { name: "Read curl line" }).click();
  await expect(page.getByRole("combobox", { name: "Method" })).toHaveValue("DELETE");
  await expect(page.getByRole("textbox", { name: "Path" })).toHaveValue("/agreements/7");
  await expectLoaded(page);

  await page.getByRole("textbox", { name: "Path" }).fill(`/keys/${secret}`);
  await page.getByRole("button", { name: "Explain", exact: true }).click();
  await expect(page.getByText("This holds a key, or most of one.")).toBeVisible();
  expect(sent.length).toBeGreaterThan(1);
  expect(sent.filter((text) => text.includes(secret.slice(8, 40)))).toEqual([]);
  expect(page.url()).not.toContain(secret.slice(8, 40));
});

test("a refused call is explained from the list of calls: as it was, and as it would be now", async ({
  ada,
  gate,
}) => {
  const { page, bff } = ada;
  const accountId = ada.accountId("Acme Production");
  const { key, secret } = await bff.createKey(accountId, { name: uniqueName("Called") });
  expect(await gate.call(secret, { scope: "users:write" })).toEqual(refused(403, "insufficient_scope"));
  await bff.ask(`/api/accounts/${accountId}/integration-keys/${key.id}/revoke`, {
    method: "POST",
    data: { reason: "leaked" },
  });
  await page.goto(keyPage(accountId, key.id, { tab: "calls" }));
  await page.getByRole("link", { name: /^Explain call/ }).click();
  await expect(page.getByText("Then: refused, insufficient_scope")).toBeVisible();
  await expect(page.getByText("Now: refused, 401 revoked_key")).toBeVisible();
  await expect(check(page, "Revocation")).toContainText("Refused");
  await expectAccessible(page, "an explained call");

  ada.complaints.expect(/status of 404/);
  await page.getByRole("textbox", { name: "Call id" }).fill("0199f6a0-0000-7000-8000-000000000000");
  await page.getByRole("button", { name: "Explain call" }).click();
  const answer = page.getByRole("region", { name: "Explain access" }).getByRole("alert");
  await expect(answer).toContainText("There is no such call of this key");
});
