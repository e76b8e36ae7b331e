import { apiInformationPage, keyListPage, newKeyPage } from "../../lib/addresses/pages";
import { expect, test } from "../cast/fixtures";

for (const name of ["max", "vera"] as const) {
  test(`${name}, who is no admin, sees API Information, and no way to the keys`, async ({ signIn }) => {
    const { page, accountId } = await signIn(name);
    const account = accountId("Acme Production");
    await page.goto(apiInformationPage(account));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("main")).toContainText(account);
    await expect(page.getByRole("link", { name: "Integration Key", exact: true })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Audit log" })).toHaveCount(0);

    for (const address of [keyListPage(account), newKeyPage(account)]) {
      await page.goto(address);
      await expect(page.getByRole("main")).toContainText(/only admins of this account manage/i);
      await expect(page.getByRole("main")).toContainText("Grace Lindqvist");
      await expect(page.getByRole("button", { name: "Create key" })).toHaveCount(0);
    }
  });
}
