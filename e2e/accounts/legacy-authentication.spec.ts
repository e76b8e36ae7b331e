import { keyPage, keyPolicyPage } from "../../lib/addresses/pages";
import type { Me } from "../../lib/contracts/people/sessions";
import { exactDay } from "../../lib/domain/format/dates";
import { expectAccessibleEverywhere } from "../cast/accessibility";
import { GATE_URL } from "../server/addresses";
import { expect, test, uniqueName } from "../cast/fixtures";
import { expectLoaded } from "../cast/loaded";
import { CHOSEN, openOwnAccount } from "../cast/own-account";

test("an admin allows legacy authentication until a day, a client of then calls, the report names it, and it ends at once", async ({
  visitor,
}) => {
  const { page, context } = visitor;
  const own = await openOwnAccount(visitor);
  const name = uniqueName("Old program");
  const { key } = await own.bff.createKey(own.accountId, { name });
  const me = (await (await own.bff.ask("/api/me")).json()) as Me;
  const credential = { Username: me.user.email, Password: CHOSEN, IntegratorKey: `YDMN-${key.clientId}` };
  const callLikeThen = () =>
    context.request.get(`${GATE_URL}/restapi/v2/login_information`, {
      headers: { "X-DocuSign-Authentication": JSON.stringify(credential) },
    });

  expect((await callLikeThen()).status()).toBe(401);

  await page.goto(keyPolicyPage(own.accountId));
  await expectLoaded(page);
  const section = page.getByRole("region", { name: "Legacy authentication", exact: true });
  await expect(section).toContainText("Off. Whoever sends a name and password is refused.");
  await expect(section).toContainText("Nobody has ever used it in this account.");
  await section.getByRole("button", { name: "Allow until that day" }).click();
  await expect(section).toContainText("Choose the day on which it ends.");
  const lastDay = exactDay(new Date(Date.now() + 30 * 86_400_000));
  await section.getByRole("textbox", { name: "Last day" }).fill(lastDay);
  await section.getByRole("button", { name: "Allow until that day" }).click();
  await expect(section).toContainText(`Allowed until ${lastDay}`);

  const answer = await callLikeThen();
  expect([answer.status(), answer.headers()["deprecation"]]).toEqual([200, "@1630454400"]);
  expect(Date.parse(answer.headers()["sunset"] ?? "")).toBeGreaterThan(Date.now());
  expect(await answer.json()).toMatchObject({
    loginAccounts: [{ accountId: own.accountId, isDefault: "true" }],
  });

  await page.reload();
  await expectLoaded(page);
  const row = section.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText(me.user.email);
  await expect(row).toContainText("1 call");
  await expect(row).toContainText("Authorization: Bearer");
  await expectAccessibleEverywhere(page, "the key policy with the migration report");
  await page.goto(keyPage(own.accountId, key.id, { tab: "calls" }));
  await expect(page.getByRole("row").filter({ hasText: "login_information" })).toContainText(
    `legacy, as ${me.user.name}`,
  );

  await page.goto(keyPolicyPage(own.accountId));
  await section.getByRole("button", { name: "End it now" }).click();
  await expect(section).toContainText("Ended. Calls with it fail from now on.");
  const refused = await callLikeThen();
  expect([refused.status(), await refused.json()]).toEqual([
    401,
    { errorCode: "USER_AUTHENTICATION_FAILED", message: expect.stringContaining("Legacy authentication") },
  ]);
});
