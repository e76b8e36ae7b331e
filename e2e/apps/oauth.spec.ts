/** An app is let in by a person, acts, and is sent away again: as an app on loopback and its people see it. */
import type { Page } from "@playwright/test";

import { connectedAppsPage, keyPage, organizationPage } from "../../lib/addresses/pages";
import { DEMO_PASSWORD } from "../../lib/domain/people/demo";
import { expectAccessibleEverywhere } from "../cast/accessibility";
import { CONSOLE_URL, GATE_URL } from "../server/addresses";
import { answered } from "../cast/complaints";
import { expect, test, uniqueName } from "../cast/fixtures";
import { ALLOWED, refused } from "../cast/gate";
import { expectHydrated, expectLoaded } from "../cast/loaded";
import { closeCallbacks, openLoopbackApp, type LoopbackApp } from "../cast/loopback-app";
import { makeOwnOrganization, openOwnAccount, proveOwnDomain } from "../cast/own-account";

const inApp = (page: Page) => expect(page.getByRole("heading", { name: "Back in the app" })).toBeVisible();
const question = (page: Page, app: LoopbackApp) =>
  page.getByRole("heading", { level: 1, name: `Allow ${app.name}?` });

test.afterEach(() => closeCallbacks());

test("somebody who is not signed in comes back to the question, allows it, and revokes it: the next call is refused", async ({
  ada,
  visitor,
  gate,
}) => {
  const app = await openLoopbackApp(ada);
  const { page } = visitor;
  await page.goto(app.start({ login_hint: "ada@acme.example", resource: GATE_URL }));
  await expectHydrated(page);
  await expect(page.getByRole("textbox", { name: "Email" })).toHaveValue("ada@acme.example");
  await page.getByRole("textbox", { name: "Password" }).fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();

  await expect(question(page, app)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/oauth/auth");
  const main = page.getByRole("main");
  for (const words of [
    "Acme Developer",
    app.host,
    "agreements:read",
    "30 days",
    GATE_URL,
    "ada@acme.example",
  ]) {
    await expect(main).toContainText(words);
  }
  await expectAccessibleEverywhere(page, "consent");
  await page.getByRole("button", { name: "Allow" }).click();
  await inApp(page);
  expect(app.answer()).toMatchObject({
    code: expect.stringMatching(/^ikc_test_/),
    state: "a b+c&d",
    iss: CONSOLE_URL,
  });

  const tokens = await app.redeem(app.answer()["code"]);
  expect(tokens.scope).toBe("signature");
  expect(await gate.call(tokens.access_token, { scope: "agreements:read" })).toEqual(ALLOWED);

  await page.goto(connectedAppsPage());
  const entry = page.getByRole("listitem").filter({ hasText: app.name });
  await expect(entry).toContainText("Acts for you in Acme Developer");
  await expectAccessibleEverywhere(page, "connected apps");
  await expectLoaded(page);
  await entry.getByRole("button", { name: "Revoke" }).click();
  const dialog = page.getByRole("dialog", { name: `Revoke ${app.name}` });
  await dialog.getByRole("button", { name: "Revoke app" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`${app.name} acts for you no more.`)).toBeVisible();
  await expect(entry).toHaveCount(0);
  expect(await gate.call(tokens.access_token, { scope: "agreements:read" })).toEqual(
    refused(401, "revoked_key"),
  );
});

test("with the keyboard: deny, allow, straight through, and asked again for more; whoever manages the app sees who", async ({
  ada,
  signIn,
}) => {
  const person = await signIn("ada");
  const app = await openLoopbackApp(ada);
  const { page } = person;
  await page.goto(app.start());
  await expect(question(page, app)).toBeVisible();
  await page.getByRole("button", { name: "Deny" }).press("Enter");
  await inApp(page);
  expect(app.answer()).toMatchObject({ error: "access_denied", state: "a b+c&d", iss: CONSOLE_URL });

  await page.goto(app.start());
  await page.getByRole("button", { name: "Allow" }).press("Enter");
  await inApp(page);
  const first = app.answer()["code"];
  await page.goto(app.start());
  await inApp(page);
  expect(app.answer()["code"]).not.toBe(first);

  await page.goto(app.start({ scope: "signature extended" }));
  await expect(page.getByRole("heading", { name: "It asks for more than you allowed before" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "extended" })).toContainText("New");
  await page.getByRole("button", { name: "Allow" }).click();
  await inApp(page);

  const owner = ada.page;
  await owner.goto(keyPage(ada.accountId("Acme Developer"), app.id, { tab: "consents" }));
  await expectLoaded(owner);
  const row = owner.getByRole("row").filter({ hasText: "ada@acme.example" });
  await expect(row).toContainText("in Acme Developer");
  await expect(owner.getByRole("columnheader")).toContainText(["signature", "extended"]);
  await expectAccessibleEverywhere(owner, "consents of an app");
});

test("an app that any program on the computer could be asks each time, and the page says that it was allowed before", async ({
  ada,
  signIn,
}) => {
  const person = await signIn("ada");
  const app = await openLoopbackApp(ada, { isPublic: true });
  const { page } = person;
  await page.goto(app.start());
  await expect(page.getByRole("heading", { name: "It may then" })).toBeVisible();
  await page.getByRole("button", { name: "Allow" }).click();
  await inApp(page);
  await page.goto(app.start());
  await expect(page.getByRole("heading", { name: "You allowed this before" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("any program on this computer could ask in its name");
  await expectAccessibleEverywhere(page, "consent that was given before");
  await page.getByRole("button", { name: "Allow" }).click();
  await inApp(page);
});

test("an app whose callback sends people on to another origin has them there", async ({ ada, signIn }) => {
  const person = await signIn("ada");
  const app = await openLoopbackApp(ada, { sendsOn: true });
  const { page } = person;
  const asked = await page.goto(app.start());
  // The page itself may send its form to nobody but this server.
  expect(asked?.headers()["content-security-policy"]).toMatch(/form-action 'self'(?:;|$)/);
  await page.getByRole("button", { name: "Allow" }).click();
  await inApp(page);
  expect(new URL(page.url()).hostname).toBe("localhost");
  expect(app.answer()["code"]).toMatch(/^ikc_test_/);
});

test("what could be sent to somebody else's address gets a page, and an answer from another site is refused", async ({
  ada,
}) => {
  const app = await openLoopbackApp(ada);
  const { page, complaints } = ada;
  complaints.expect(answered(404, /oauth/));
  const unknown = await page.goto(app.start({ redirect_uri: "https://evil.example/callback" }));
  expect(unknown?.status()).toBe(404);
  await expect(page.getByText("The address to go back to is not the app’s")).toBeVisible();
  await expectAccessibleEverywhere(page, "unanswerable request");

  const asked = await page.goto(app.start());
  expect(asked?.headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(asked?.headers()["referrer-policy"]).toBe("no-referrer");
  const fields = await page
    .locator("form input[type=hidden]")
    .evaluateAll((inputs) =>
      inputs.map((input) => (input instanceof HTMLInputElement ? [input.name, input.value] : [])),
    );
  const form: Record<string, string> = {
    ...(Object.fromEntries(fields) as Record<string, string>),
    decision: "allow",
  };
  const post = (data: Record<string, string>, site: string) =>
    ada.context.request.post(`${CONSOLE_URL}/oauth/consent`, {
      form: data,
      headers: { "Sec-Fetch-Site": site },
      maxRedirects: 0,
    });
  expect((await post(form, "cross-site")).status()).toBe(403);
  expect((await post({ ...form, ticket: "" }, "same-origin")).status()).toBe(403);
  expect((await post({ ...form, request: `${form["request"] ?? ""}&scope=x` }, "same-origin")).status()).toBe(
    403,
  );
  const answer = await post(form, "same-origin");
  expect(answer.status()).toBe(200);
  expect(answer.headers()["refresh"]).toMatch(/^0; url=http:\/\/127\.0\.0\.1:\d+\/callback\?code=ikc_test_/);
});

test("what programs read is JSON, and an unknown well-known address is no page", async ({ request }) => {
  const documents = await Promise.all(
    ["oauth-authorization-server", "openid-configuration"].map((name) =>
      request.get(`${CONSOLE_URL}/.well-known/${name}`),
    ),
  );
  for (const document of documents) {
    expect(document.headers()["content-type"]).toBe("application/json");
    expect(await document.json()).toMatchObject({
      issuer: CONSOLE_URL,
      token_endpoint: `${CONSOLE_URL}/oauth/token`,
    });
  }
  for (const path of [
    "/.well-known/webfinger",
    "/.well-known/oauth-authorization-server/oauth",
    "/oauth/nothing",
  ]) {
    const answer = await request.get(`${CONSOLE_URL}${path}`, { maxRedirects: 0 });
    expect([path, answer.status()]).toEqual([path, 404]);
    if (path.startsWith("/.well-known/")) expect(answer.headers()["content-type"]).toContain("json");
  }
});

test("an organization's admin is asked for everybody: nobody of its domain is asked any more, until it is revoked", async ({
  ada,
  gate,
  signIn,
}) => {
  // Page after page, several of them looked at for accessibility in light, dark and on a phone.
  test.slow();
  const app = await openLoopbackApp(ada);
  const { page, me } = await signIn("grace");
  const asking = app.start({ scope: "openid", admin_consent_scope: "signature extended" });

  // Grace is in no sandbox account, where this app would act for her: it is for Authorized apps then.
  await page.goto(asking);
  await expect(
    page.getByRole("heading", { level: 1, name: `Allow ${app.name} for everybody?` }),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: "Allow" })).toHaveCount(0);
  await expect(page.getByRole("main")).toContainText("under Authorized apps on the organization’s page");
  await page.getByRole("button", { name: "Deny" }).click();
  await inApp(page);
  expect(app.answer()).toMatchObject({
    error: "access_denied",
    error_uri: expect.stringContaining(`${CONSOLE_URL}/help/oauth/consent-required?client_id=`),
  });
  await page.goto(app.answer()["error_uri"] ?? "");
  await expect(page.getByRole("main")).toContainText("Consent address");

  await page.goto(organizationPage(me.organizations[0]?.id ?? ""));
  await expectLoaded(page);
  const apps = page.getByRole("region", { name: "Authorized apps" });
  await apps.getByRole("textbox", { name: "GUID of an app" }).fill(app.clientId);
  await apps.getByRole("button", { name: "Find app" }).click();
  await expect(apps).toContainText(`${app.name}, of Acme Developer`);
  await apps.getByRole("checkbox", { name: "signature" }).check();
  await apps.getByRole("checkbox", { name: "extended" }).check();
  await expectAccessibleEverywhere(page, "authorizing an app");
  await apps.getByRole("button", { name: "Authorize app" }).click();
  const entry = apps.getByRole("listitem").filter({ hasText: app.name });
  await expect(entry).toContainText("Authorized by Grace Lindqvist");
  await expect(entry).toContainText("Acts for nobody yet");

  const dev = await signIn("dev");
  await dev.page.goto(app.start());
  await inApp(dev.page);
  const tokens = await app.redeem(app.answer()["code"]);
  expect(await gate.call(tokens.access_token, { scope: "agreements:read" })).toEqual(ALLOWED);
  await dev.page.goto(connectedAppsPage());
  const connected = dev.page.getByRole("listitem").filter({ hasText: app.name });
  await expect(connected).toContainText("Approved by your organization, Acme");
  await expect(connected.getByRole("button", { name: "Revoke" })).toHaveCount(0);
  await expectAccessibleEverywhere(dev.page, "apps of an organization");

  await page.reload();
  await expectLoaded(page);
  await expect(entry).toContainText("Acts for 1 person");
  await entry.getByRole("button", { name: "Revoke" }).click();
  const dialog = page.getByRole("dialog", { name: `Revoke ${app.name}` });
  await expect(dialog).toContainText("It stops for 1 person");
  await expectAccessibleEverywhere(page, "revoking an authorized app");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("The pilot is over");
  await dialog.getByRole("button", { name: "Revoke app" }).click();
  await expect(dialog).toBeHidden();
  await expect(entry).toHaveCount(0);
  expect(await gate.call(tokens.access_token, { scope: "agreements:read" })).toEqual(
    refused(401, "revoked_key"),
  );
  await dev.page.goto(app.start());
  await expect(question(dev.page, app)).toBeVisible();
});

test("an app sends an organization's admin, who reads whom it is for, allows it, and ends it with the domain", async ({
  ada,
  gate,
  visitor,
}) => {
  // Page after page, several of them looked at for accessibility in light, dark and on a phone.
  test.slow();
  const app = await openLoopbackApp(ada);
  const domain = `${uniqueName("harbour")
    .replaceAll(/[^a-z0-9]/gi, "")
    .toLowerCase()}.example`;
  const own = await openOwnAccount(visitor, { domain });
  const organizationId = await makeOwnOrganization({ accountId: own.accountId, adminId: own.userId });
  await proveOwnDomain(organizationId, domain);
  const { page } = visitor;
  await page.goto(app.start({ scope: "openid", admin_consent_scope: "signature extended" }));
  const main = page.getByRole("main");
  for (const words of [`of Acme Developer`, "Nobody is asked any more", domain, "Harbour Office", app.host]) {
    await expect(main).toContainText(words);
  }
  await expectAccessibleEverywhere(page, "consent for an organization");
  await page.getByRole("button", { name: "Allow" }).press("Enter");
  await inApp(page);
  expect(app.answer()).toMatchObject({ code: expect.stringMatching(/^ikc_test_/), iss: CONSOLE_URL });

  await page.goto(app.start());
  await inApp(page);
  const tokens = await app.redeem(app.answer()["code"]);
  expect(await gate.call(tokens.access_token, { scope: "agreements:read" })).toEqual(ALLOWED);

  await page.goto(organizationPage(organizationId));
  await expectLoaded(page);
  const claims = page.getByRole("region", { name: "Claimed domains" });
  await claims.getByRole("listitem", { name: domain }).getByRole("button", { name: "Remove" }).click();
  const removal = page.getByRole("dialog");
  await expect(removal).toContainText("authorized apps stop acting");
  await removal.getByRole("button", { name: "Remove domain" }).click();
  // Behind a dialog nothing is found, so that only without one it says something that there is no such item.
  await expect(removal).toBeHidden();
  await expect(claims.getByRole("listitem", { name: domain })).toHaveCount(0);
  expect(await gate.call(tokens.access_token, { scope: "agreements:read" })).toEqual(
    refused(401, "revoked_key"),
  );
});
