import { type Page } from "@playwright/test";

import { keyPage, noticesPage, supportCasePage, supportPage } from "../../lib/addresses/pages";
import { expectAccessibleEverywhere } from "../cast/accessibility";
import { expect, test, uniqueName, type Person } from "../cast/fixtures";
import { ALLOWED, type Gate } from "../cast/gate";
import { expectLoaded } from "../cast/loaded";

/** A key of the sandbox whose migration support has been asked for. */
async function requestMigration(ada: Person, gate: Gate) {
  const sandbox = ada.accountId("Acme Developer");
  const production = ada.accountId("Acme Production");
  const { key, secret } = await ada.bff.createKey(sandbox, { name: uniqueName("To production") });
  for (let nth = 0; nth < 20; nth += 1) expect(await gate.call(secret, { method: "POST" })).toEqual(ALLOWED);
  const path = `/api/accounts/${sandbox}/integration-keys/${key.id}/go-live`;
  const review = await ada.bff.ask(`${path}/review`, {
    method: "POST",
    data: {
      classification: "third_party",
      description: `Sends the contracts of our shop (${key.name})`,
      contact: "ada@acme.example",
      acceptsTerms: true,
    },
  });
  expect(review.status()).toBe(200);
  await ada.bff.ask(`${path}/migration`, { method: "POST", data: { accountId: production } });
  return { sandbox, production, key, secret, path, caseId: await readCase(ada, path) };
}

test("support sees what is known of a key, takes its case on and grants it; the key is issued and works", async ({
  ada,
  sam,
  gate,
}) => {
  const { sandbox, production, key, secret, path, caseId } = await requestMigration(ada, gate);
  const { page } = sam;
  await page.goto(supportPage());
  await page.getByRole("combobox", { name: "Kind" }).selectOption("Go Live");
  await expect(page).toHaveURL(/kind=go_live/);
  const row = page.getByRole("row").filter({ hasText: key.clientId });
  await expect(row.getByRole("link", { name: "Migration for Acme Developer" })).toBeVisible();
  await expect(row).toContainText("Unassigned");
  await page.goto(supportCasePage(caseId));
  await expectLoaded(page);
  await expect(
    page.getByRole("heading", { level: 1, name: `Migration of ${key.name} to production` }),
  ).toBeVisible();
  const evidence = page.getByRole("region", { name: "Evidence" });
  await expect(evidence).toContainText("Third party");
  await expect(evidence).toContainText("ada@acme.example");
  await expect(evidence).toContainText("20 of 20 calls");
  await expect(evidence).toContainText("Acme Production");
  await expectAccessibleEverywhere(page, "a case of Go Live");

  await page.getByRole("button", { name: "Assign to me" }).click();
  await expect(page.getByText("Assigned to Sam Whitfield.")).toBeVisible();
  await test.step("a case that somebody has taken on is theirs in the list, and nobody else's to take", async () => {
    await page.goto(supportPage({ assigned: "me" }));
    await expect(row).toContainText("Sam Whitfield");
    await page.getByRole("combobox", { name: "Assigned to" }).selectOption("Unassigned");
    await expect(page).toHaveURL(/assigned=nobody/);
    await expect(row).toHaveCount(0);
    await page.goto(supportCasePage(caseId));
  });
  await page.getByRole("button", { name: "Decline" }).click();
  await expect(page.getByText("Say why, so that the account knows what to do.")).toBeVisible();
  await page.getByRole("textbox", { name: "Reason" }).fill("All is as it should be");
  await page.getByRole("button", { name: "Grant", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("Granted by Sam Whitfield");

  const { goLive } = (await (await ada.bff.ask(path)).json()) as {
    goLive: { state: string; productionKey: { id: string; accountId: string } };
  };
  expect(goLive).toMatchObject({ state: "live", productionKey: { accountId: production } });
  await ada.page.goto(keyPage(production, goLive.productionKey.id));
  await expectLoaded(ada.page);
  await expect(ada.page.getByRole("main")).toContainText(key.clientId);

  const issued = await ada.bff.ask(
    `/api/accounts/${production}/integration-keys/${goLive.productionKey.id}/issue`,
    { method: "POST", data: {} },
  );
  expect(issued.status()).toBe(201);
  const live = (await issued.json()) as { secret: string };
  expect(await gate.call(live.secret, { method: "POST" })).toEqual(ALLOWED);
  await test.step("the sandbox key goes on in the sandbox, and says that it is live", async () => {
    expect(await gate.call(secret, { method: "POST" })).toEqual(ALLOWED);
    await ada.page.goto(keyPage(sandbox, key.id, { tab: "go-live" }));
    await expectLoaded(ada.page);
    await expect(liveBadge(ada.page)).toBeVisible();
  });
});

/** What the head of a sandbox key says once its copy is in production. */
const liveBadge = (page: Page) => page.getByRole("main").getByRole("link", { name: "Live", exact: true });

/** The case of support in which the migration of a key is decided. */
async function readCase(ada: Person, path: string): Promise<string> {
  const answer = (await (await ada.bff.ask(path)).json()) as { goLive: { migration: { caseId: string } } };
  return answer.goLive.migration.caseId;
}

test("support declines with a reason, which whoever asked reads; a second request is granted", async ({
  ada,
  sam,
  gate,
}) => {
  const { sandbox, key, path, caseId } = await requestMigration(ada, gate);
  const reason = uniqueName("Name a contract first");
  await sam.page.goto(supportCasePage(caseId));
  await expectLoaded(sam.page);
  await sam.page.getByRole("textbox", { name: "Reason" }).fill(reason);
  await sam.page.getByRole("button", { name: "Decline" }).click();
  await expect(sam.page.getByRole("main")).toContainText("Declined by Sam Whitfield");

  await ada.page.goto(keyPage(sandbox, key.id, { tab: "go-live" }));
  await expectLoaded(ada.page);
  await expect(ada.page.getByRole("main")).toContainText(reason);
  await ada.page.goto(noticesPage());
  await expect(ada.page.getByRole("main")).toContainText(
    `The migration of ${key.name} to production is declined`,
  );
  await test.step("the second request is another case, and can be granted", async () => {
    await ada.page.goto(keyPage(sandbox, key.id, { tab: "go-live" }));
    await expectLoaded(ada.page);
    await ada.page.getByRole("button", { name: "Request migration to production" }).click();
    const dialog = ada.page.getByRole("dialog", { name: "Request migration to production" });
    await expect(dialog.getByRole("radio", { name: "Acme Production" })).toBeChecked();
    await dialog.getByRole("button", { name: "Send request" }).click();
    await expect(ada.page.getByText("Support grants or declines the migration.")).toBeVisible();
    const second = await readCase(ada, path);
    expect(second).not.toBe(caseId);
    await sam.page.goto(supportCasePage(second));
    await expectLoaded(sam.page);
    await sam.page.getByRole("textbox", { name: "Reason" }).fill("The contract is here");
    await sam.page.getByRole("button", { name: "Grant", exact: true }).click();
    await expect(sam.page.getByRole("main")).toContainText("Granted by Sam Whitfield");
    await ada.page.reload();
    await expectLoaded(ada.page);
    await expect(liveBadge(ada.page)).toBeVisible();
  });
});
