import { DEMO_PASSWORD } from "../../lib/domain/people/demo";
import { keyListPage, keyPage, supportCasePage } from "../../lib/addresses/pages";
import { expectAccessible, expectAccessibleEverywhere } from "../cast/accessibility";
import { expect, test, uniqueName, type Person } from "../cast/fixtures";
import { ALLOWED } from "../cast/gate";
import { fillKeyForm, finishReveal, readSecret, revealDialog } from "../cast/keys";
import { expectLoaded } from "../cast/loaded";

/** Support looks at the case of the key's migration and grants it. */
async function grant({ page }: Person, caseId: string): Promise<void> {
  await page.goto(supportCasePage(caseId));
  await expectLoaded(page);
  const evidence = page.getByRole("region", { name: "Evidence" });
  await expect(evidence).toContainText("Due on <b>Monday</b>");
  await expect(evidence).toContainText("Ada Osei is its admin");
  await page.getByRole("button", { name: "Grant", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("Granted by Sam Whitfield");
}

test("a developer's key goes from sign-in to its first accepted call in production, where an admin issues it", async ({
  visitor: { page: dev },
  ada,
  sam,
  gate,
}) => {
  const name = uniqueName("Going live");
  const sandbox = ada.accountId("Acme Developer");

  // The developer makes a key and shows that it works.
  await dev.goto(keyListPage(sandbox));
  await dev.getByRole("textbox", { name: "Email" }).fill("dev@acme.example");
  await dev.getByLabel("Password").fill(DEMO_PASSWORD);
  await dev.getByRole("button", { name: "Sign in", exact: true }).click();
  await dev.getByRole("link", { name: "Create integration key" }).click();
  await fillKeyForm(dev, { name, scopes: ["agreements:read"] });
  await dev.getByRole("button", { name: "Create key" }).click();
  const secret = await readSecret(dev);
  await finishReveal(dev);
  await expect(dev.getByRole("heading", { level: 1, name })).toBeVisible();
  const keyId = new URL(dev.url()).pathname.split("/").at(-1) ?? "";
  for (let nth = 0; nth < 20; nth += 1) {
    expect(await gate.call(secret, { method: "POST" })).toEqual(ALLOWED);
  }
  await dev.getByRole("link", { name: "Go Live", exact: true }).last().click();
  await expect(dev.getByText("20 of 20 calls").first()).toBeVisible();
  await expect(dev.getByRole("region", { name: "Prerequisites" })).toContainText(
    "You belong to no production account.",
  );

  // An admin of both accounts has it reviewed and asks for the migration.
  const { page } = ada;
  await page.goto(keyPage(sandbox, keyId, { tab: "go-live" }));
  await expectLoaded(page);
  await page.getByRole("button", { name: "Request review" }).click();
  const review = page.getByRole("dialog", { name: "Request review" });
  await review.getByRole("radio", { name: "Private or custom" }).check();
  await review.getByRole("textbox", { name: "Description" }).fill("Sends the contracts of our shop");
  await review.getByRole("textbox", { name: "Contact" }).fill("ada@acme.example");
  await review.getByRole("checkbox", { name: "I accept the terms of Go Live" }).check();
  await review.getByRole("button", { name: "Send request" }).click();
  await page.getByRole("button", { name: "Request migration to production" }).click();
  const migration = page.getByRole("dialog", { name: "Request migration to production" });
  await migration.getByRole("textbox", { name: /^Note to whoever decides/ }).fill("Due on <b>Monday</b>");
  await migration.getByRole("button", { name: "Send request" }).click();
  await expect(page.getByText("Support grants or declines the migration.")).toBeVisible();
  const board = await ada.bff.ask(`/api/accounts/${sandbox}/integration-keys/${keyId}/go-live`);
  const { goLive } = (await board.json()) as { goLive: { migration: { caseId: string } } };
  await grant(sam, goLive.migration.caseId);

  // Both say that they are live. The developer, who is nobody in production, reads where the copy is.
  await expect(page.getByRole("main").getByRole("link", { name: "Live", exact: true })).toBeVisible();
  await dev.reload();
  await expect(dev.getByText("The copy is in Acme Production", { exact: false })).toBeVisible();
  await expect(dev.getByRole("link", { name: "Open production key" })).toHaveCount(0);

  // The copy in production has the plan of what is left to do.
  await page.getByRole("link", { name: "Open production key" }).click();
  await expect(page.getByTitle("Taken live from a sandbox key, with the same GUID")).toHaveText("Live");
  const plan = page.getByRole("region", { name: "Carry-over plan" });
  await expect(plan).toContainText("Issue the key");
  await expect(plan.getByRole("link", { name: "the sandbox key in Acme Developer" })).toBeVisible();
  await expectAccessibleEverywhere(page, "a copy that is not issued yet");
  await plan.getByRole("button", { name: "Issue key" }).click();
  const dialog = page.getByRole("dialog", { name: "Issue the key" });
  await expect(dialog.getByRole("button", { name: "Issue key" })).toBeVisible();
  await expectAccessible(page, "the issue of a key");
  await dialog.getByRole("button", { name: "Issue key" }).click();
  const issued = await readSecret(page);
  // One dialog took the other's place.
  await expect(revealDialog(page).locator(":focus")).toHaveCount(1);
  expect(issued).toMatch(/^ik_live_/);
  await finishReveal(page);
  await expect(plan).toContainText("Key issued");
  await expect(plan.getByRole("button", { name: "Issue key" })).toBeHidden();

  expect(await gate.call(issued)).toEqual(ALLOWED);
  await expect(plan).toBeHidden();
  await expect(page.getByRole("link", { name: "the sandbox key in Acme Developer" })).toBeVisible();
});
