import type { Page } from "@playwright/test";

import { apiInformationPage, keyListPage, keyPage, newKeyPage } from "../../lib/addresses/pages";
import { expect, test, uniqueName } from "../cast/fixtures";
import { ALLOWED, refused } from "../cast/gate";
import { confirmRevoke, keyRow } from "../cast/keys";
import { openOwnAccount } from "../cast/own-account";

const number = (page: Page) => page.getByRole("region", { name: "Number of keys" });
const sparkline = (page: Page, name: string) => keyRow(page, name).getByRole("img", { name: /7 days/ });

test("ended keys are not in the way: the list says how many there are, and shows them for a click", async ({
  visitor,
}) => {
  const { page } = visitor;
  const { accountId, bff } = await openOwnAccount(visitor);
  const names = [uniqueName("Alive"), uniqueName("Gone")];
  const [alive, gone] = await Promise.all(names.map((name) => bff.createKey(accountId, { name })));
  const revoke = (id: string | undefined) =>
    bff.ask(`/api/accounts/${accountId}/integration-keys/${id}/revoke`, {
      method: "POST",
      data: { reason: "not needed" },
    });
  await revoke(gone?.key.id);

  await page.goto(keyListPage(accountId));
  await expect(keyRow(page, alive?.key.name ?? "")).toBeVisible();
  await expect(keyRow(page, gone?.key.name ?? "")).toHaveCount(0);
  await expect(number(page)).toContainText("1 of 100 active keys");
  await number(page).getByRole("link", { name: "1 ended key not shown" }).click();
  await expect(page).toHaveURL(/[?&]status=ended/);
  await expect(keyRow(page, gone?.key.name ?? "")).toContainText("Revoked");
  await expect(keyRow(page, alive?.key.name ?? "")).toHaveCount(0);

  // Who searches may not know that it has ended.
  await page.goto(keyListPage(accountId));
  await page.getByRole("searchbox", { name: "Search keys" }).fill("Gone");
  await expect(keyRow(page, gone?.key.name ?? "")).toContainText("Revoked");
  // An address with a status of its own means that one.
  await page.goto(keyListPage(accountId, { status: "revoked" }));
  await expect(keyRow(page, gone?.key.name ?? "")).toBeVisible();

  await page.goto(keyListPage(accountId));
  await keyRow(page, alive?.key.name ?? "")
    .getByRole("button", { name: "Revoke" })
    .click();
  await confirmRevoke(page, { reason: "not needed" });
  // Whoever revoked it sees what it did; the next look at the list is without it.
  await expect(keyRow(page, alive?.key.name ?? "")).toContainText("Revoked");
  await expect(number(page)).toContainText("2 ended keys not shown");
  await page.goto(keyListPage(accountId));
  await expect(page.getByRole("heading", { name: "No live keys" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("2 keys of this account have ended");
  await page.getByRole("link", { name: "Show ended keys" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Revoked" })).toHaveCount(2);
});

test("how many keys there may be is said with care from nine tenths on, and what to do where none is left", async ({
  visitor,
}) => {
  const { page } = visitor;
  const { accountId, bff, operate } = await openOwnAccount(visitor);
  const limit = async (keys: number) =>
    operate("set-limits", "--active-keys", String(keys), "--reason", "A story");
  for (let made = 0; made < 9; made += 1) await bff.createKey(accountId, { name: uniqueName("One of many") });
  await page.goto(keyListPage(accountId));
  await expect(number(page)).toContainText("9 of 100 active keys");
  await expect(number(page)).not.toContainText("can be created");

  await limit(10);
  await page.goto(keyListPage(accountId));
  await expect(number(page)).toContainText("9 of 10 active keys");
  await expect(number(page)).toContainText("1 more key can be created. Then revoke one");

  await limit(9);
  await page.goto(keyListPage(accountId));
  await expect(number(page)).toContainText("9 of 9 active keys");
  await expect(number(page)).toContainText("No key can be created. Revoke one that is no longer needed");
  await page.goto(apiInformationPage(accountId));
  await expect(page.getByRole("main")).toContainText("9 of 9 active keys");
  await page.goto(newKeyPage(accountId));
  await expect(page.getByRole("main")).toContainText("This account has 9 of 9 active keys");
  await expect(page.getByRole("button", { name: "Create key" })).toBeVisible();
});

test("what is used of the hourly limit is seen on the key's page and on API Information, as the gate counts it", async ({
  visitor,
  gate,
}) => {
  const { page } = visitor;
  const { accountId, bff, operate } = await openOwnAccount(visitor);
  const [one, other] = await Promise.all(
    ["One", "Other"].map((name) => bff.createKey(accountId, { name: uniqueName(name) })),
  );
  await operate("set-limits", "--hourly", "4", "--reason", "A story");
  await page.goto(keyPage(accountId, one?.key.id ?? ""));
  const main = page.getByRole("main");
  await expect(main).toContainText(/\d of 4 calls this hour/);
  const used = async () => {
    const answer = await bff.ask(`/api/accounts/${accountId}/call-quota`);
    // The answer of the route is its contract's type.
    return ((await answer.json()) as { hourly: { used: number } }).hourly.used;
  };
  // A full hour may turn in between: then it is counted anew, on the page as at the gate.
  const before = await used();
  expect(await gate.call(one?.secret ?? "")).toEqual(ALLOWED);
  expect(await gate.call(other?.secret ?? "")).toEqual(ALLOWED);
  expect(await gate.call(one?.secret ?? "", { scope: "users:write" })).toEqual(
    refused(403, "insufficient_scope"),
  );
  const after = await used();
  expect(after === before + 2 || after <= 2).toBe(true);
  await expect(main).toContainText(`${after} of 4 calls this hour`);
  await expect(main).toContainText(
    /1 by this key, the rest by others of this account|None of them by this key/,
  );
  await page.goto(apiInformationPage(accountId));
  await expect(main).toContainText(`${after} of 4 calls this hour`);
});

test("a key that was only ever refused never looks used: not in the list, on its page, or in the revoke dialog", async ({
  visitor,
  gate,
}) => {
  const { page } = visitor;
  const { accountId, bff } = await openOwnAccount(visitor);
  const { key, secret } = await bff.createKey(accountId, { name: uniqueName("Refused") });
  const used = await bff.createKey(accountId, { name: uniqueName("Used") });
  for (let calls = 0; calls < 3; calls += 1) {
    expect(await gate.call(secret, { scope: "users:write" })).toEqual(refused(403, "insufficient_scope"));
  }
  expect(await gate.call(used.secret)).toEqual(ALLOWED);
  const accepted = "[data-call=accepted]";
  const marked = "[data-call=refused]";

  await page.goto(keyListPage(accountId));
  await expect(keyRow(page, key.name)).toContainText("Refused only");
  await expect(sparkline(page, key.name)).toHaveAccessibleName(/3 calls in the last 7 days, all refused/);
  await expect(keyRow(page, key.name).locator(marked).first()).toBeVisible();
  await expect(keyRow(page, key.name).locator(accepted)).toHaveCount(0);
  await expect(sparkline(page, used.key.name)).toHaveAccessibleName(/1 call in the last 7 days, accepted/);
  await expect(keyRow(page, used.key.name).locator(accepted).first()).toBeVisible();
  await expect(keyRow(page, used.key.name).locator(marked)).toHaveCount(0);

  await keyRow(page, key.name).getByRole("button", { name: "Revoke" }).click();
  const dialog = page.getByRole("dialog", { name: /^Revoke / });
  await expect(dialog).toContainText("Nobody used it in the last 24 hours; every call was refused.");
  await expect(dialog).toContainText("Last used never: every call was refused");
  const callers = dialog.getByRole("region", { name: "Callers of the last 24 hours" });
  await expect(callers).toContainText("refused only");
  await expect(callers).toContainText("3 refused");
  await expect(callers.locator(accepted)).toHaveCount(0);
  await page.keyboard.press("Escape");

  await page.goto(keyPage(accountId, key.id));
  await expect(page.getByRole("main")).toContainText("Never: every call was refused");
  await expect(page.getByRole("list", { name: "Events of its life" })).toContainText("Last refused call");
  await expect(page.getByRole("list", { name: "Events of its life" })).not.toContainText("Last used");
  await page.goto(keyPage(accountId, key.id, { tab: "calls" }));
  await expect(page.getByRole("table").locator(marked)).toHaveCount(3);
  await expect(page.getByRole("table").locator(accepted)).toHaveCount(0);
  await page.goto(apiInformationPage(accountId));
  await expect(page.getByRole("list", { name: "Newest keys" })).toContainText("never used: refused only");
});

test("a stray call of an ended key is a line; what goes on is a banner (R8)", async ({ visitor, gate }) => {
  const { page } = visitor;
  const { accountId, bff } = await openOwnAccount(visitor);
  const { key, secret } = await bff.createKey(accountId, { name: uniqueName("Stray") });
  await bff.ask(`/api/accounts/${accountId}/integration-keys/${key.id}/revoke`, {
    method: "POST",
    data: { reason: "leaked" },
  });
  expect(await gate.call(secret)).toEqual(refused(401, "revoked_key"));
  const log = page.getByRole("region", { name: "Knocking log" });
  await page.goto(keyPage(accountId, key.id));
  await expect(log).toContainText("Revoked, still called once from 1 address since. That was just now.");
  expect((await log.boundingBox())?.height).toBeLessThan(30);
  await log.getByText("Revoked, still called once").click();
  await expect(log.getByRole("row").nth(1)).toContainText("127.0.0.1");
  await page.goto(keyListPage(accountId, { status: "ended" }));
  await expect(keyRow(page, key.name)).toContainText("1 refused");

  for (let calls = 0; calls < 11; calls += 1) await gate.call(secret);
  await page.goto(keyPage(accountId, key.id));
  await expect(log.getByRole("row").nth(1)).toContainText("127.0.0.1");
  await expect(log).toContainText("12 in the last 24 hours");
});
