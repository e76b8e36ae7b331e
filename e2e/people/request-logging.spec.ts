import { requestLoggingPage } from "../../lib/addresses/pages";
import type { LoggedRequestList } from "../../lib/contracts/people/request-logs";
import { expectAccessibleEverywhere } from "../cast/accessibility";
import { GATE_URL } from "../server/addresses";
import { expect, test, uniqueName, type Visitor } from "../cast/fixtures";
import { expectLoaded } from "../cast/loaded";
import { openOwnAccount } from "../cast/own-account";
import { unzip } from "../../testing/programs/unzip";

const rows = ({ page }: Visitor) =>
  page.getByRole("list", { name: /^Captured requests/ }).getByRole("listitem");

test("a developer captures fifty requests, looks into one, takes them as a ZIP, and clears for fifty more", async ({
  visitor,
  gate,
}, testInfo) => {
  const { page, context } = visitor;
  const own = await openOwnAccount(visitor);
  const { secret } = await own.bff.createKey(own.accountId, { name: uniqueName("Logged") });
  const button = (name: string) => page.getByRole("button", { name, exact: true });

  await page.goto(requestLoggingPage());
  await expectLoaded(page);
  await expect(page.getByText("Only you see them", { exact: false })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Nothing captured yet" })).toBeVisible();
  await expect(button("Download logs")).toBeDisabled();
  await button("Enable logging").click();
  await expect(page.getByText("0 of 50 captured, 50 left")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Waiting for the first request" })).toBeVisible();

  await gate.call(secret, { method: "POST", path: "/agreements?access_token=planted&page=2" });
  // By itself, while nobody touches the page.
  await expect(page.getByText("1 of 50 captured, 49 left")).toBeVisible();
  const summary = rows(visitor).first().locator("summary");
  await expect(summary).toContainText("POST /agreements?access_token=[masked]&page=2");
  await summary.click();
  const headers = rows(visitor).first().getByRole("region", { name: "Headers" });
  await expect(headers).toContainText("authorization: Bearer [masked]");
  await expect(headers).not.toContainText(secret.slice(8, 20));

  await button("Disable logging").click();
  await expect(button("Enable logging")).toBeVisible();
  await gate.call(secret);
  await expect(page.getByText("1 of 50 captured, 49 left")).toBeVisible();
  await button("Enable logging").click();
  await expect(button("Disable logging")).toBeVisible();
  for (let left = 49; left > 0; left -= 1) {
    await gate.call(secret, {
      path: `/agreements/${left}`,
      scope: left % 2 ? "users:write" : "agreements:read",
    });
  }
  await expect(page.getByText("50 of 50 captured, 0 left")).toBeVisible();
  await expect(button("Enable logging")).toBeDisabled();
  await expect(
    page.getByText("Logging switched itself off after 50 requests.", { exact: false }),
  ).toBeVisible();
  await expect(rows(visitor)).toHaveCount(50);

  const download = page.waitForEvent("download");
  await button("Download logs").click();
  const file = testInfo.outputPath("request-log.zip");
  await (await download).saveAs(file);
  expect(unzip("-t", file)).toContain("No errors detected");
  const names = unzip("-Z1", file).trim().split("\n");
  expect(names).toHaveLength(50);
  expect(names).toEqual(names.toSorted());
  expect(names.slice(0, 2)).toEqual(["01_200_POST_agreements.txt", "02_403_GET_agreements-49.txt"]);
  const first = unzip("-p", file, names[0] ?? "");
  expect(first).toMatch(/^POST \/agreements\?access_token=\[masked\]&page=2\n/);
  expect(first).not.toContain(secret.slice(8, 20));

  await button("Clear logs").click();
  await expect(page.getByText("0 of 50 captured, 50 left")).toBeVisible();
  await expect(button("Enable logging")).toBeEnabled();
  const answer = await own.bff.ask("/api/you/request-logging/requests");
  // The answer of the route is its contract's type.
  expect((await answer.json()) as LoggedRequestList).toEqual({ data: [], nextCursor: null });
  expect(context.pages()).toHaveLength(1);
});

test("a log with requests is accessible at 1280 and 360 px in both themes, open or not, and is used by keyboard", async ({
  openBrowser,
  gate,
}) => {
  const visitor = await openBrowser();
  const { page } = visitor;
  const own = await openOwnAccount(visitor);
  const { secret } = await own.bff.createKey(own.accountId, { name: uniqueName("Logged") });
  await page.goto(requestLoggingPage());
  await expectLoaded(page);
  await page.getByRole("button", { name: "Enable logging" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Disable logging" })).toBeFocused();
  await page.request.get(`${GATE_URL}/v1/me`, { headers: { Authorization: `Bearer ${secret}` } });
  await gate.call(secret, { path: `/api/rest/v6/agreements/${"long-".repeat(30)}`, scope: "users:write" });
  await expect(rows(visitor)).toHaveCount(2);
  await rows(visitor).first().locator("summary").focus();
  await page.keyboard.press("Enter");
  await expect(rows(visitor).first().getByRole("region", { name: "Headers" })).toBeVisible();
  await expectAccessibleEverywhere(page, "a request log");
});
