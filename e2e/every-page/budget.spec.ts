import type { BrowserContext, Page } from "@playwright/test";

import {
  auditLogPage,
  goLivePage,
  keyListPage,
  keyPage,
  membersPage,
  newKeyPage,
  requestLoggingPage,
} from "../../lib/addresses/pages";
import { expect, test, uniqueName, type Visitor } from "../cast/fixtures";
import { expectLoaded } from "../cast/loaded";
import type { KeyList } from "../../lib/contracts/keys/integration-keys";

const SCRIPT_BYTES_MAX = 200_000;
const LAYOUT_SHIFT_MAX = 0.05;

/** Sums the layout shifts of the page from its first pixel on. */
async function watchLayoutShift(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(globalThis, { layoutShift: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // Entries of this type have a value, and say whether somebody had just clicked or typed.
        const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        const sum = Number(Reflect.get(globalThis, "layoutShift"));
        if (!shift.hadRecentInput) Object.assign(globalThis, { layoutShift: sum + shift.value });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

const layoutShiftOf = (page: Page): Promise<number> =>
  page.evaluate(() => Number(Reflect.get(globalThis, "layoutShift")));

/** Compressed bytes of JavaScript that the first load of this address takes. */
async function scriptBytesOf(page: Page, context: BrowserContext, address: string): Promise<number> {
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = new Set<string>();
  const sizes = new Map<string, number>();
  session.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) =>
    sizes.set(requestId, encodedDataLength),
  );
  await page.goto(address);
  await expectLoaded(page);
  expect(scripts.size).toBeGreaterThan(0);
  return [...scripts].reduce((sum, id) => sum + (sizes.get(id) ?? 0), 0);
}

async function expectLight({ page, context }: Visitor, name: string, address: string): Promise<void> {
  const bytes = await scriptBytesOf(page, context, address);
  test.info().annotations.push({ type: "JavaScript", description: `${Math.round(bytes / 1000)} kB` });
  process.stdout.write(`${Math.round(bytes / 1000)} kB  ${name}\n`);
  expect(bytes).toBeLessThan(SCRIPT_BYTES_MAX);
}

const FIRST_LOADS: Readonly<Record<string, (accountId: string, keyId: string) => string>> = {
  "the key list": (accountId) => keyListPage(accountId),
  "a key": keyPage,
  "a key's calls": (accountId, keyId) => keyPage(accountId, keyId, { tab: "calls" }),
  "a key's usage": (accountId, keyId) => keyPage(accountId, keyId, { tab: "usage" }),
  "request logging": () => requestLoggingPage(),
  "an explanation": (accountId, keyId) => keyPage(accountId, keyId, { tab: "explain" }),
};

for (const [name, addressOf] of Object.entries(FIRST_LOADS)) {
  test(`the first load of ${name} takes less than 200 kB of compressed JavaScript`, async ({ ada }) => {
    const accountId = ada.accountId("Acme Production");
    const answer = await ada.bff.ask(`/api/accounts/${accountId}/integration-keys?limit=1`);
    // The answer of the route is its contract's type.
    const [key] = ((await answer.json()) as KeyList).data;
    await expectLight(ada, name, addressOf(accountId, key?.id ?? ""));
  });
}

const SANDBOX_LOADS: Readonly<Record<string, (accountId: string, appId: string) => string>> = {
  "the form of a new key": (accountId) => newKeyPage(accountId),
  "the form of a new app": (accountId) => newKeyPage(accountId, { method: "oauth" }),
  "an app": keyPage,
  "an app's way to production": (accountId, appId) => keyPage(accountId, appId, { tab: "go-live" }),
  "an account's keys on their way": (accountId) => goLivePage(accountId),
  "an app's credentials": (accountId, appId) => keyPage(accountId, appId, { tab: "credentials" }),
};

for (const [name, addressOf] of Object.entries(SANDBOX_LOADS)) {
  test(`the first load of ${name} takes less than 200 kB of compressed JavaScript`, async ({ ada }) => {
    const accountId = ada.accountId("Acme Developer");
    const app = await ada.bff.createApp(accountId, { name: uniqueName("Weighed") });
    await expectLight(ada, name, addressOf(accountId, app.id));
  });
}

for (const width of [1280, 360]) {
  test(`list and detail of keys, record and members do not jump while they load, at ${width} px`, async ({
    ada,
    gate,
  }) => {
    const { page } = ada;
    await page.setViewportSize({ width, height: 900 });
    await watchLayoutShift(page);
    const account = ada.accountId("Acme Production");
    const { key, secret } = await ada.bff.createKey(account, { name: uniqueName("Does not jump") });
    await gate.call(secret);
    const pages = [
      keyListPage(account),
      keyPage(account, key.id),
      keyPage(account, key.id, { tab: "usage" }),
      keyPage(account, key.id, { tab: "calls" }),
      keyPage(account, key.id, { tab: "explain" }),
      auditLogPage(account),
      membersPage(account),
    ];
    for (const address of pages) {
      await page.goto(address);
      await expectLoaded(page);
      expect(await layoutShiftOf(page), address).toBeLessThan(LAYOUT_SHIFT_MAX);
    }
  });
}

/** How long a name or a sentence is, no skeleton knows: a line more or less. */
const LINE = 24;

/** Where the parts of a page begin and end that are there in its skeleton too. */
function shapeOf(page: Page) {
  return page.evaluate(() => {
    const head = document.querySelector("main header");
    return {
      titleTop: head?.querySelector("h1")?.getBoundingClientRect().top ?? 0,
      headBottom: head?.getBoundingClientRect().bottom ?? 0,
      bodyTop: head?.nextElementSibling?.getBoundingClientRect().top ?? 0,
    };
  });
}

for (const width of [1280, 900, 360]) {
  test(`skeletons have the shape of what comes, at ${width} px`, async ({ ada, signIn }) => {
    const viewport = { width, height: 900 };
    await ada.page.setViewportSize(viewport);
    // Where no script runs, what was sent first stays.
    const { page: first } = await signIn("ada", { viewport, javaScriptEnabled: false });
    const account = ada.accountId("Acme Production");
    const { key } = await ada.bff.createKey(account, { name: uniqueName("Shape") });
    for (const address of [keyPage(account, key.id), auditLogPage(account), membersPage(account)]) {
      await first.goto(address);
      await expect(first.getByRole("main").locator("[aria-busy=true]").first()).toBeVisible();
      await ada.page.goto(address);
      await expectLoaded(ada.page);
      const [skeleton, shown] = [await shapeOf(first), await shapeOf(ada.page)];
      for (const part of ["titleTop", "headBottom", "bodyTop"] as const) {
        expect(Math.abs(skeleton[part] - shown[part]), `${address}: ${part}`).toBeLessThanOrEqual(LINE);
      }
    }
  });
}
