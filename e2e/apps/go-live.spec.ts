import { goLivePage, keyPage } from "../../lib/addresses/pages";
import { expectAccessible, expectAccessibleEverywhere } from "../cast/accessibility";
import { expect, test, uniqueName, type Person } from "../cast/fixtures";
import { ALLOWED, type Gate } from "../cast/gate";
import { expectLoaded } from "../cast/loaded";

/** From the answer of the gate to the page: what the board promises. */
const WITHIN_MS = 2_000;

async function makeKey({ bff, accountId }: Person, name: string) {
  const account = accountId("Acme Developer");
  const { key, secret } = await bff.createKey(account, { name: uniqueName(name) });
  return { account, secret, key, board: keyPage(account, key.id, { tab: "go-live" }) };
}

/** Calls that count, each of its own. */
async function callWell(gate: Gate, secret: string, calls: number): Promise<void> {
  for (let nth = 0; nth < calls; nth += 1) {
    expect(await gate.call(secret, { method: "POST" })).toEqual(ALLOWED);
  }
}

test("the board counts a call within two seconds after the gate has answered, by itself", async ({
  dev,
  gate,
}) => {
  const { page } = dev;
  const { secret, board } = await makeKey(dev, "Counted");
  await page.goto(board);
  await expectLoaded(page);
  await expect(page.getByText("0 of 20 calls").first()).toBeVisible();
  for (const count of [1, 2, 3]) {
    await callWell(gate, secret, 1);
    const text = page.getByRole("region", { name: "Test calls" }).getByText(`${count} of 20 calls`);
    await expect(text).toBeVisible({ timeout: WITHIN_MS });
  }
});

test("calls that do not count are named with their reason, and broken rules with the very calls", async ({
  dev,
  gate,
}) => {
  const { page } = dev;
  const { secret, board } = await makeKey(dev, "Named");
  await callWell(gate, secret, 1);
  for (let nth = 0; nth < 2; nth += 1) await gate.call(secret, { path: "/api/rest/v6/agreements/7" });
  await gate.call(secret, { method: "POST", path: "/api/rest/v6/users", scope: "users:write" });
  await page.goto(board);
  await expectLoaded(page);
  const calls = page.getByRole("table");
  const row = (path: string) => calls.getByRole("row").filter({ hasText: path });
  await expect(row("/users")).toContainText("Refused: insufficient scope.");
  await expect(row("/agreements/7").first()).toContainText(
    "Polling: the same path was read less than a minute before",
  );
  await page.getByRole("checkbox", { name: "Only calls that do not count" }).check();
  await expect(calls.getByRole("row")).toHaveCount(3);
  await expect(page.getByRole("region", { name: "Last refusals, explained" })).toContainText(
    "This key was not granted users:write.",
  );
  const broken = page.getByRole("region", { name: "Broken rules" });
  await expect(broken).toContainText("GET /api/rest/v6/agreements/7 was read again once within 15 minutes.");
  await broken.getByRole("link", { name: /^Call …/ }).click();
  await expect(page).toHaveURL(/tab=calls/);
  await expect(page.getByRole("region", { name: "Calls with this key" })).toContainText("/agreements/7");
});

test("a review that support has in hand can be withdrawn, and requested again", async ({ ada, gate }) => {
  const { page } = ada;
  const { secret, board } = await makeKey(ada, "Taken back");
  await callWell(gate, secret, 20);
  await page.goto(board);
  await expectLoaded(page);
  await page.getByRole("button", { name: "Request review" }).click();
  const dialog = page.getByRole("dialog", { name: "Request review" });
  await dialog.getByRole("radio", { name: "Public" }).check();
  await dialog.getByRole("textbox", { name: "Description" }).fill("Sends the contracts of our shop");
  await dialog.getByRole("textbox", { name: "Contact" }).fill("ada@acme.example");
  await dialog.getByRole("checkbox", { name: "I accept the terms of Go Live" }).check();
  await dialog.getByRole("button", { name: "Send request" }).click();
  await expect(page.getByText(/^Support looks at the review/)).toBeVisible();

  await page.getByRole("button", { name: "Withdraw request" }).click();
  await expectAccessible(page, "the withdrawal of a review");
  await page.getByRole("button", { name: "Withdraw", exact: true }).click();
  await expect(page.getByText(/^The review of .* was withdrawn$/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Request review" })).toBeFocused();
});

test("a review that is not passed names what is at fault; one that is leads to the migration, which can be withdrawn", async ({
  ada,
  gate,
}) => {
  const { page } = ada;
  const { account, secret, board, key } = await makeKey(ada, "Reviewed");
  await callWell(gate, secret, 19);
  await page.goto(board);
  await expectLoaded(page);

  const asked = {
    classification: "third_party",
    description: "Sends the contracts of our shop",
    contact: "ada@acme.example",
    acceptsTerms: true,
  };
  await ada.bff.ask(`/api/accounts/${account}/integration-keys/${key.id}/go-live/review`, {
    method: "POST",
    data: asked,
  });
  await expect(page.getByText(/^The review of .* was not passed$/)).toBeVisible();
  await expect(page.getByText("19 of 20 calls in 24 hours that succeeded and broke no rule.")).toBeVisible();

  await page.getByRole("button", { name: "Request review" }).click();
  const request = page.getByRole("dialog", { name: "Request review" });
  const send = request.getByRole("button", { name: "Send request" });
  await test.step("what would not pass is said before it is asked for", async () => {
    await expect(request.getByText("19 of 20 calls count in one window of 24 hours.")).toBeVisible();
    await expect(send).toBeDisabled();
    await expectAccessible(page, "the request for a review that would not pass");
  });
  await callWell(gate, secret, 1);
  await expect(send).toBeEnabled();
  await send.click();
  await expect(request.getByText("The terms have to be accepted.")).toBeVisible();
  await request.getByRole("radio", { name: "Third party" }).check();
  await request.getByRole("textbox", { name: "Description" }).fill(asked.description);
  await request.getByRole("textbox", { name: "Contact" }).fill(asked.contact);
  await request.getByRole("checkbox", { name: "I accept the terms of Go Live" }).check();
  await expectAccessible(page, "the request for a review");
  await send.click();
  await expect(request).toBeHidden();
  await page.getByRole("button", { name: "Request migration to production" }).click();
  const dialog = page.getByRole("dialog", { name: "Request migration to production" });
  await expect(dialog.getByRole("radio", { name: "Acme Production" })).toBeChecked();
  await expectAccessible(page, "the request for migration");
  await dialog.getByRole("button", { name: "Send request" }).click();
  await expect(page.getByText("Support grants or declines the migration.")).toBeVisible();

  await page.goto(goLivePage(account));
  const line = page.getByRole("row").filter({ hasText: key.name });
  await expect(line).toContainText("With support");
  await line.getByRole("link", { name: key.name }).click();
  await page.getByRole("button", { name: "Withdraw request" }).click();
  await page.getByRole("button", { name: "Withdraw", exact: true }).click();
  await expect(page.getByText("The request was withdrawn.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Request migration to production" })).toBeFocused();
});

test("board and list are accessible in light and dark, and scroll nowhere sideways, at 1280 and 360 px", async ({
  ada,
  gate,
}) => {
  const { page } = ada;
  const { account, secret, board } = await makeKey(ada, "Looked at");
  await callWell(gate, secret, 3);
  for (let nth = 0; nth < 2; nth += 1) await gate.call(secret, { path: "/api/rest/v6/agreements/7" });
  await gate.call(secret, { scope: "users:write" });
  for (const [name, address] of [
    ["the board", board],
    ["the list", goLivePage(account)],
  ] as const) {
    await page.goto(address);
    await expectLoaded(page);
    await expectAccessibleEverywhere(page, name);
  }
});
