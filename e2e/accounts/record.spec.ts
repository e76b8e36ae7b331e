import { readFile } from "node:fs/promises";

import type { Locator, Page } from "@playwright/test";

import { auditLogPage } from "../../lib/addresses/pages";
import { expectAccessible } from "../cast/accessibility";
import { expect, test, uniqueName } from "../cast/fixtures";
import { expectLoaded } from "../cast/loaded";

function eventsOf(page: Page): Locator {
  return page.getByRole("list", { name: "Events, newest first" }).getByRole("listitem");
}

test("the record is searched by words and by key; address, export and Back follow, and a pasted key stays nowhere", async ({
  gus,
}) => {
  const { page } = gus;
  const account = gus.accountId("Globex Production");
  const word = uniqueName("Searched").split(" ").at(-1) ?? "";
  const [one, two] = [
    await gus.bff.createKey(account, { name: `Alpha ${word}` }),
    await gus.bff.createKey(account, { name: `Beta ${word}` }),
  ];
  await gus.bff.ask(`/api/accounts/${account}/integration-keys/${two.key.id}/revoke`, {
    method: "POST",
    data: { reason: `Left with the intern of ${word}` },
  });
  const events = eventsOf(page);
  const search = page.getByRole("searchbox", { name: "Search the record" });

  await page.goto(auditLogPage(account));
  await expectLoaded(page);
  await search.fill(`gus ${word.toLowerCase()}`);
  await expect(page).toHaveURL(/q=gus/);
  await expect(events).toHaveCount(3);

  await test.step("every word counts, of the act and of the reason too", async () => {
    await search.fill(`revoked intern ${word}`);
    await expect(events).toHaveCount(1);
    await expect(events).toContainText("Left with the intern");
    await search.fill(`created intern ${word}`);
    await expect(page.getByRole("heading", { name: "No event fits these filters" })).toBeVisible();
    await search.fill(word);
    await expect(events).toHaveCount(3);
  });

  await test.step("one key of many, found as one types, with the keyboard", async () => {
    const key = page.getByRole("combobox", { name: "Key", exact: true });
    await key.fill(`beta ${word}`);
    await expect(page.getByRole("listbox", { name: "Keys" }).getByRole("option")).toHaveCount(1);
    await expectAccessible(page, "the key filter, open");
    await key.press("Enter");
    await expect(page).toHaveURL(new RegExp(`keyId=${two.key.id}`));
    await expect(events).toHaveCount(2);
    await expect(key).toHaveValue(`Beta ${word}`);
  });

  await test.step("the export has what the filters find", async () => {
    const downloading = page.waitForEvent("download");
    await page
      .getByRole("banner")
      .or(page.getByRole("main"))
      .getByRole("link", { name: "Export JSON" })
      .click();
    const text = await readFile(await (await downloading).path(), "utf8");
    expect(JSON.parse(text)).toMatchObject([{ action: "key.created" }, { action: "key.revoked" }]);
  });

  await test.step("a choice is a step that Back undoes", async () => {
    await page.goBack();
    await expect(page).not.toHaveURL(/keyId/);
    await expect(events).toHaveCount(3);
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(page).toHaveURL(/audit-log$/);
    await expect(search).toHaveValue("");
  });

  await test.step("an event leads to all of its key's", async () => {
    await events.filter({ hasText: one.key.name }).first().click();
    await page.getByRole("link", { name: `Everything about ${one.key.name}` }).click();
    await expect(page).toHaveURL(new RegExp(`keyId=${one.key.id}`));
    await expect(events).toHaveCount(1);
  });

  await test.step("a key that is pasted gets into no address (R9)", async () => {
    await search.fill(one.secret);
    await expect(page).toHaveURL(/[?&]q=/);
    expect(page.url()).not.toContain(one.secret.slice(8, -4));
    await page.goto(`${auditLogPage(account)}?q=${one.secret}`);
    await expect(page).not.toHaveURL(new RegExp(one.secret.slice(8, -4)));
    await expect(search).toHaveValue(one.secret.slice(-4));
  });
});

test("export and check stand in the head of the log, above its events", async ({ gus }) => {
  const { page } = gus;
  await page.goto(auditLogPage(gus.accountId("Globex Production")));
  await expectLoaded(page);
  const check = page.getByRole("button", { name: "Check the record" });
  for (const control of [check, page.getByRole("link", { name: "Export CSV" })]) {
    const [box, first] = [await control.boundingBox(), await eventsOf(page).first().boundingBox()];
    expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThan(first?.y ?? 0);
  }
  await check.press("Enter");
  await expect(page.getByText(/All \d+ events are there, unchanged and in order/)).toBeInViewport();
});

test("days are typed as the product writes them; what may be two days is refused", async ({ gus }) => {
  const { page } = gus;
  await page.goto(auditLogPage(gus.accountId("Globex Production")));
  await expectLoaded(page);
  const from = page.getByLabel("From (UTC)");
  await from.fill("2020-01-05");
  await from.press("Enter");
  await expect(from).toHaveValue("5 Jan 2020");
  await expect(page).toHaveURL(/from=2020-01-05/);
  const to = page.getByLabel("To (UTC)");
  await to.fill("1/2/2020");
  await to.press("Tab");
  await expect(to).toHaveAccessibleDescription(/taken for each other/);
  await expect(page).not.toHaveURL(/to=/);
  await to.fill("feb 1, 2020");
  await to.press("Enter");
  await expect(to).toHaveValue("1 Feb 2020");
  await expect(page.getByRole("heading", { name: "No event fits these filters" })).toBeVisible();
  await to.fill("4 jan 2020");
  await to.press("Enter");
  await expect(to).toHaveAccessibleDescription("This is before From, 5 Jan 2020.");
  await page.reload();
  await expect(page.getByRole("heading", { name: "To is before From" })).toBeVisible();
  await expect(to).toHaveAccessibleDescription("This is before From, 5 Jan 2020.");
  await expect(page.getByText("Export CSV").locator("..")).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await expect(from).toHaveValue("");
  await expect(to).toHaveAccessibleDescription("");
});
