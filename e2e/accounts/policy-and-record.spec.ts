import { readFile } from "node:fs/promises";

import { auditLogPage, keyPolicyPage, newKeyPage } from "../../lib/addresses/pages";
import { expect, test, uniqueName } from "../cast/fixtures";
import { createKeyInForm } from "../cast/keys";

const DAY_MS = 86_400_000;

test("a raised maximum allows a key of 5 years; the log shows both, exports them, and its chain is valid", async ({
  gus,
}) => {
  const { page } = gus;
  const account = gus.accountId("Globex Developer");
  const name = uniqueName("Five years");

  await page.goto(newKeyPage(account, { name, scopes: "agreements:read", expires: "1825d" }));
  await expect(page.getByRole("main")).toContainText(/between now and 1 year/);

  await page.goto(keyPolicyPage(account));
  await page.getByRole("combobox", { name: "Longest lifetime" }).selectOption({ label: "10 years" });
  await page.getByRole("button", { name: "Save policy" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();

  await page.goto(newKeyPage(account));
  await page.getByRole("group", { name: "Lifetime" }).getByRole("button", { name: "5 years" }).click();
  await createKeyInForm(page, { name, scopes: ["agreements:read"] });
  const answer = await gus.bff.ask(`/api/accounts/${account}/integration-keys?q=${encodeURIComponent(name)}`);
  // The answer of the route is its contract's type.
  const [key] = ((await answer.json()) as { data: { expiresAt: string }[] }).data;
  const days = (Date.parse(key?.expiresAt ?? "") - Date.now()) / DAY_MS;
  expect(days).toBeGreaterThan(1_824);
  expect(days).toBeLessThan(1_828);

  await page.goto(auditLogPage(account));
  const events = page.getByRole("list", { name: "Events, newest first" }).getByRole("listitem");
  await expect(events.filter({ hasText: name })).toContainText("Gus Moreau");
  await expect(events.filter({ hasText: /key policy/i }).first()).toContainText("Gus Moreau");

  for (const format of ["CSV", "JSON"] as const) {
    await test.step(`export as ${format}`, async () => {
      const downloading = page.waitForEvent("download");
      await page.getByRole("link", { name: `Export ${format}` }).click();
      const download = await downloading;
      expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${format.toLowerCase()}$`));
      const text = await readFile(await download.path(), "utf8");
      expect(text).toContain(name);
      if (format === "JSON") expect(() => JSON.parse(text) as unknown).not.toThrow();
      else expect(text.split("\n").length).toBeGreaterThan(2);
    });
  }

  await page.getByRole("button", { name: "Check the record" }).click();
  await expect(page.getByRole("main")).toContainText(/All \d+ events are there, unchanged and in order/);

  await test.step("the policy is put back", async () => {
    await page.goto(keyPolicyPage(account));
    await page.getByRole("combobox", { name: "Longest lifetime" }).selectOption({ label: "1 year" });
    await page.getByRole("button", { name: "Save policy" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  });
});

test("the log's filters stand in the address and take events away", async ({ gus }) => {
  const { page } = gus;
  const account = gus.accountId("Globex Production");
  const { key } = await gus.bff.createKey(account, { name: uniqueName("On the record") });
  await page.goto(auditLogPage(account));
  const events = page.getByRole("list", { name: "Events, newest first" }).getByRole("listitem");
  await expect(events.filter({ hasText: key.name })).toHaveCount(1);
  await page.getByRole("combobox", { name: "Event" }).selectOption("key.revoked");
  await expect(page).toHaveURL(/action=key\.revoked/);
  await expect(events.filter({ hasText: key.name })).toHaveCount(0);
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await expect(events.filter({ hasText: key.name })).toHaveCount(1);
});
