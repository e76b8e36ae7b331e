import { DEMO_PASSWORD } from "../../lib/domain/people/demo";
import { ALLOWED, refused } from "../cast/gate";
import { expect, test, uniqueName } from "../cast/fixtures";
import { confirmRevoke, fillKeyForm, finishReveal, keyRow, readSecret, revealDialog } from "../cast/keys";

test("a newcomer goes from sign-in to a refused call: create, reveal once, call, watch, revoke", async ({
  visitor: { page, context },
  gate,
}) => {
  const name = uniqueName("Nightly export");

  await page.goto("/sign-in");
  await page.getByRole("textbox", { name: "Email" }).fill("ada@acme.example");
  await page.getByLabel("Password").fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("link", { name: "Integration Key", exact: true }).click();
  await page.getByRole("link", { name: "Create integration key" }).click();

  await fillKeyForm(page, { name, scopes: ["agreements:read", "agreements:send"] });
  await page.getByRole("button", { name: "Create key" }).click();
  const secret = await readSecret(page);
  await expect(revealDialog(page).getByRole("button", { name: "Copy key" })).toBeVisible();
  await expect(revealDialog(page).getByRole("button", { name: "Download .env" })).toBeVisible();
  await expect(revealDialog(page).getByRole("button", { name: "Done" })).toBeDisabled();
  await finishReveal(page);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const keyAddress = page.url();

  await page.getByRole("link", { name: "Calls", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Not called yet" })).toBeVisible();
  expect(await gate.call(secret, { scope: "agreements:read", path: "/agreements/of-the-newcomer" })).toEqual(
    ALLOWED,
  );
  expect(await gate.call(secret, { scope: "agreements:write" })).toEqual(refused(403, "insufficient_scope"));
  // Nothing is reloaded: the call comes to the open page by itself.
  const call = page.getByRole("row").filter({ hasText: "/agreements/of-the-newcomer" });
  await expect(call).toContainText("Allowed");
  await page.getByRole("link", { name: "Usage", exact: true }).click();
  const usage = page.getByRole("region", { name: "Usage" });
  await expect(usage.getByRole("link", { name: /^Allowed\s*1\b/ })).toBeVisible();

  await page.getByRole("link", { name: "Integration Key", exact: true }).click();
  await keyRow(page, name).getByRole("button", { name: "Revoke" }).click();
  await confirmRevoke(page, { reason: "The export moved to another server", confirm: name });
  expect(await gate.call(secret, { scope: "agreements:read" })).toEqual(refused(401, "revoked_key"));
  await expect(keyRow(page, name)).toContainText("Revoked");

  await test.step("the secret is nowhere any more", async () => {
    for (const address of [`${page.url()}?status=revoked`, keyAddress]) {
      await page.goto(address);
      await expect(page.getByRole("main")).toContainText(name);
      expect(page.url()).not.toContain(secret);
      expect(await page.content()).not.toContain(secret);
    }
    const stored = await page.evaluate(() =>
      [localStorage, sessionStorage].map((storage) => JSON.stringify(Object.entries(storage))).join("\n"),
    );
    expect(stored).not.toContain(secret);
    expect(JSON.stringify(await context.storageState({ indexedDB: true }))).not.toContain(secret);
  });
});

test("a revoked key is still watched: calls with it are attributed and shown", async ({ ada, gate }) => {
  const accountId = ada.accountId("Acme Production");
  const { key, secret } = await ada.bff.createKey(accountId, { name: uniqueName("Still in use") });
  await ada.bff.ask(`/api/accounts/${accountId}/integration-keys/${key.id}/revoke`, {
    method: "POST",
    data: { reason: "Leaked in a log" },
  });
  expect(await gate.call(secret)).toEqual(refused(401, "revoked_key"));

  await ada.page.goto(`/accounts/${accountId}/api-information/integration-keys/${key.id}`);
  await expect(ada.page.getByRole("main")).toContainText(/still called once from 1 address since/i);
  await expect(ada.page.getByRole("main")).toContainText("Leaked in a log");
});
