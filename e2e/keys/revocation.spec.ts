import { keyListPage, keyPage } from "../../lib/addresses/pages";
import { expectAccessible } from "../cast/accessibility";
import { expect, test, uniqueName } from "../cast/fixtures";
import { ALLOWED, refused } from "../cast/gate";
import { confirmRevoke, keyRow } from "../cast/keys";

test("after a revoke the page proves it: last accepted, first refused, none since; and who still knocks", async ({
  ada,
  gate,
}) => {
  const { page, bff } = ada;
  const accountId = ada.accountId("Acme Production");
  const { key, secret } = await bff.createKey(accountId, { name: uniqueName("Receipt") });
  expect(await gate.call(secret)).toEqual(ALLOWED);
  await page.goto(keyPage(accountId, key.id));
  await page.getByRole("button", { name: "Revoke" }).click();
  await confirmRevoke(page, { reason: "Found in a repository", confirm: key.name });
  for (let calls = 0; calls < 3; calls += 1) {
    expect(await gate.call(secret)).toEqual(refused(401, "revoked_key"));
  }

  const receipt = page.getByRole("region", { name: "Revocation receipt" });
  const fact = (name: string) =>
    receipt
      .locator("div")
      .filter({ has: page.getByText(name, { exact: true }) })
      .last();
  await expect(fact("Revoked")).toContainText("by Ada Osei");
  await expect(fact("Revoked")).toContainText("Found in a repository");
  await expect(fact("Accepted since")).toContainText("Refused since: 3", { timeout: 15_000 });
  await expect(fact("Accepted since").getByText("0", { exact: true })).toBeVisible();
  await expect(fact("Last accepted call")).toContainText(/from 127\.0\.0\.1/);
  await expect(fact("First refused call")).toContainText(/from 127\.0\.0\.1/);
  await expect(fact("Audit event")).toContainText(/[0-9a-f]{64}/);

  const knocks = page.getByRole("region", { name: "Knocking log" });
  // The page asks again every few seconds.
  await expect(knocks).toContainText("Revoked, still called 3 times from 1 address since.", {
    timeout: 15_000,
  });
  await knocks.getByText("Revoked, still called 3 times").click();
  await expect(knocks.getByRole("row").nth(1)).toContainText("127.0.0.1");
  await expectAccessible(page, "a revoked key that is still called");
  await page.goto(keyListPage(accountId, { q: key.name }));
  await expect(keyRow(page, key.name)).toContainText("Revoked, still called 3 times from 1 address since");

  await page.goto(keyPage(accountId, key.id));
  await knocks.getByText("Revoked, still called 3 times").click();
  await knocks.getByRole("link", { name: "Show these calls" }).click();
  await expect(page.getByRole("table").getByText("Revoked key")).toHaveCount(3);
  const answer = await bff.ask(`/api/accounts/${accountId}/integration-keys/${key.id}/revocation-receipt`);
  expect(await answer.json()).toMatchObject({
    receipt: { boundary: "answer", acceptedAfter: 0, refusedSince: 3 },
  });
});

test("the receipt is printed alone", async ({ ada }) => {
  const { page, bff } = ada;
  const accountId = ada.accountId("Acme Production");
  const { key } = await bff.createKey(accountId, { name: uniqueName("On paper") });
  await bff.ask(`/api/accounts/${accountId}/integration-keys/${key.id}/revoke`, {
    method: "POST",
    data: { reason: "leaked" },
  });
  await page.addInitScript(() => {
    // Nobody is there to answer the dialog of the printer.
    globalThis.print = () => document.body.setAttribute("data-was-printed", "yes");
  });
  await page.goto(keyPage(accountId, key.id));
  const receipt = page.getByRole("region", { name: "Revocation receipt" });
  await expect(receipt).toContainText("No call was ever accepted.");
  await receipt.getByRole("button", { name: "Print" }).click();
  await expect(page.locator("body[data-was-printed]")).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(receipt.getByText(key.clientId)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeHidden();
  await expect(page.getByRole("heading", { name: "Lifeline" })).toBeHidden();
});
