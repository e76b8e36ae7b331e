/**
 * The cast of the browser tests. `ada`, `gus`, … are people of the demo, each signed in with a browser of their own;
 * `visitor` is nobody yet; `gate` is the verification service. Whatever one of their browsers complains about fails
 * the test (complaints.ts).
 */
import {
  test as base,
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from "@playwright/test";

import { DEMO_ACCOUNTS, DEMO_PEOPLE, type DemoPerson } from "../../db/seed/demo-people";
import { DEMO_PASSWORD } from "../../lib/domain/people/demo";
import type { Me } from "../../lib/contracts/people/sessions";
import { CONSOLE_URL } from "../server/addresses";
import { bffOf, type Bff } from "./bff";
import { collectComplaints, type Complaints } from "./complaints";
import { gateOf, type Gate } from "./gate";

export { expect };

export type AccountName = (typeof DEMO_ACCOUNTS)[keyof typeof DEMO_ACCOUNTS]["name"];

/** Somebody at a browser. */
export type Visitor = {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: Complaints;
};

/** A visitor who is signed in. */
export type Person = Visitor & {
  readonly email: string;
  readonly bff: Bff;
  readonly me: Me;
  /** The id of an account that this person is a member of. */
  readonly accountId: (name: AccountName) => string;
};

type OpenBrowser = (options?: BrowserContextOptions) => Promise<Visitor>;
/** @param session "own": a new session, for stories that end it; else one that other tests of the worker use too */
type SignIn = (
  person: DemoPerson,
  options?: BrowserContextOptions & { readonly session?: "own" | "shared" },
) => Promise<Person>;

type StorageState = Awaited<ReturnType<BrowserContext["storageState"]>>;

async function signInByApi(
  browser: Browser,
  person: DemoPerson,
  options: BrowserContextOptions = {},
): Promise<StorageState> {
  const context = await browser.newContext(options);
  const answer = await context.request.post(`${CONSOLE_URL}/api/sign-in`, {
    data: { email: DEMO_PEOPLE[person].email, password: DEMO_PASSWORD },
  });
  expect(answer.status(), `${person} signs in`).toBe(204);
  const state = await context.storageState();
  await context.close();
  return state;
}

type Everyone = { readonly [Name in DemoPerson]: Person };
type Story = Everyone & {
  readonly openBrowser: OpenBrowser;
  readonly signIn: SignIn;
  readonly visitor: Visitor;
  readonly gate: Gate;
};
type Shared = { readonly sessionOf: (person: DemoPerson) => Promise<StorageState> };

const signedIn =
  (person: DemoPerson) =>
  async ({ signIn }: { signIn: SignIn }, use: (value: Person) => Promise<void>) =>
    use(await signIn(person));

export const test = base.extend<Story, Shared>({
  sessionOf: [
    async ({ browser }, use) => {
      const sessions = new Map<DemoPerson, Promise<StorageState>>();
      await use((person) => {
        const known = sessions.get(person) ?? signInByApi(browser, person);
        sessions.set(person, known);
        return known;
      });
    },
    { scope: "worker" },
  ],

  openBrowser: async ({ browser }, use) => {
    const opened: Visitor[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext(options);
      const visitor = { context, complaints: collectComplaints(context), page: await context.newPage() };
      opened.push(visitor);
      return visitor;
    });
    for (const { context } of opened) await context.close();
    for (const { complaints } of opened) complaints.assertNone();
  },

  signIn: async ({ browser, openBrowser, sessionOf }, use) => {
    await use(async (person, { session = "shared", ...options } = {}) => {
      const storageState = await (session === "own"
        ? signInByApi(browser, person, options)
        : sessionOf(person));
      const visitor = await openBrowser({ ...options, storageState });
      const bff = bffOf(visitor.context.request);
      const me = await bff.me();
      const accountId = (name: AccountName) => {
        const account = me.memberships.find((membership) => membership.name === name);
        if (!account) throw new Error(`${person} is not a member of ${name}.`);
        return account.id;
      };
      return { ...visitor, email: DEMO_PEOPLE[person].email, bff, me, accountId };
    });
  },

  visitor: async ({ openBrowser }, use) => use(await openBrowser()),
  gate: async ({ request }, use) => use(gateOf(request)),

  ada: signedIn("ada"),
  grace: signedIn("grace"),
  max: signedIn("max"),
  vera: signedIn("vera"),
  dev: signedIn("dev"),
  gus: signedIn("gus"),
  uma: signedIn("uma"),
  ian: signedIn("ian"),
  sam: signedIn("sam"),
  sue: signedIn("sue"),
});

/** A name that no other test and no earlier run has given to anything. */
export function uniqueName(what: string): string {
  return `${what} ${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
}
