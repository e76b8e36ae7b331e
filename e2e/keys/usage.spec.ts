import { keyPage, replaceKeyPage } from "../../lib/addresses/pages";
import { expect, test, uniqueName } from "../cast/fixtures";
import { finishReveal, readSecret } from "../cast/keys";
import { expectLoaded } from "../cast/loaded";
import type { KeyList } from "../../lib/contracts/keys/integration-keys";

const DAY_MS = 86_400_000;

/** How long ago, in milliseconds; for ever where it never was. */
function age(at: string | null): number {
  return at === null ? Infinity : Date.now() - Date.parse(at);
}

test("usage opens on the range that has calls, and a range that is named stays", async ({ ada }) => {
  const { page } = ada;
  const account = ada.accountId("Acme Production");
  const keysThat = async (status: string) => {
    const answer = await ada.bff.ask(`/api/accounts/${account}/integration-keys?limit=100&status=${status}`);
    // The answer of the route is its contract's type.
    return ((await answer.json()) as KeyList).data;
  };
  // The demo has a key that was called in the last month and not since yesterday; other stories make many that are newer.
  const quiet = (await keysThat("expired")).find(
    (key) => age(key.lastCallAt) > 1.2 * DAY_MS && age(key.lastCallAt) < 28 * DAY_MS,
  );
  const unused = (await keysThat("active")).find((key) => key.lastCallAt === null);
  const current = page.getByRole("navigation", { name: "Time shown" }).locator("[aria-current=page]");

  await page.goto(keyPage(account, quiet?.id ?? "", { tab: "usage" }));
  await expect(current).toHaveText("30 days");
  await expect(page.getByRole("slider", { name: "Calls per day" })).toBeVisible();
  await page.goto(keyPage(account, quiet?.id ?? "", { tab: "usage", range: "24h" }));
  await expect(current).toHaveText("24 hours");
  await expect(page.getByRole("heading", { name: "No calls in this time" })).toBeVisible();
  await page.goto(keyPage(account, unused?.id ?? "", { tab: "usage" }));
  await expect(current).toHaveText("24 hours");
});

test("refused calls have a lane of their own, and are read beside the allowed ones", async ({
  ada,
  gate,
}) => {
  const { page } = ada;
  const account = ada.accountId("Acme Production");
  const { key, secret } = await ada.bff.createKey(account, { name: uniqueName("Two lanes") });
  await gate.call(secret);
  await gate.call(secret, { scope: "agreements:write" });
  await page.goto(keyPage(account, key.id, { tab: "usage" }));
  await expectLoaded(page);
  const usage = page.getByRole("region", { name: "Usage" });
  await expect(usage.getByText("Refused", { exact: true })).toBeVisible();
  await expect(usage.locator("svg rect[fill$='-allowed)'][y]")).toHaveCount(1);
  const [allowed, refused] = [
    await usage.locator("svg rect[fill$='-allowed)'][y]").boundingBox(),
    await usage.locator("svg rect[fill$='-insufficient_scope)'][y]").boundingBox(),
  ];
  expect(refused?.y).toBeGreaterThan((allowed?.y ?? Infinity) + (allowed?.height ?? 0));
  const slider = page.getByRole("slider", { name: "Calls per hour" });
  await slider.press("End");
  await expect(slider).toHaveAttribute("aria-valuetext", /2 calls: 1 allowed and 1 insufficient scope/);
});

test("a retiring key says who still calls it, and leads to these calls", async ({ ada, gate }) => {
  const { page } = ada;
  const account = ada.accountId("Acme Production");
  const { key, secret } = await ada.bff.createKey(account, { name: uniqueName("Changing over") });
  await gate.call(secret);
  await page.goto(replaceKeyPage(account, key.id));
  await page
    .getByRole("radiogroup", { name: "Overlap" })
    .getByRole("radio", { name: /^1 hour/ })
    .check();
  await page.getByRole("button", { name: "Replace key" }).click();
  const newSecret = await readSecret(page);
  await finishReveal(page);
  await page.goto(keyPage(account, key.id));
  const still = page.getByRole("region", { name: "Who still calls this key" });
  await expect(still).toContainText("Nobody has called with this key since it was replaced");
  await gate.call(secret);
  await expect(still).toContainText("1 address has called with this key since it was replaced");
  await expect(still.getByRole("row")).toHaveCount(2);
  await gate.call(newSecret);
  await expect(still).toContainText(
    "67% of the calls of the last 24 hours still came with this key: 2 of 3.",
  );
  await still.getByRole("link", { name: "Show these calls" }).click();
  await expect(page).toHaveURL(/tab=calls&from=/);
  await expect(page.getByRole("region", { name: "Calls with this key" }).getByRole("row")).toHaveCount(2);
});
