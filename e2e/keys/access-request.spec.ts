import {
  apiInformationPage,
  auditLogPage,
  keyListPage,
  supportAccountPage,
  supportPage,
} from "../../lib/addresses/pages";
import { expectAccessible } from "../cast/accessibility";
import { answered } from "../cast/complaints";
import { expect, test, uniqueName } from "../cast/fixtures";
import { createKeyInForm } from "../cast/keys";
import { ALLOWED, refused } from "../cast/gate";

test("where keys are not enabled, an admin asks, support grants, and a key is made", async ({
  uma,
  sam,
  gate,
}) => {
  const account = uma.accountId("Umbrella Production");
  const wish = uniqueName("We want to export signed agreements every night.");

  await uma.page.goto(apiInformationPage(account));
  await uma.page.getByRole("link", { name: "See what is missing" }).click();
  await expect(uma.page).toHaveURL(keyListPage(account));
  await expect(uma.page.getByRole("main")).toContainText(/not enabled|not yet/i);
  await expect(uma.page.getByRole("link", { name: "Integration Key", exact: true })).toHaveCount(0);
  await uma.page.getByRole("textbox", { name: "What do you want to build?" }).fill(wish);
  await uma.page.getByRole("button", { name: /^Request access/ }).click();
  await expect(uma.page.getByRole("main")).toContainText("Waiting for support");
  await expectAccessible(uma.page, "an open request");

  await sam.page.goto(supportPage());
  await sam.page
    .getByRole("row")
    .filter({ hasText: "Umbrella Production" })
    .getByRole("link")
    .first()
    .click();
  await expect(
    sam.page.getByRole("heading", { level: 1, name: "Access request of Umbrella Production" }),
  ).toBeVisible();
  await expect(sam.page.getByRole("main")).toContainText(wish);
  await expectAccessible(sam.page, "a case");
  await sam.page.getByRole("textbox", { name: "Reason" }).fill("Welcome on board");
  await sam.page.getByRole("button", { name: "Grant", exact: true }).click();
  await expect(sam.page.getByRole("main")).toContainText("Granted by Sam Whitfield");

  await uma.page.reload();
  await uma.page.getByRole("link", { name: "Integration Key", exact: true }).click();
  await uma.page.getByRole("link", { name: "Create integration key" }).first().click();
  const secret = await createKeyInForm(uma.page, {
    name: uniqueName("First key"),
    scopes: ["agreements:read"],
  });
  expect(await gate.call(secret)).toEqual(ALLOWED);

  await test.step("switched off again, the key is kept and refused, and the log says who did it", async () => {
    // Away from the key's page, which asks again every few seconds and would be refused.
    await uma.page.goto(auditLogPage(account));
    const change = await sam.bff.ask(`/api/support/accounts/${account}`, {
      method: "PATCH",
      data: { hasIntegrationKeys: false, reason: "End of the trial" },
    });
    expect(change.status()).toBe(200);
    expect(await gate.call(secret)).toEqual(refused(403, "account_not_entitled"));
    await uma.page.reload();
    await expect(uma.page.getByRole("listitem").filter({ hasText: "End of the trial" })).toContainText(
      /support/i,
    );
  });
});

test("support gives an account limits of its own, with a reason that its admins read", async ({
  sam,
  gus,
}) => {
  const account = gus.accountId("Globex Production");
  await sam.bff.look(account, "Asked for more traffic");
  await sam.page.goto(supportAccountPage(account));
  const form = sam.page.getByRole("form", { name: "Limits" });
  await form.getByLabel("Calls per hour").fill("many");
  await form.getByRole("button", { name: "Change limits" }).click();
  await expect(form).toContainText("A whole number from 1 to 10,000,000, or nothing.");
  await expect(form).toContainText("Say why. The account sees it in its audit log.");
  await form.getByLabel("Calls per hour").fill("5000");
  await form.getByLabel("Reason").fill("More traffic before the holidays");
  await form.getByRole("button", { name: "Change limits" }).click();
  await expect(form.getByLabel("Calls per hour")).toHaveValue("5,000");
  await gus.page.goto(auditLogPage(account));
  await expect(
    gus.page.getByRole("listitem").filter({ hasText: "More traffic before the holidays" }),
  ).toContainText("the hourly limit from the usual one to 5,000");
});

test("on a plan without keys, the address says that Enterprise is missing", async ({ ian }) => {
  const { page } = ian;
  await page.goto(keyListPage(ian.accountId("Initech")));
  await expect(page.getByRole("main")).toContainText(/Enterprise/);
  await expect(page.getByRole("main")).toContainText(/Business/);
  await expect(page.getByRole("button", { name: /^Request access/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Integration Key", exact: true })).toHaveCount(0);
});

test("the pages of support do not exist for those who are not staff", async ({ ada }) => {
  ada.complaints.expect(answered(404));
  const response = await ada.page.goto(supportPage());
  expect(response?.status()).toBe(404);
  await expect(ada.page.getByRole("heading", { level: 1, name: "There is nothing here" })).toBeVisible();
  expect((await ada.bff.ask("/api/support/cases")).status()).toBe(404);
});
