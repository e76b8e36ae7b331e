/** What is followed or asked for shows it at once, however late the answer: answers are held here until it was seen. */
import type { Locator, Page, Request } from "@playwright/test";

import {
  apiInformationPage,
  keyListPage,
  keyPage,
  membersPage,
  supportPage,
} from "../../lib/addresses/pages";
import { expect, test, uniqueName } from "../cast/fixtures";
import { keyRow } from "../cast/keys";
import { expectLoaded } from "../cast/loaded";

/** Requests that Next makes for another page, or for its frame before it is followed. */
const isOfPage = (request: Request) => request.headers()["rsc"] === "1";
const isList = (request: Request) => request.url().includes("/integration-keys?");
const isCode = (request: Request) => /\/_next\/static\/.*\.js/.test(request.url());
const isAhead = (request: Request) => "next-router-prefetch" in request.headers();

/** Holds what pages are made of, and what the BFF answers, until it is let go. */
async function hold(page: Page, isHeld: (request: Request) => boolean = isOfPage) {
  const held: { letGo: () => void } = { letGo: () => undefined };
  const gate = new Promise<void>((resolve) => (held.letGo = resolve));
  await page.route("**/*", async (route) => {
    if (isHeld(route.request())) await gate;
    await route.continue();
  });
  return async () => {
    held.letGo();
    await page.unrouteAll({ behavior: "wait" });
  };
}

/** The mark of a link that was followed, at the link or at the button of the menu that it stood in. */
const expectMarked = (marked: Locator) => expect(marked).toHaveCSS("cursor", "progress");

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const navigation = (page: Page) => page.getByRole("navigation", { name: "Console" });

test("a link of the navigation, a tab, a row's menu and the account switcher say at once that they were followed", async ({
  ada,
}) => {
  const { page } = ada;
  const accountId = ada.accountId("Acme Production");
  const { key } = await ada.bff.createKey(accountId, { name: uniqueName("Pending") });
  const start = keyPage(accountId, key.id);
  const switcher = page.getByRole("button", { name: /^Switch account/ });
  const person = page.getByRole("button", { name: /Ada .*acme\.example/ });
  for (const [follow, marked, arrived] of [
    [
      () => navigation(page).getByRole("link", { name: "Members" }).click(),
      navigation(page).getByRole("link", { name: "Members" }),
      /\/members$/,
    ],
    [
      () => page.getByRole("link", { name: "Activity", exact: true }).click(),
      page.getByRole("link", { name: "Activity", exact: true }),
      /tab=activity/,
    ],
    [
      async () => {
        await switcher.click();
        await page.getByRole("link", { name: /^Acme Developer/ }).click();
      },
      switcher,
      new RegExp(apiInformationPage(ada.accountId("Acme Developer"))),
    ],
    [
      async () => {
        await person.click();
        await page.getByRole("link", { name: "Security" }).last().click();
      },
      person,
      /\/you\/security/,
    ],
  ] as const) {
    await page.goto(start);
    await expectLoaded(page);
    const letGo = await hold(page);
    await follow();
    await expectMarked(marked);
    expect(page.url()).not.toMatch(arrived);
    await letGo();
    await expect(page).toHaveURL(arrived);
    await expect(page.locator("[data-pending=true]")).toHaveCount(0);
  }
});

test("filters, questions and searches say at once that they were asked", async ({ ada, sam }) => {
  const accountId = ada.accountId("Acme Production");
  const { key } = await ada.bff.createKey(accountId, { name: uniqueName("Asked") });
  const at = (tab: "calls" | "explain") => keyPage(accountId, key.id, { tab });
  for (const { page, address, ask, busy, arrived } of [
    {
      page: ada.page,
      address: at("calls"),
      ask: () => ada.page.getByRole("combobox", { name: "Verdict" }).selectOption("refused"),
      busy: button(ada.page, "Show"),
      arrived: /verdict=refused/,
    },
    {
      page: ada.page,
      address: at("explain"),
      ask: async () => {
        await ada.page.getByRole("textbox", { name: "Path" }).fill("/agreements");
        await button(ada.page, "Explain").click();
      },
      busy: button(ada.page, "Explain"),
      arrived: /path=%2Fagreements/,
    },
    {
      page: ada.page,
      address: at("explain"),
      ask: async () => {
        await ada.page.getByText("Paste a curl line").click();
        await ada.page.getByRole("textbox", { name: "curl line" }).fill("curl https://x.example/agreements");
        await button(ada.page, "Read curl line").click();
      },
      busy: button(ada.page, "Read curl line"),
      arrived: /path=%2Fagreements/,
    },
    {
      page: sam.page,
      address: supportPage(),
      ask: async () => {
        await sam.page.getByRole("searchbox", { name: "Account, key, person or case" }).fill("Acme");
        await button(sam.page, "Search").click();
      },
      busy: button(sam.page, "Search"),
      arrived: /q=Acme/,
    },
  ]) {
    await page.goto(address);
    await expectLoaded(page);
    const letGo = await hold(page);
    await ask();
    await expect(busy).toHaveAttribute("aria-busy", "true");
    expect(page.url()).not.toMatch(arrived);
    await letGo();
    await expect(page).toHaveURL(arrived);
    await expect(page.getByRole("main").locator("button[aria-busy=true]")).toHaveCount(0);
  }
});

test("the list of keys says at once that it looks for others, from rows and from none", async ({ ada }) => {
  const { page } = ada;
  const accountId = ada.accountId("Acme Production");
  const { key } = await ada.bff.createKey(accountId, { name: uniqueName("Looked for") });
  await page.goto(keyListPage(accountId, { q: key.name }));
  await expectLoaded(page);
  const busy = page.getByRole("main").locator("[aria-busy=true]");
  const row = page.getByRole("row").filter({ hasText: key.name });

  const letNoneCome = await hold(page, isList);
  await page.getByRole("combobox", { name: "Status" }).selectOption("revoked");
  await expect(busy).toHaveCount(1);
  await expect(row).toBeVisible();
  await letNoneCome();
  await expect(busy).toHaveCount(0);
  await expect(row).toHaveCount(0);

  const letRowsCome = await hold(page, isList);
  await page.getByRole("combobox", { name: "Method" }).selectOption("long_lived");
  await expect(busy).toHaveCount(1);
  await letRowsCome();
  await expect(busy).toHaveCount(0);
});

test("the command palette says where it is going, and goes when the page comes", async ({ ada }) => {
  const { page } = ada;
  await page.goto(keyListPage(ada.accountId("Acme Production")));
  await expectLoaded(page);
  const letGo = await hold(page);
  await page.keyboard.press("ControlOrMeta+k");
  const palette = page.getByRole("dialog", { name: "Go to" });
  await palette.getByRole("combobox").fill("Members");
  await page.keyboard.press("Enter");
  await expect(palette.getByText("Going to Members…")).toBeVisible();
  expect(page.url()).not.toContain("/members");
  await letGo();
  await expect(page).toHaveURL(/\/members$/);
  await expect(palette).toHaveCount(0);
});

test("the form of a key stays busy after Done, until the key's page comes: nobody makes a second one", async ({
  ada,
}) => {
  const { page } = ada;
  await page.goto(`${keyListPage(ada.accountId("Acme Developer"))}/new`);
  await expectLoaded(page);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(uniqueName("Once"));
  await page.getByRole("checkbox", { name: "agreements:read", exact: true }).check();
  await page.getByRole("button", { name: "Create key" }).click();
  const dialog = page.getByRole("dialog", { name: "Save your integration key" });
  await dialog.getByRole("checkbox", { name: "I have stored this key" }).check();
  const letGo = await hold(page);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Create key" })).toHaveAttribute("aria-busy", "true");
  await letGo();
  await expect(page.getByRole("heading", { level: 1, name: /^Once/ })).toBeVisible();
});

test.describe("on a telephone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test("the drawer stays until the page comes, and its link is marked", async ({ ada }) => {
    const { page } = ada;
    await page.goto(keyListPage(ada.accountId("Acme Production")));
    await expectLoaded(page);
    const letGo = await hold(page);
    await page.getByRole("button", { name: "Open navigation" }).tap();
    const link = page.getByRole("dialog").getByRole("link", { name: "Members" });
    await link.tap();
    await expectMarked(link);
    await letGo();
    await expect(page).toHaveURL(/\/members$/);
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });
});

test("pages are asked for ahead when somebody means them, and not all at once", async ({ ada }) => {
  const { page } = ada;
  const accountId = ada.accountId("Acme Production");
  const ahead: string[] = [];
  page.on("request", (request) => {
    if (isOfPage(request) && isAhead(request)) ahead.push(new URL(request.url()).pathname);
  });
  await page.goto(apiInformationPage(accountId));
  await expectLoaded(page);
  const wanted = page.waitForRequest((request) => isAhead(request) && request.url().includes("/members"));
  await navigation(page).getByRole("link", { name: "Members" }).hover();
  await wanted;
  const focused = page.waitForRequest((request) => isAhead(request) && request.url().includes("/audit-log"));
  await navigation(page).getByRole("link", { name: "Audit log" }).focus();
  await focused;
  expect([...new Set(ahead)].toSorted()).toEqual(
    [membersPage(accountId), `/accounts/${accountId}/audit-log`].toSorted(),
  );
});

test("a dialog whose code is on its way says so, in a list, on a page and by key", async ({ ada }) => {
  const { page } = ada;
  const accountId = ada.accountId("Acme Production");
  const { key } = await ada.bff.createKey(accountId, { name: uniqueName("Slow dialog") });
  for (const [address, ask, dialog] of [
    [keyPage(accountId, key.id), () => button(page, "Revoke").click(), /^Revoke /],
    [
      keyListPage(accountId),
      () => keyRow(page, key.name).getByRole("button", { name: "Revoke" }).click(),
      /^Revoke /,
    ],
    [membersPage(accountId), () => page.keyboard.press("Control+k"), /./],
  ] as const) {
    await page.goto(address);
    await expectLoaded(page);
    const letGo = await hold(page, isCode);
    await ask();
    await expect(page.getByText("Opening…")).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await letGo();
    await expect(page.getByRole("dialog", { name: dialog })).toBeVisible();
    await expect(page.getByText("Opening…")).toHaveCount(0);
  }
});
