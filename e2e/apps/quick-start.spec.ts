/** A developer takes an app's quick start along, and reads what a refusal means without signing in. */
import { keyPage } from "../../lib/addresses/pages";
import { expectAccessibleEverywhere } from "../cast/accessibility";
import { CONSOLE_URL } from "../server/addresses";
import { answered } from "../cast/complaints";
import { expect, test, uniqueName } from "../cast/fixtures";
import { expectLoaded } from "../cast/loaded";

test("an app's quick starts have its own values, in each language and for each grant, and no secret", async ({
  ada,
}) => {
  const { page } = ada;
  const accountId = ada.accountId("Acme Developer");
  const scopes = ["agreements:read", "signature", "impersonation"];
  const { id, clientId } = await ada.bff.createApp(accountId, { name: uniqueName("Portal"), scopes });
  await page.goto(keyPage(accountId, id, { tab: "quick-start" }));
  await expectLoaded(page);
  await expect(page.getByText("This app has no redirect URI yet")).toBeVisible();

  const api = `/api/accounts/${accountId}/integration-keys/${id}`;
  const uris = { redirectUris: ["https://portal.example.com/callback"] };
  expect((await ada.bff.ask(`${api}/redirect-uris`, { method: "PUT", data: uris })).status()).toBe(200);
  await page.reload();
  await expectLoaded(page);
  await expect(page.getByText("This app has no redirect URI yet")).toBeHidden();
  const program = page.getByRole("figure", { name: "program" });
  await expect(program).toContainText(`--user "${clientId}:$CLIENT_SECRET"`);
  await expect(program).toContainText(encodeURIComponent("https://portal.example.com/callback"));
  await expectAccessibleEverywhere(page, "quick start of an app");

  await page.getByRole("tab", { name: "Python" }).click();
  await page.getByRole("tab", { name: "Without the person" }).click();
  await expect(page.getByText("python3 act-for-person.py")).toBeVisible();
  await expect(program).toContainText(`"iss": "${clientId}"`);
});

test("an app that may not act alone says so instead of a program that is refused", async ({ ada }) => {
  const { page } = ada;
  const accountId = ada.accountId("Acme Developer");
  const { id } = await ada.bff.createApp(accountId, {
    name: uniqueName("Portal"),
    scopes: ["agreements:read"],
  });
  await page.goto(keyPage(accountId, id, { tab: "quick-start" }));
  await expectLoaded(page);
  await page.getByRole("tab", { name: "Without the person" }).click();
  await expect(page.getByText("This app can’t act for people who are not there")).toBeVisible();
  await expect(page.getByRole("figure")).toHaveCount(0);
});

test("whoever reads a program's log opens the page of its refusal without signing in", async ({
  visitor,
}) => {
  const { page, complaints } = visitor;
  const refused = await page.request.post(`${CONSOLE_URL}/oauth/token`, {
    form: { grant_type: "refresh_token", refresh_token: "x", client_id: "nobody" },
  });
  const { error, error_uri: help } = (await refused.json()) as Record<string, string>;
  expect([refused.status(), error]).toEqual([400, "invalid_client"]);
  await page.goto(help ?? "");
  await expect(page.getByRole("heading", { name: "The app did not prove who it is" })).toBeVisible();
  await expectAccessibleEverywhere(page, "help about a refusal");

  await page.goto(`${CONSOLE_URL}/help/oauth/clock?ended=412`);
  await expect(page.getByText("The assertion ended 412 seconds ago.")).toBeVisible();
  complaints.expect(answered(404, /help/));
  expect((await page.goto(`${CONSOLE_URL}/help/oauth/nothing`))?.status()).toBe(404);
});
