import { once } from "node:events";

import { apiInformationPage, keyListPage, newKeyPage, signInPage } from "../../lib/addresses/pages";
import { answered } from "../cast/complaints";
import { expect, test, uniqueName } from "../cast/fixtures";
import { fillKeyForm, keyRow } from "../cast/keys";
import { expectLoaded } from "../cast/loaded";

const ABORTED = /net::ERR_(FAILED|CONNECTION_REFUSED)/;

test("a list that can't be reached says so, and Try again brings it", async ({ ada }) => {
  const { page, complaints } = ada;
  complaints.expect(ABORTED);
  const account = ada.accountId("Acme Production");
  const { key } = await ada.bff.createKey(account, { name: uniqueName("Found later") });
  await page.goto(keyListPage(account));
  await expectLoaded(page);

  const api = `**/api/accounts/${account}/integration-keys?*`;
  let tries = 0;
  await page.route(api, (route) => {
    tries += 1;
    return route.abort();
  });
  await page.getByRole("searchbox", { name: "Search keys" }).fill(key.name);
  // What may come right by itself is asked twice more, a second later and then two.
  for (const least of [1, 2, 3]) await expect.poll(() => tries).toBeGreaterThanOrEqual(least);
  const failure = page.getByRole("alert").filter({ hasText: "could not be loaded" });
  await expect(failure).toContainText("can't be reached");
  await page.unroute(api);
  await failure.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("row").filter({ hasText: key.name })).toBeVisible();
  await expect(failure).toHaveCount(0);
});

test("an error of the server shows the request id that support needs", async ({ ada }) => {
  const { page, complaints } = ada;
  complaints.expect(answered(500));
  const account = ada.accountId("Acme Production");
  await page.goto(keyListPage(account));
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await page.route(`**/api/accounts/${account}/integration-keys?*`, (route) =>
    route.fulfill({
      status: 500,
      contentType: "application/problem+json",
      json: {
        type: "about:blank",
        title: "Internal error",
        status: 500,
        detail: "Something went wrong on our side. Try again.",
        code: "internal_error",
        requestId: "0199-request-of-the-test",
      },
    }),
  );
  await page.getByRole("searchbox", { name: "Search keys" }).fill("anything");
  const failure = page.getByRole("alert").filter({ hasText: "0199-request-of-the-test" });
  await expect(failure).toContainText("Something went wrong on our side");
  await expect(failure.getByRole("button", { name: "Copy request id" })).toBeVisible();
});

test("a create whose answer is lost makes no second key, and says what became of the first", async ({
  ada,
}) => {
  const { page, complaints } = ada;
  complaints.expect(ABORTED);
  const account = ada.accountId("Acme Production");
  const name = uniqueName("Lost answer");
  await page.goto(newKeyPage(account));
  await fillKeyForm(page, { name, scopes: ["agreements:read"] });
  // The server does its work; its answer never arrives.
  await page.route(
    `**/api/accounts/${account}/integration-keys`,
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
  const again = page.getByRole("button", { name: "Create key" });
  if (await again.isVisible()) await again.click();
  await expect(page.getByRole("alert").filter({ hasText: "could not be shown" })).toBeVisible();

  const answer = await ada.bff.ask(`/api/accounts/${account}/integration-keys?q=${encodeURIComponent(name)}`);
  // The answer of the route is its contract's type.
  expect(((await answer.json()) as { data: unknown[] }).data).toHaveLength(1);
});

test("an address that no page has shows not found, with the way back", async ({ ada }) => {
  const { page, complaints } = ada;
  complaints.expect(answered(404));
  for (const address of [
    "/nothing/here",
    `${apiInformationPage(ada.accountId("Acme Production"))}/nothing`,
  ]) {
    expect((await page.goto(address))?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: "There is nothing here" })).toBeVisible();
    await page.getByRole("link", { name: "Go to your account" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "API Information" })).toBeVisible();
  }
});

test("while the callers of a key are fetched their skeleton stands in their place, and nothing is revoked", async ({
  ada,
}) => {
  const { page } = ada;
  const account = ada.accountId("Acme Developer");
  const { key } = await ada.bff.createKey(account, { name: uniqueName("Slow to load") });
  await page.goto(keyListPage(account, { q: key.name }));
  const waiting = new AbortController();
  const released = once(waiting.signal, "abort");
  await page.route(`**/integration-keys/${key.id}/callers`, async (route) => {
    await released;
    await route.continue();
  });
  await keyRow(page, key.name).getByRole("button", { name: "Revoke" }).click();
  const dialog = page.getByRole("dialog", { name: /^Revoke / });
  await expect(dialog.locator("[aria-busy=true]")).toContainText("Looking for the callers");
  await expect(dialog.getByRole("button", { name: "Revoke key" })).toBeDisabled();
  waiting.abort();
  await expect(dialog.locator("[aria-busy=true]")).toHaveCount(0);
  await expect(dialog.getByRole("button", { name: "Revoke key" })).toBeEnabled();
});

test("a connection is kept for longer than a proxy before us leaves one idle, so that no request is lost", async ({
  visitor,
}) => {
  const answer = await visitor.context.request.get(signInPage());
  expect(answer.headers()["keep-alive"]).toBe("timeout=75");
});

test("an address of the API that nothing answers says so as a problem", async ({ ada }) => {
  const answer = await ada.bff.ask("/api/accounts/nobody/has/this");
  expect(answer.status()).toBe(404);
  expect(answer.headers()["content-type"]).toContain("application/problem+json");
  expect(await answer.json()).toMatchObject({ code: "not_found" });
});

test("a method that an address of the API does not take is a problem that names those that it takes", async ({
  ada,
}) => {
  const answer = await ada.bff.ask("/api/me", { method: "DELETE" });
  expect([answer.status(), answer.headers()["allow"]]).toEqual([405, "GET, HEAD, OPTIONS"]);
  expect(await answer.json()).toMatchObject({ code: "method_not_allowed" });
});
