/** OAuth apps: made in a sandbox, and set up from empty to full. */
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import type { Page } from "@playwright/test";

import type { CreateKeyRequest } from "../../lib/contracts/keys/integration-keys";
import { keyPage, newKeyPage } from "../../lib/addresses/pages";
import { expectAccessibleEverywhere } from "../cast/accessibility";
import { answered } from "../cast/complaints";
import { expect, test, uniqueName, type Person } from "../cast/fixtures";
import { fillKeyForm } from "../cast/keys";
import { expectHydrated, expectLoaded } from "../cast/loaded";

const rsa = (modulusLength: number) => generateKeyPairSync("rsa", { modulusLength });
const dialogOf = (page: Page, name: string) => page.getByRole("dialog", { name });
const table = (page: Page, name: string) => page.getByRole("table").filter({ hasText: name });

/** Makes an app and opens what it is set up with. */
async function openApp(person: Person, wanted: Partial<CreateKeyRequest> = {}) {
  const accountId = person.accountId("Acme Developer");
  const app = await person.bff.createApp(accountId, { name: uniqueName("Portal"), ...wanted });
  await person.page.goto(keyPage(accountId, app.id, { tab: "credentials" }));
  await expectLoaded(person.page);
  const api = `/api/accounts/${accountId}/integration-keys/${app.id}`;
  const addSecret = async (name: string) => {
    const answer = await person.bff.ask(`${api}/secrets`, { method: "POST", data: { name } });
    expect(answer.status()).toBe(201);
  };
  return { app, api, accountId, addSecret };
}

async function addSecretInDialog(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: "Add secret" }).click();
  const form = dialogOf(page, "Add a client secret");
  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await form.getByRole("button", { name: "Add secret" }).click();
  const field = dialogOf(page, "Save your client secret").getByRole("textbox", { name: "Client secret" });
  await expect(field).toHaveValue(/^iks_test_[0-9A-Za-z]{46}$/);
  // One dialog took the other's place.
  await expect(dialogOf(page, "Save your client secret").locator(":focus")).toHaveCount(1);
  return field.inputValue();
}

async function finish(page: Page, title: string, stored: string): Promise<void> {
  const reveal = dialogOf(page, title);
  await reveal.getByRole("checkbox", { name: stored }).check();
  await reveal.getByRole("button", { name: "Done" }).click();
  await expect(reveal).toBeHidden();
}

test.describe("the form of a new key", () => {
  test("makes an app in a sandbox: no expiry, a ceiling of scopes, the GUID to copy at once, and the way on", async ({
    ada,
  }) => {
    const { page, context } = ada;
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const accountId = ada.accountId("Acme Developer");
    await page.goto(newKeyPage(accountId));
    await expectHydrated(page);
    const method = page.getByRole("radiogroup", { name: "Authentication method" });
    await expect(method.getByRole("radio", { name: "Long-lived key" })).toBeChecked();
    await expect(page.getByRole("textbox", { name: "Expires" })).toBeVisible();

    await method.getByRole("radio", { name: "OAuth app" }).check();
    await expect(page.getByRole("textbox", { name: "Expires" })).toHaveCount(0);
    await expect(page.getByText("They are the app's ceiling")).toBeVisible();
    const kind = page.getByRole("radiogroup", { name: "Kind of app" });
    await expect(kind.getByRole("radio", { name: "Confidential" })).toBeChecked();
    const name = uniqueName("Sales portal");
    await fillKeyForm(page, { name, scopes: ["agreements:read", "signature"] });
    await page.getByRole("button", { name: "Create key" }).click();

    await expect(page.getByRole("heading", { name: `“${name}” is made` })).toBeVisible();
    await page.getByRole("button", { name: "Copy GUID" }).click();
    const guid = await page.evaluate(() => navigator.clipboard.readText());
    expect(guid).toMatch(/^[0-9a-f-]{36}$/);
    await page.getByRole("link", { name: "Set up credentials" }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(page.getByText(guid)).toBeVisible();
    await expect(page.getByText("Needs a redirect URI and a client secret.")).toBeVisible();
    const tabs = page.getByRole("navigation", { name: "Integration key" }).getByRole("link");
    await expect(tabs).toHaveText([
      "Overview",
      "Credentials",
      "Quick start",
      "Consents",
      "Usage",
      "Calls",
      "Activity",
      "Go Live",
    ]);
    await expect(page.getByRole("main")).not.toContainText("null");
  });

  test("says in a production account that apps come there through Go Live only (R3)", async ({ ada }) => {
    const { page } = ada;
    await page.goto(newKeyPage(ada.accountId("Acme Production"), { method: "oauth" }));
    await expect(page.getByText("which is created in a sandbox account")).toBeVisible();
    const app = page.getByRole("radio", { name: "OAuth app" });
    await expect(app).toBeDisabled();
    await expect(app).toHaveAccessibleDescription(/made in a sandbox account .* through Go Live/);
  });
});

test("a client secret is shown once, and is gone with its dialog; leaving asks first", async ({ ada }) => {
  const { page } = ada;
  const { api } = await openApp(ada);
  const secret = await addSecretInDialog(page, "Web server");
  const reveal = dialogOf(page, "Save your client secret");
  await expect(reveal.getByRole("button", { name: "Done" })).toBeDisabled();
  for (const leave of [() => page.keyboard.press("Escape"), () => page.mouse.click(4, 4)]) {
    await leave();
    await expect(reveal.getByRole("alert")).toContainText("can't be shown again");
    await reveal.getByRole("button", { name: "Keep it open" }).click();
  }
  await finish(page, "Save your client secret", "I have stored this secret");
  await expect(page.getByRole("button", { name: "Add secret" })).toBeFocused();

  await expect(table(page, "Web server")).toContainText(`…${secret.slice(-4)}`);
  expect(await page.content()).not.toContain(secret);
  await page.reload();
  await expectLoaded(page);
  expect(await page.content()).not.toContain(secret);
  expect(await (await ada.bff.ask(`${api}/secrets`)).text()).not.toContain(secret);
});

test("of two who add at once the sixth secret is refused with the rule, and the page says that none is left", async ({
  ada,
}) => {
  const { page, complaints } = ada;
  complaints.expect(answered(409));
  const { addSecret } = await openApp(ada);
  await page.getByRole("button", { name: "Add secret" }).click();
  const form = dialogOf(page, "Add a client secret");
  await form.getByRole("button", { name: "Add secret" }).click();
  await expect(form.getByText("Give it a name.")).toBeVisible();
  await form.getByRole("textbox", { name: "Name" }).fill("Sixth");
  for (const name of ["First", "Second", "Third", "Fourth", "Fifth"]) await addSecret(name);
  await form.getByRole("button", { name: "Add secret" }).click();
  await expect(form.getByRole("alert")).toContainText("5 client secrets, which is the most it can have");
  await form.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("5 of 5")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add secret" })).toBeDisabled();
  await expect(page.getByText("Remove one that is no longer used to add another.")).toBeVisible();
});

test("a key pair is generated, and its private key shown and downloaded once", async ({ ada }) => {
  const { page } = ada;
  await openApp(ada);
  await page.getByRole("button", { name: "Generate key pair" }).click();
  const form = dialogOf(page, "Generate a key pair");
  await form.getByRole("textbox", { name: "Name" }).fill("Nightly import");
  await form.getByRole("button", { name: "Generate key pair" }).click();
  const reveal = dialogOf(page, "Save your private key");
  const pem = await reveal.getByRole("textbox", { name: "Private key" }).inputValue();
  expect(pem).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
  const downloading = page.waitForEvent("download");
  await reveal.getByRole("button", { name: "Download PEM" }).click();
  const stream = await (await downloading).createReadStream();
  expect(Buffer.concat(await stream.toArray()).toString()).toBe(pem);
  await finish(page, "Save your private key", "I have stored this private key");
  await expect(table(page, "Nightly import")).toContainText("3,072 bits");
  expect(await page.content()).not.toContain(pem.split("\n")[3]);
});

test("an upload takes a public key and says where it is short; a private key is refused, not sent, and gone from the page", async ({
  ada,
}) => {
  const { page, complaints } = ada;
  complaints.expect(answered(422));
  await openApp(ada);
  const { publicKey, privateKey } = rsa(2_048);
  const secretPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  await page.getByRole("button", { name: "Upload public key" }).click();
  const form = dialogOf(page, "Upload a public key");
  await form.getByRole("textbox", { name: "Name" }).fill("Old server");
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.postData() ?? ""));

  const field = form.getByRole("textbox", { name: "Public key" });
  const file = form.getByLabel("Public key file");
  await file.setInputFiles({ name: "key.pem", mimeType: "text/plain", buffer: Buffer.from(secretPem) });
  await expect(field).toHaveAccessibleDescription(/^This is a private key/);
  await expect(field).toHaveValue("");
  await form.getByRole("button", { name: "Upload public key" }).click();
  await expect(field).toHaveAccessibleDescription(/^This is a private key/);
  expect(sent.filter((body) => body.includes("PRIVATE KEY"))).toEqual([]);
  expect(await page.content()).not.toContain(secretPem.split("\n")[3]);

  await field.fill(rsa(1_024).publicKey.export({ type: "spki", format: "pem" }).toString());
  await form.getByRole("button", { name: "Upload public key" }).click();
  await expect(field).toHaveAccessibleDescription(/1,024 bits. At least 2,048/);
  await field.fill(JSON.stringify(publicKey.export({ format: "jwk" })));
  await form.getByRole("button", { name: "Upload public key" }).click();
  await expect(page.getByText(/2,048 bits are enough until 2030/)).toBeVisible();
  await expect(table(page, "Old server")).toContainText("2,048 bits, short");
});

test("a redirect URI that is refused says why at its field, and one that is taken stands in the list", async ({
  ada,
}) => {
  const { page } = ada;
  await openApp(ada);
  await page.getByRole("button", { name: "Add redirect URI" }).click();
  const form = dialogOf(page, "Add a redirect URI");
  const field = form.getByRole("textbox", { name: "Redirect URI" });
  const refusals: [uri: string, why: RegExp][] = [
    ["http://app.example.com/", /begins with https/],
    ["https://*.example.com/", /a \* stands for itself/],
    ["https://app.example.com/#x", /no fragment/],
    ["https://App.example.com/", /Browsers write this address as https:\/\/app\.example\.com\//],
    ["https://ada@app.example.com/", /no user name/],
    ["callback", /a whole address/],
  ];
  for (const [uri, why] of refusals) {
    await field.fill(uri);
    await form.getByRole("button", { name: "Add redirect URI" }).click();
    await expect(field, uri).toHaveAccessibleDescription(why);
  }
  await field.fill("http://localhost:3000/callback");
  await form.getByRole("button", { name: "Add redirect URI" }).click();
  const list = page.getByRole("list", { name: "Redirect URIs" });
  await expect(list).toContainText("http://localhost:3000/callback");
  await expect(list).toContainText("any port");

  await page.getByRole("button", { name: "Add redirect URI" }).click();
  await field.fill("http://localhost:3000/callback");
  await form.getByRole("button", { name: "Add redirect URI" }).click();
  await expect(field).toHaveAccessibleDescription(/in the list already/);
  await form.getByRole("button", { name: "Cancel" }).click();

  await list.getByRole("button", { name: "Remove" }).click();
  const removal = dialogOf(page, "Remove this redirect URI");
  await expect(removal).toContainText("Nobody can sign in to this app any more");
  await removal.getByRole("button", { name: "Remove redirect URI" }).click();
  await expect(page.getByText("No redirect URI yet.")).toBeVisible();
});

test("removing a credential names what stops, and says more of the last one", async ({ ada }) => {
  const { page } = ada;
  const { addSecret } = await openApp(ada);
  await addSecret("Old server");
  await addSecret("New server");
  const row = (name: string) => page.getByRole("row").filter({ hasText: name });
  await row("Old server").getByRole("button", { name: "Remove" }).click();
  const removal = page.getByRole("dialog");
  await expect(removal).toHaveAccessibleName("Remove Old server");
  await expect(removal).toContainText("Whoever uses this client secret gets no tokens any more");
  await expect(removal).toContainText("The app's other credentials go on working.");
  await expect(removal).toContainText("It was never used.");
  await removal.getByRole("button", { name: "Remove client secret" }).click();
  await expect(row("Old server")).toHaveCount(0);

  await row("New server").getByRole("button", { name: "Remove" }).click();
  await expect(removal).toContainText("The app gets no tokens any more");
  await removal.getByRole("button", { name: "Keep it" }).click();
  await expect(row("New server")).toBeVisible();
});

test("what was added or removed is so in its list when the page says it, however slow the next look is", async ({
  ada,
}) => {
  const { page } = ada;
  const { addSecret } = await openApp(ada);
  await addSecret("Old server");
  await expect(page.getByRole("row").filter({ hasText: "Old server" })).toBeVisible();
  // From the change on, no list is answered.
  const looks = new AbortController();
  let isChanged = false;
  await page.route(/\/(secrets|redirect-uris|key-pairs)(\/[0-9a-f-]+)?$/, async (route) => {
    const isLook = route.request().method() === "GET";
    if (!isLook) isChanged = true;
    else if (isChanged && !looks.signal.aborted) await once(looks.signal, "abort");
    await route.continue();
  });
  await page.getByRole("button", { name: "Add redirect URI" }).click();
  const form = dialogOf(page, "Add a redirect URI");
  await form.getByRole("textbox", { name: "Redirect URI" }).fill("https://app.example.com/callback");
  await form.getByRole("button", { name: "Add redirect URI" }).click();
  await expect(page.getByText("https://app.example.com/callback was added.")).toBeVisible();
  await expect(page.getByRole("list", { name: "Redirect URIs" })).toContainText("https://app.example.com");
  await expect(page.getByText("Needs a redirect URI.")).toHaveCount(0);

  await page
    .getByRole("row")
    .filter({ hasText: "Old server" })
    .getByRole("button", { name: "Remove" })
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove client secret" }).click();
  await expect(page.getByText("“Old server” was removed.")).toBeVisible();
  await expect(page.getByText("No client secret yet.")).toBeVisible();
  looks.abort();
  await page.unrouteAll({ behavior: "wait" });
});

test("Implicit is off, says what is wrong with it, and is allowed only after it was said once more", async ({
  ada,
}) => {
  const { page } = ada;
  await openApp(ada);
  const implicit = page.getByRole("switch", { name: "Implicit" });
  await expect(implicit).not.toBeChecked();
  await expect(implicit).toHaveAccessibleDescription(/RFC 9700 advises against it/);
  await implicit.click();
  await dialogOf(page, "Allow Implicit").getByRole("button", { name: "Leave it off" }).click();
  await expect(implicit).not.toBeChecked();
  await implicit.click();
  await dialogOf(page, "Allow Implicit").getByRole("button", { name: "Allow Implicit" }).click();
  await expect(implicit).toBeChecked();
  await implicit.click();
  await dialogOf(page, "Switch Implicit off").getByRole("button", { name: "Switch off" }).click();
  await expect(implicit).not.toBeChecked();
});

test("a public app has no secrets and says why; who did not make an app may look and not change", async ({
  ada,
  dev,
}) => {
  const { app, accountId } = await openApp(ada, { isPublic: true });
  await expect(ada.page.getByText("Whoever has the app could read a secret in it.")).toBeVisible();
  await expect(ada.page.getByRole("button", { name: "Add secret" })).toHaveCount(0);
  await dev.page.goto(keyPage(accountId, app.id, { tab: "credentials" }));
  await expect(dev.page.getByText("You can look at this.")).toBeVisible();
  await expect(dev.page.getByRole("button", { name: /^(Add|Generate|Upload|Remove)/ })).toHaveCount(0);
  await expect(dev.page.getByRole("switch", { name: "Implicit" })).toBeDisabled();
});

const AT_EACH_WIDTH = "accessible at 1280 and 360 px, light and dark, and nothing scrolls sideways";

/** An app with a secret, a key pair and a redirect URI, all as long as they may come. */
async function openFullApp(ada: Person) {
  const opened = await openApp(ada);
  await opened.addSecret("A name of a server as long as names of servers can be, in Frankfurt am Main");
  const jwk = rsa(2_048).publicKey.export({ format: "jwk" });
  await ada.bff.ask(`${opened.api}/key-pairs`, { method: "POST", data: { name: "Import", publicKey: jwk } });
  const redirectUris = [`https://app.example.com/${"long/".repeat(30)}callback`];
  await ada.bff.ask(`${opened.api}/redirect-uris`, { method: "PUT", data: { redirectUris } });
  await ada.page.reload();
  await expectLoaded(ada.page);
  return opened;
}

test(`an app's dialogs are ${AT_EACH_WIDTH}`, async ({ ada }) => {
  const { page } = ada;
  await openFullApp(ada);
  await addSecretInDialog(page, "Shown");
  await expectAccessibleEverywhere(page, "reveal");
  await finish(page, "Save your client secret", "I have stored this secret");
  await page.getByRole("button", { name: "Upload public key" }).click();
  await expectAccessibleEverywhere(page, "upload");
  await page.keyboard.press("Escape");
  await page.getByRole("row").filter({ hasText: "Import" }).getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("It was never used.")).toBeVisible();
  await expectAccessibleEverywhere(page, "remove");
});

test(`an app's pages are ${AT_EACH_WIDTH}`, async ({ ada }) => {
  const { page } = ada;
  const { app, accountId } = await openFullApp(ada);
  await expectAccessibleEverywhere(page, "set up");
  await page.goto(keyPage(accountId, app.id));
  await expectLoaded(page);
  await expectAccessibleEverywhere(page, "overview");
  await page.goto(newKeyPage(accountId, { method: "oauth", name: "Portal" }));
  await expectLoaded(page);
  await expectAccessibleEverywhere(page, "form");
});
