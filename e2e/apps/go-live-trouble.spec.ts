/** Go Live where something goes wrong: no network, an answer that is lost, a refusal in a low window, a translated page. */
import { goLivePage, keyPage } from "../../lib/addresses/pages";
import { answered } from "../cast/complaints";
import { expect, test, uniqueName, type Person } from "../cast/fixtures";
import { ALLOWED, type Gate } from "../cast/gate";
import { expectLoaded } from "../cast/loaded";
import { translate } from "../cast/translate";

const OFFLINE = /net::ERR_(INTERNET_DISCONNECTED|FAILED)/;

async function makeKey({ bff, accountId }: Person, gate: Gate, calls: number) {
  const account = accountId("Acme Developer");
  const { key, secret } = await bff.createKey(account, { name: uniqueName("In trouble") });
  for (let nth = 0; nth < calls; nth += 1) {
    expect(await gate.call(secret, { method: "POST" })).toEqual(ALLOWED);
  }
  const api = `/api/accounts/${account}/integration-keys/${key.id}/go-live`;
  return { account, key, secret, api, board: keyPage(account, key.id, { tab: "go-live" }) };
}

/** A key whose review is passed, on its board. */
async function openReviewed(person: Person, gate: Gate) {
  const made = await makeKey(person, gate, 20);
  const data = {
    classification: "third_party",
    description: "Sends contracts",
    contact: "ada",
    acceptsTerms: true,
  };
  expect((await person.bff.ask(`${made.api}/review`, { method: "POST", data })).status()).toBe(200);
  await person.page.goto(made.board);
  await expectLoaded(person.page);
  await person.page.getByRole("button", { name: "Request migration to production" }).click();
  const dialog = person.page.getByRole("dialog", { name: "Request migration to production" });
  await expect(dialog.getByRole("radio", { name: "Acme Production" })).toBeChecked();
  return { ...made, dialog, send: dialog.getByRole("button", { name: "Send request" }) };
}

test("without a network the page says so, a request does not hang, and both go on once it is back", async ({
  signIn,
  gate,
}) => {
  const ada = await signIn("ada");
  const { page, context, complaints } = ada;
  complaints.expect(OFFLINE);
  const { dialog, send } = await openReviewed(ada, gate);
  await context.setOffline(true);
  const band = page.locator("output").filter({ hasText: "No network." });
  await expect(band).toBeVisible();
  await send.click();
  const failure = dialog.getByRole("alert");
  await expect(failure).toContainText("It is not known whether this was done");
  await expect(send).not.toHaveAttribute("aria-busy", "true");
  await context.setOffline(false);
  await expect(band).toBeHidden();
  await send.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Support grants or declines the migration.")).toBeVisible();
});

test("a request whose answer is lost is not said to have failed, and the board shows what became of it", async ({
  ada,
  gate,
}) => {
  const { page, complaints } = ada;
  complaints.expect(OFFLINE);
  const { dialog, send, api } = await openReviewed(ada, gate);
  await page.route(
    `**${api}/migration`,
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await send.click();
  const failure = dialog.getByRole("alert");
  await expect(failure).toContainText("It is not known whether this was done");
  await expect(failure).toContainText("It may have been done all the same");
  await dialog.getByRole("button", { name: "Not yet" }).click();
  await expect(page.getByText("Support grants or declines the migration.")).toBeVisible();
});

test("in a window of 360 by 360 px a refusal in a dialog is in sight and has the focus", async ({
  signIn,
  gate,
}) => {
  const ada = await signIn("ada", { viewport: { width: 360, height: 360 } });
  const { page, complaints } = ada;
  complaints.expect(answered(409));
  const { dialog, send, api, account } = await openReviewed(ada, gate);
  const refuse = (address: string) =>
    page.route(address, (route) =>
      route.fulfill({
        status: 409,
        contentType: "application/problem+json",
        json: {
          type: "about:blank",
          title: "Conflict",
          status: 409,
          code: "conflict",
          detail: "Others were faster.",
        },
      }),
    );
  await refuse(`**${api}/migration`);
  await send.click();
  const failure = dialog.getByRole("alert");
  await expect(failure).toContainText("Others were faster.");
  await expect(failure).toBeFocused();
  await expect(failure).toBeInViewport();
  await dialog.getByRole("button", { name: "Not yet" }).click();

  await test.step("so it is in a dialog of credentials, after Enter in its field", async () => {
    const app = await ada.bff.createApp(account, { name: uniqueName("Refused") });
    await page.goto(keyPage(account, app.id, { tab: "credentials" }));
    await expectLoaded(page);
    await refuse(`**/integration-keys/${app.id}/secrets`);
    await page.getByRole("button", { name: "Add secret" }).click();
    const adding = page.getByRole("dialog", { name: "Add a client secret" });
    await adding.getByRole("textbox", { name: "Name" }).fill("Server");
    await page.keyboard.press("Enter");
    const refusal = adding.getByRole("alert");
    await expect(refusal).toBeFocused();
    await expect(refusal).toBeInViewport();
  });
});

test("a board and a list that the browser has translated go on counting, and their dialogs open and close", async ({
  ada,
  gate,
}) => {
  const { page } = ada;
  const { account, key, secret, board } = await makeKey(ada, gate, 2);
  await page.goto(board);
  await expectLoaded(page);
  await translate(ada);
  await gate.call(secret, { method: "POST" });
  await expect(page.getByText("3 of 20 calls").first()).toBeVisible();
  for (let nth = 0; nth < 2; nth += 1) await gate.call(secret, { path: "/api/rest/v6/agreements/7" });
  await expect(page.getByRole("region", { name: "Broken rules" })).toBeVisible();
  await page.getByRole("checkbox", { name: "Only calls that do not count" }).check();
  await page.getByRole("button", { name: "Request review" }).click();
  const dialog = page.getByRole("dialog", { name: "Request review" });
  await dialog.getByRole("button", { name: "Not yet" }).click();
  await expect(dialog).toBeHidden();

  await page.goto(goLivePage(account));
  await expectLoaded(page);
  await translate(ada);
  await page.getByRole("searchbox", { name: "Search keys" }).fill(key.name);
  await expect(page.getByRole("row")).toHaveCount(2);
});

test("the list finds a key by name, GUID and last four characters, keeps the search in its address, and says that there is none", async ({
  ada,
  gate,
}) => {
  const { page } = ada;
  const { account, key } = await makeKey(ada, gate, 0);
  await page.goto(goLivePage(account));
  await expectLoaded(page);
  const field = page.getByRole("searchbox", { name: "Search keys" });
  const lines = page.getByRole("row").filter({ has: page.getByRole("cell") });
  for (const text of [key.name.slice(-9), key.clientId.slice(0, 13), key.lastFour ?? ""]) {
    await field.fill(text);
    await expect(page).toHaveURL((url) => url.searchParams.get("q") === text);
    await expect(lines.filter({ hasText: key.name })).toHaveCount(1);
  }
  await field.fill(key.name);
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === key.name);
  await page.reload();
  await expectLoaded(page);
  await expect(field).toHaveValue(key.name);
  await expect(lines).toHaveCount(1);
  await field.fill("nothing is called this");
  await expect(page.getByText("No key that works is found by this.")).toBeVisible();
  await field.fill("");
  await expect(lines.filter({ hasText: key.name })).toHaveCount(1);
});
