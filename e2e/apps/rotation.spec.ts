/** A client secret is changed for another: who still uses the old one, and what its removal stops. */
import { keyPage } from "../../lib/addresses/pages";
import { expectAccessibleEverywhere } from "../cast/accessibility";
import { expect, test } from "../cast/fixtures";
import { ALLOWED, refused } from "../cast/gate";
import { expectLoaded } from "../cast/loaded";
import { closeCallbacks, openLoopbackApp } from "../cast/loopback-app";

test.afterEach(() => closeCallbacks());

test("the share of the calls, the callers and what ends with it stand beside a secret, in its removal, and after it", async ({
  ada,
  gate,
}) => {
  const { page } = ada;
  const app = await openLoopbackApp(ada);
  await page.goto(app.start());
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByRole("heading", { name: "Back in the app" })).toBeVisible();
  const { access_token: token } = await app.redeem(app.answer()["code"]);
  for (let nth = 0; nth < 3; nth += 1) {
    expect(await gate.call(token, { scope: "agreements:read" })).toEqual(ALLOWED);
  }
  const accountId = ada.accountId("Acme Developer");
  const api = `/api/accounts/${accountId}/integration-keys/${app.id}`;
  await ada.bff.ask(`${api}/secrets`, { method: "POST", data: { name: "next year" } });

  await page.goto(keyPage(accountId, app.id, { tab: "credentials" }));
  await expectLoaded(page);
  const secrets = page.getByRole("table").filter({ hasText: "next year" });
  await expect(secrets).toContainText("100% of the app's calls in the last 24 hours: 3 of 3.");
  await expect(secrets).toContainText("None came with a newer one.");
  await expect(secrets).toContainText("Nobody has used it yet.");
  await secrets.getByText("1 caller").click();
  await expect(secrets.getByRole("list", { name: "Callers with “server”" })).toContainText("3 calls");
  await expectAccessibleEverywhere(page, "use of credentials");

  const row = secrets.getByRole("row").filter({ hasText: "server" });
  await row.getByRole("button", { name: "Remove" }).click();
  const removal = page.getByRole("dialog", { name: "Remove server" });
  await expect(removal).toContainText(/3 calls since .* came with it. Calls like these fail from then on./);
  await expect(removal).toContainText("1 token that was got with it ends at once.");
  await expect(removal).toContainText("1 sign-in rests on it: this person would have to sign in again.");
  await expectAccessibleEverywhere(page, "removal of a credential that is used");
  await removal.getByRole("button", { name: "Remove client secret" }).click();
  // Behind a dialog nothing is found, so that only without one it says something that there is no row.
  await expect(removal).toBeHidden();
  await expect(row).toHaveCount(0);
  expect(await gate.call(token)).toEqual(refused(401, "revoked_key"));

  await page.reload();
  await expectLoaded(page);
  const removed = page.getByRole("list", { name: "Removed, and called with in the last day" });
  await expect(removed).toContainText("server");
  await expect(removed).toContainText("Before, 3 calls in the last 24 hours came with it.");
  await expect(removed).toContainText("1 call with its tokens was refused: programs still have them.");
});
