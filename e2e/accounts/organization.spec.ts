import { continuityPage, organizationPage } from "../../lib/addresses/pages";
import { expectAccessible } from "../cast/accessibility";
import { answered } from "../cast/complaints";
import { expect, test } from "../cast/fixtures";

test("an organization admin sees accounts and domains, claims a domain and gives it up", async ({
  signIn,
}) => {
  const { page, complaints } = await signIn("grace");
  complaints.expect(answered(422));
  await page.goto("/");
  await page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: "Organization" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Acme" })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Acme Developer" })).toContainText("At risk");
  await expect(page.getByRole("listitem", { name: "acme.example", exact: true })).toContainText("Verified");
  await expect(page.getByRole("region", { name: "Claimed domains" })).toContainText("asks no DNS");

  const field = page.getByRole("textbox", { name: "Domain" });
  await field.fill("co.uk");
  await page.getByRole("button", { name: "Claim domain" }).click();
  await expect(page.getByText("Anybody can register names below co.uk")).toBeVisible();
  await field.fill("Bücher.example");
  await page.getByRole("button", { name: "Claim domain" }).click();
  const claim = page.getByRole("listitem", { name: "xn--bcher-kva.example" });
  await expect(claim).toContainText("Pending");
  await expect(claim).toContainText(/countersign=[0-9a-f-]{36}/);

  await claim.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("button", { name: "Remove domain" }).click();
  await expect(claim).toHaveCount(0);
  await expectAccessible(page, "organization");
});

test("an account's only admin is told what would be out of everybody's hands", async ({ gus }) => {
  await gus.page.goto(continuityPage(gus.accountId("Globex Production")));
  await expect(gus.page.getByRole("main")).toContainText("One admin alone can manage");
  await expect(gus.page.getByRole("main")).toContainText(
    "At least two active admins, so that one can leave Not done",
  );
  await expect(gus.page.getByRole("heading", { name: "If a person left today" })).toBeVisible();
  await expectAccessible(gus.page, "continuity");
});

test("an organization is nobody else's page", async ({ signIn, ada }) => {
  const { me } = await signIn("grace");
  const id = me.organizations[0]?.id ?? "";
  ada.complaints.expect(answered(404));
  await ada.page.goto(organizationPage(id));
  await expect(ada.page.getByRole("main")).toContainText("There is nothing here");
});
