import type { BrowserContext, Page } from "@playwright/test";

import { keyListPage, keyPage } from "../lib/view/routes";
import { expect, test, uniqueName } from "./fixtures";
import { expectLoaded } from "./loaded";
import type { KeyList } from "../lib/contracts/integration-keys";

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

const FIRST_LOADS: Readonly<Record<string, (accountId: string, keyId: string) => string>> = {
  "the key list": (accountId) => keyListPage(accountId),
  "a key": keyPage,
  "a key's calls": (accountId, keyId) => keyPage(accountId, keyId, { tab: "calls" }),
  "a key's usage": (accountId, keyId) => keyPage(accountId, keyId, { tab: "usage" }),
  "an explanation": (accountId, keyId) => keyPage(accountId, keyId, { tab: "explain" }),
};

for (const [name, addressOf] of Object.entries(FIRST_LOADS)) {
  test(`the first load of ${name} takes less than 200 kB of compressed JavaScript`, async ({ ada }) => {
    const accountId = ada.accountId("Acme Production");
    const answer = await ada.bff.ask(`/api/accounts/${accountId}/integration-keys?limit=1`);
    // The answer of the route is its contract's type.
    const [key] = ((await answer.json()) as KeyList).data;
    const bytes = await scriptBytesOf(ada.page, ada.context, addressOf(accountId, key?.id ?? ""));
    test.info().annotations.push({ type: "JavaScript", description: `${Math.round(bytes / 1000)} kB` });
    process.stdout.write(`${Math.round(bytes / 1000)} kB  ${name}\n`);
    expect(bytes).toBeLessThan(SCRIPT_BYTES_MAX);
  });
}

for (const width of [1280, 360]) {
  test(`list and detail of keys do not jump while they load, at ${width} px`, async ({ ada, gate }) => {
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
    ];
    for (const address of pages) {
      await page.goto(address);
      await expectLoaded(page);
      expect(await layoutShiftOf(page), address).toBeLessThan(LAYOUT_SHIFT_MAX);
    }
  });
}
