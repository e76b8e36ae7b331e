/** A developer's whole way with an app, from the form to the request for migration: without a mouse, and on a telephone. */
import type { Locator, Page } from "@playwright/test";

import { newKeyPage } from "../../lib/addresses/pages";
import { expect, test, uniqueName, type Person } from "../cast/fixtures";
import { ALLOWED, type Gate } from "../cast/gate";
import { expectHydrated } from "../cast/loaded";
import { closeCallbacks, openCallback } from "../cast/loopback-app";
import { chooseBy, pressOn, tabTo } from "../cast/tabbing";
import { CONSOLE_URL } from "../server/addresses";

test.afterEach(() => closeCallbacks());

/** How somebody does things on a page. */
type Hands = {
  readonly press: (target: Locator) => Promise<void>;
  readonly write: (target: Locator, text: string) => Promise<void>;
  readonly choose: (target: Locator) => Promise<void>;
  /** Looked at after each part of the way. */
  readonly look: () => Promise<void>;
};

/** Signs in by the app and calls with its token until the calls are enough. */
async function callByApp(
  { page }: Person,
  { press }: Hands,
  gate: Gate,
  app: { readonly clientId: string; readonly secret: string },
): Promise<void> {
  const { redirectUri, answer } = await openCallback();
  const asked = {
    response_type: "code",
    scope: "signature",
    client_id: app.clientId,
    redirect_uri: redirectUri,
  };
  await page.goto(`${CONSOLE_URL}/oauth/auth?${new URLSearchParams(asked)}`);
  await press(page.getByRole("button", { name: "Allow" }));
  await expect(page.getByRole("heading", { name: "Back in the app" })).toBeVisible();
  const redeemed = await fetch(`${CONSOLE_URL}/oauth/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${app.clientId}:${app.secret}`)}` },
    body: new URLSearchParams({ grant_type: "authorization_code", code: answer()["code"] ?? "" }),
  });
  expect(redeemed.status).toBe(200);
  const { access_token: token } = (await redeemed.json()) as { access_token: string };
  for (let nth = 0; nth < 20; nth += 1) {
    expect(await gate.call(token, { method: "POST" })).toEqual(ALLOWED);
  }
}

/** Makes an app and sets it up. @returns where its page is, its GUID and its secret */
async function setUp(person: Person, { press, write, choose, look }: Hands) {
  const { page } = person;
  const name = uniqueName("Own hands");
  await page.goto(newKeyPage(person.accountId("Acme Developer")));
  await expectHydrated(page);
  await choose(page.getByRole("radio", { name: "OAuth app" }));
  await write(page.getByRole("textbox", { name: "Name", exact: true }), name);
  await write(page.getByRole("searchbox", { name: "Search scopes" }), "signature");
  await choose(page.getByRole("checkbox", { name: "signature", exact: true }));
  await look();
  await press(page.getByRole("button", { name: "Create key" }));
  await press(page.getByRole("link", { name: "Set up credentials" }));
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const clientId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(
    await page.getByRole("main").innerText(),
  )?.[0];
  await look();

  await press(page.getByRole("button", { name: "Add redirect URI" }));
  const uri = page.getByRole("dialog", { name: "Add a redirect URI" });
  await write(uri.getByRole("textbox", { name: "Redirect URI" }), "http://127.0.0.1/callback");
  await look();
  await press(uri.getByRole("button", { name: "Add redirect URI" }));
  await expect(uri).toBeHidden();

  await press(page.getByRole("button", { name: "Add secret" }));
  const adding = page.getByRole("dialog", { name: "Add a client secret" });
  await write(adding.getByRole("textbox", { name: "Name" }), "Server");
  await press(adding.getByRole("button", { name: "Add secret" }));
  const reveal = page.getByRole("dialog", { name: "Save your client secret" });
  const field = reveal.getByRole("textbox", { name: "Client secret" });
  await expect(field).toHaveValue(/^iks_test_/);
  const secret = await field.inputValue();
  await look();
  await choose(reveal.getByRole("checkbox", { name: "I have stored this secret" }));
  await press(reveal.getByRole("button", { name: "Done" }));
  await expect(reveal).toBeHidden();
  return { address: page.url(), clientId: clientId ?? "", secret };
}

async function takeToProduction(page: Page, { press, write, choose, look }: Hands): Promise<void> {
  await press(
    page.getByRole("navigation", { name: "Integration key" }).getByRole("link", { name: "Go Live" }),
  );
  await expect(page.getByText("20 of 20 calls").first()).toBeVisible();
  await look();
  await press(page.getByRole("button", { name: "Request review" }));
  const review = page.getByRole("dialog", { name: "Request review" });
  await choose(review.getByRole("radio", { name: "Third party" }));
  await write(review.getByRole("textbox", { name: "Description" }), "Sends the contracts of our shop");
  await write(review.getByRole("textbox", { name: "Contact" }), "ada@acme.example");
  await choose(review.getByRole("checkbox", { name: "I accept the terms of Go Live" }));
  await look();
  await press(review.getByRole("button", { name: "Send request" }));
  await expect(review).toBeHidden();

  await press(page.getByRole("button", { name: "Request migration to production" }));
  const migration = page.getByRole("dialog", { name: "Request migration to production" });
  await choose(migration.getByRole("radio", { name: "Acme Production" }));
  await write(
    migration.getByRole("textbox", { name: "Note to whoever decides" }),
    "The shop opens on Monday",
  );
  await look();
  await press(migration.getByRole("button", { name: "Send request" }));
  await expect(page.getByText("Support grants or declines the migration.")).toBeVisible();
  await expect(page.getByText("Note to whoever decides: The shop opens on Monday")).toBeVisible();
  await expect(page.getByRole("button", { name: "Withdraw request" })).toBeVisible();
  await look();
}

async function goTheWay(person: Person, hands: Hands, gate: Gate): Promise<void> {
  const app = await setUp(person, hands);
  await callByApp(person, hands, gate, app);
  await person.page.goto(app.address);
  await expectHydrated(person.page);
  await takeToProduction(person.page, hands);
}

test("without a mouse: make an app, set it up, have it reviewed, and ask for its migration", async ({
  ada,
  gate,
}) => {
  test.slow();
  const { page } = ada;
  await goTheWay(
    ada,
    {
      press: (target) => pressOn(page, target, "Enter"),
      write: async (target, text) => {
        await tabTo(page, target);
        await page.keyboard.type(text);
      },
      choose: (target) => chooseBy(page, target),
      // Wherever a step leads, the keyboard goes on from something.
      look: async () => expect(page.locator(":focus, body")).not.toHaveCount(0),
    },
    gate,
  );
});

test("at 360 px: the same way by touch, and nothing scrolls sideways", async ({ signIn, gate }) => {
  test.slow();
  const ada = await signIn("ada", { viewport: { width: 360, height: 740 }, hasTouch: true });
  const { page } = ada;
  await goTheWay(
    ada,
    {
      press: (target) => target.tap(),
      write: (target, text) => target.fill(text),
      choose: (target) => target.check(),
      look: async () => {
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(over, `${page.url()} is wider than the window`).toBeLessThanOrEqual(0);
      },
    },
    gate,
  );
});
