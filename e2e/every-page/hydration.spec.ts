/** What is clicked and typed before hydration: captured and replayed. */
import type { Page, Route } from "@playwright/test";

import { DEMO_PASSWORD } from "../../lib/domain/people/demo";
import { keyPage, membersPage, newKeyPage, signInPage } from "../../lib/addresses/pages";
import { CONSOLE_URL } from "../server/addresses";
import { expect, test, uniqueName } from "../cast/fixtures";
import { expectHydrated } from "../cast/loaded";
import { fillKeyForm, readSecret } from "../cast/keys";
import { translate } from "../cast/translate";

/**
 * Keeps scripts of the page away, as a slow line does, until the test lets them come.
 * @param marker only the scripts with this text; without it, all
 */
async function openWithoutScripts(
  page: Page,
  address: string,
  marker = "",
): Promise<{ readonly letCome: () => Promise<void> }> {
  const held: Route[] = [];
  let isHeld = true;
  await page.route("**/_next/static/**/*.js", async (route) => {
    const isMeant = marker === "" || (await (await route.fetch()).text()).includes(marker);
    if (isHeld && isMeant) held.push(route);
    else await route.continue();
  });
  await page.goto(address, { waitUntil: "commit" });
  const letCome = async () => {
    isHeld = false;
    for (const route of held) await route.continue();
    // The browser may close once the story is over; nothing is left under way then.
    await page.unrouteAll({ behavior: "wait" });
    await expectHydrated(page);
  };
  return { letCome };
}

test("who signs in before the page can answer is signed in, and the password is in no address", async ({
  visitor,
}) => {
  const { page } = visitor;
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  const { letCome } = await openWithoutScripts(page, signInPage());
  await page.getByRole("textbox", { name: "Email" }).fill("vera@acme.example");
  await page.getByLabel("Password").fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await letCome();
  await expect(page.getByRole("navigation", { name: "Console" })).toBeVisible();
  expect(addresses.filter((address) => address.includes(DEMO_PASSWORD))).toEqual([]);
});

test("where no script runs at all, the password is in no address either", async ({ openBrowser }) => {
  const { page } = await openBrowser({ javaScriptEnabled: false });
  await page.goto(signInPage());
  await page.getByLabel("Password").fill("typed in vain");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByLabel("Password")).toHaveValue("");
  await expect(page).toHaveURL(`${CONSOLE_URL}${signInPage()}`);
});

const NOTHING = () => Promise.resolve();
const AS_IT_CAME = ["as it came", NOTHING] as const;
const TRANSLATED = ["that was translated before its scripts came", translate] as const;

for (const [state, change] of [AS_IT_CAME, TRANSLATED]) {
  test(`what was typed and ticked before a page ${state} could answer is in the key that is created`, async ({
    ada,
  }) => {
    const { page, bff } = ada;
    const accountId = ada.accountId("Acme Production");
    const name = uniqueName("Typed first");
    const { letCome } = await openWithoutScripts(page, newKeyPage(accountId));
    await expect(page.getByRole("button", { name: "Create key" })).toBeVisible();
    await change(ada);
    await fillKeyForm(page, { name, scopes: ["users:read", "agreements:read"] });
    await page.getByRole("button", { name: "Create key" }).click();
    await letCome();
    await readSecret(page);
    const list = await bff.ask(`/api/accounts/${accountId}/integration-keys?q=${encodeURIComponent(name)}`);
    expect(await list.json()).toMatchObject({ data: [{ name, scopes: ["users:read", "agreements:read"] }] });
  });

  test(`nor is a click lost on the last part of a page ${state}`, async ({ ada }) => {
    const { page, bff } = ada;
    const accountId = ada.accountId("Acme Production");
    const { key } = await bff.createKey(accountId, { name: uniqueName("Late part") });
    const { letCome } = await openWithoutScripts(page, keyPage(accountId, key.id), "Copy GUID");
    await expectHydrated(page);
    await expect(page.getByRole("button", { name: "Revoke" })).toBeVisible();
    await change(ada);
    await page.getByRole("button", { name: "Revoke" }).click();
    await letCome();
    await expect(page.getByRole("dialog", { name: /^Revoke / })).toBeVisible();
  });
}

test("a click that comes before the page can answer is not lost, and counts once", async ({ ada }) => {
  const { page, bff } = ada;
  const accountId = ada.accountId("Acme Production");
  const { key } = await bff.createKey(accountId, { name: uniqueName("Clicked first") });
  const { letCome } = await openWithoutScripts(page, keyPage(accountId, key.id));
  // As React listens, from before it can answer.
  const seen: string[] = [];
  await page.exposeFunction("seeClick", (name: string) => seen.push(name));
  await page.evaluate(
    `document.addEventListener("click", ({ target }) => seeClick(target.textContent), true)`,
  );
  await page.getByRole("button", { name: "Revoke" }).click();
  await letCome();
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(seen).toEqual(["Revoke"]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("a menu opens that was clicked before React came to a translated part", async ({ ada }) => {
  const { page } = ada;
  const { letCome } = await openWithoutScripts(page, membersPage(ada.accountId("Acme Production")));
  await expect(page.getByRole("button", { name: "Actions for Max Tanaka" })).toBeVisible();
  await translate(ada);
  await page.getByRole("button", { name: "Actions for Max Tanaka" }).click();
  await letCome();
  await expect(page.getByRole("menuitem").first()).toBeVisible();
});

test("nor is a press whose button is drawn anew before it is released", async ({ ada }) => {
  const { page, bff } = ada;
  const accountId = ada.accountId("Acme Production");
  const { key } = await bff.createKey(accountId, { name: uniqueName("Translated press") });
  const { letCome } = await openWithoutScripts(page, keyPage(accountId, key.id), "Copy GUID");
  await expectHydrated(page);
  await translate(ada);
  const pressed = page.getByRole("button", { name: "Revoke" });
  await pressed.hover();
  const drawnByServer = await pressed.elementHandle();
  await page.mouse.down();
  await letCome();
  await expect.poll(() => drawnByServer?.evaluate((element) => element.isConnected)).toBe(false);
  await page.mouse.up();
  await expect(page.getByRole("dialog", { name: /^Revoke / })).toBeVisible();
});

test("a press that made its click is not made again when the next one begins at once", async ({ ada }) => {
  const { page } = ada;
  await page.goto(membersPage(ada.accountId("Acme Production")));
  await expectHydrated(page);
  const clicks = await page.evaluate(async () => {
    let count = 0;
    // As a button of a question that its answer puts away, and that is asked again.
    const draw = (): HTMLButtonElement => {
      const button = document.createElement("button");
      button.addEventListener("click", () => {
        count += 1;
        button.remove();
        draw();
      });
      document.body.append(button);
      return button;
    };
    const button = draw();
    for (const [target, ...types] of [
      [button, "pointerdown", "mousedown", "pointerup", "mouseup", "click"],
      [document.body, "pointerdown"],
    ] as const) {
      for (const type of types) {
        target.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerType: "mouse" }));
      }
    }
    // Every timer of the press has run behind these.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve));
    return count;
  });
  expect(clicks).toBe(1);
});
