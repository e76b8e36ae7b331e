import { DAY_MS } from "../../lib/domain/time/durations";
import { exactDay, isoDay } from "../../lib/domain/format/dates";
import { keyPage, newKeyPage } from "../../lib/addresses/pages";
import { expect, test, uniqueName } from "../cast/fixtures";
import { fillKeyForm, finishReveal, sendKeyForm } from "../cast/keys";
import { expectLoaded } from "../cast/loaded";

const NATIVE = "input[type=date], input[type=datetime-local]";

/** "29 Nov 2027": the day this many days from now, as people write it. */
function dayIn(days: number): string {
  return exactDay(new Date(Date.now() + days * DAY_MS));
}

test.describe("in a browser that writes the month first", () => {
  test.use({ locale: "en-US", timezoneId: "America/New_York" });

  test("every date is written and read in the product's form, in its own zone", async ({ ada }) => {
    const { page } = ada;
    const account = ada.accountId("Acme Production");
    const name = uniqueName("Until a day");
    await page.goto(newKeyPage(account));
    await expectLoaded(page);
    const expires = page.getByLabel("Expires");
    await expect(expires).toHaveValue(/^\d{1,2} [A-Z][a-z]{2} \d{4}, \d{2}:\d{2}$/);

    await test.step("what may be two days makes no key", async () => {
      await fillKeyForm(page, { name, scopes: ["agreements:read"] });
      await expires.fill("12/11/2027");
      await page.getByRole("button", { name: "Create key" }).click();
      await expect(expires).toBeFocused();
      await expires.press("Tab");
      await expect(expires).toHaveAccessibleDescription(/taken for each other/);
    });

    await test.step("a day is its last minute, in the browser's zone", async () => {
      await expires.fill(dayIn(20).toLowerCase());
      await expires.press("Tab");
      await expect(expires).toHaveValue(/^\d{1,2} [A-Z][a-z]{2} \d{4}, 23:59$/);
      await expect(expires).toHaveAccessibleDescription(/Ends \d{1,2} [A-Z][a-z]{2} \d{4}, 0[34]:59:00 UTC/);
    });

    await test.step("the last day that the policy allows is its last instant", async () => {
      await page.getByRole("group", { name: "Lifetime" }).getByRole("button").last().click();
      const latest = await expires.inputValue();
      await expires.fill(latest.replace(/,.*/, ""));
      await expires.press("Tab");
      await expect(expires).toHaveValue(latest);
    });

    await test.step("the usual lifetimes write into the same field", async () => {
      const typed = await expires.inputValue();
      await page.getByRole("group", { name: "Lifetime" }).getByRole("button", { name: "30 days" }).click();
      await expect(expires).not.toHaveValue(typed);
      await expires.fill(typed);
    });
    await sendKeyForm(page);
    await finishReveal(page);
  });
});

test("the calls of a span are found by dates as people type them, and of no other", async ({ ada, gate }) => {
  const { page } = ada;
  const account = ada.accountId("Acme Production");
  const { key, secret } = await ada.bff.createKey(account, { name: uniqueName("On this day") });
  await gate.call(secret);
  await page.goto(keyPage(account, key.id, { tab: "calls" }));
  await expectLoaded(page);
  const rows = page.getByRole("region", { name: "Calls with this key" }).getByRole("row");
  await expect(rows).toHaveCount(2);

  const [from, to] = [page.getByLabel("From (UTC)"), page.getByLabel("To (UTC)")];
  await from.fill(dayIn(0));
  await to.fill(dayIn(0));
  await to.press("Enter");
  await expect(page).toHaveURL(/from=\d{4}-\d{2}-\d{2}T00%3A00%3A00.000Z&to=/);
  await expect(rows).toHaveCount(2);
  await expect(from).toHaveValue(/^\d{1,2} [A-Z][a-z]{2} \d{4}, 00:00$/);

  await from.fill("tomorrow");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(from).toBeFocused();
  await expect(page).toHaveURL(/from=/);
  await from.fill("2020-02-02");
  await to.fill("1 Feb 2020");
  await to.press("Enter");
  await expect(to).toHaveAccessibleDescription("This is not after From, 2 Feb 2020, 00:00:00 UTC.");
  await expect(page).not.toHaveURL(/2020-02/);
  await from.fill("2020-01-01 09:30");
  await to.fill("1 Feb 2020");
  await to.press("Enter");
  await expect(page.getByRole("heading", { name: "No such calls" })).toBeVisible();
  await expect(to).toHaveValue("2 Feb 2020, 00:00");
});

test("an explanation is never of another time than the one that was typed", async ({ ada }) => {
  const { page } = ada;
  const account = ada.accountId("Acme Production");
  const { key } = await ada.bff.createKey(account, { name: uniqueName("At that time") });
  await page.goto(keyPage(account, key.id, { tab: "explain" }));
  await expectLoaded(page);
  const when = page.getByLabel("When (UTC)");
  await when.fill("next week");
  await page.getByRole("button", { name: "Explain", exact: true }).click();
  await expect(when).toBeFocused();
  await expect(page).not.toHaveURL(/method=/);
  await when.fill("5 Jan 2090, 9:30 am");
  await page.getByRole("button", { name: "Explain", exact: true }).click();
  await expect(page).toHaveURL(/at=2090-01-05T09%3A30/);
  await expect(page.getByRole("main")).toContainText(/expired/i);
});

test("the calendar of the browser is a button beside the field, which shows what was chosen", async ({
  ada,
}) => {
  const { page } = ada;
  await page.goto(newKeyPage(ada.accountId("Acme Production")));
  await expectLoaded(page);
  const expires = page.getByLabel("Expires");
  await expires.focus();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Open calendar" })).toBeFocused();
  // What the calendar itself would do: it is the browser's, and not of the page.
  const chosen = `${isoDay(new Date(Date.now() + 9 * DAY_MS))}T10:15`;
  await page.locator(NATIVE).first().fill(chosen, { force: true });
  await expect(expires).toHaveValue(/^\d{1,2} [A-Z][a-z]{2} \d{4}, 10:15$/);
  await expect(page.locator(NATIVE)).toHaveCount(1);
  await expect(page.locator(NATIVE)).toHaveAttribute("aria-hidden", "true");
});

test("the name says how much room is left, as the server counts it", async ({ ada }) => {
  const { page } = ada;
  await page.goto(newKeyPage(ada.accountId("Acme Production")));
  await expectLoaded(page);
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  const said = page.getByRole("status").filter({ hasText: /character/ });
  await name.fill("Nightly export");
  await expect(page.getByText("14 / 80")).toBeVisible();
  await expect(said).toHaveCount(0);
  await name.fill("🔑".repeat(72));
  await expect(said).toHaveText("8 characters left");
  await name.fill("🔑".repeat(80));
  await expect(said).toHaveText("0 characters left");
  await name.fill("x".repeat(83));
  await expect(said).toHaveText("3 characters too many");
});
