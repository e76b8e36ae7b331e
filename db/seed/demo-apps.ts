/** The OAuth apps of the demo: one that waits for support, and three that are live, two of which go from Globex to Acme. */
import type { Transaction } from "../client";
import type { DemoTenants } from "./demo-accounts";
import { seedSandboxApp, type DemoApp } from "./demo-app-rows";
import { seedLive, seedWaiting } from "./demo-app-ways";
import { seedTransfer, type DemoTransfer } from "./demo-transfers";
import { seedConsents, type DemoConsent, type DemoOrganizationConsent } from "./demo-consents";
import type { PastEvent } from "./demo-audit";
import type { CallingKey } from "./demo-calls";
import { seedChangeover } from "./demo-changeover";
import type { DemoCaller } from "./demo-traffic";

type DemoAppSpec = DemoApp & {
  readonly transfer?: DemoTransfer;
  /** The server that has not changed over to the new secret yet. */
  readonly changeover?: DemoCaller;
  /** Of the sandbox. */
  readonly consents?: readonly DemoConsent[];
  /** Of the copy in production. */
  readonly liveConsents?: readonly DemoConsent[];
  readonly organizationConsent?: DemoOrganizationConsent;
};

const APPS: readonly DemoAppSpec[] = [
  {
    name: "Signing portal",
    account: "acmeSandbox",
    by: "dev",
    scopes: ["agreements:read", "agreements:write", "agreements:send", "agreements:sign"],
    redirectUris: ["https://portal.acme.example/oauth/callback", "http://127.0.0.1/callback"],
    caller: { address: "192.0.2.210", userAgent: "signing-portal/0.9 node/22.11" },
    createdDaysAgo: 12,
    calledDaysAgo: 2,
    consents: [
      {
        by: "dev",
        account: "acmeSandbox",
        scopes: ["agreements:read", "agreements:send"],
        givenDaysAgo: 11,
        usedDaysAgo: 1,
      },
    ],
    classification: "public",
    description: "A portal in which customers of Acme sign what we send them. Anybody may register.",
  },
  {
    name: "Onboarding forms",
    account: "acmeSandbox",
    by: "dev",
    scopes: ["agreements:read", "agreements:write", "agreements:send"],
    redirectUris: ["https://forms.acme.example/signed-in"],
    caller: { address: "192.0.2.211", userAgent: "onboarding-forms/1.4 Java/21" },
    createdDaysAgo: 29,
    calledDaysAgo: 20,
    classification: "private_custom",
    description: "Sends new colleagues their contracts, and files what comes back.",
    changeover: { address: "192.0.2.214", userAgent: "onboarding-forms/1.2 Java/17" },
    live: { account: "acme", by: "ada", grantedBy: "sam" },
    consents: [
      { by: "ada", account: "acmeSandbox", scopes: ["agreements:read"], givenDaysAgo: 27, usedDaysAgo: 21 },
      {
        by: "dev",
        account: "acmeSandbox",
        scopes: ["agreements:read", "agreements:write", "agreements:send"],
        givenDaysAgo: 28,
        usedDaysAgo: 20,
      },
    ],
    organizationConsent: {
      by: "grace",
      account: "acme",
      scopes: ["agreements:read", "agreements:send"],
      givenDaysAgo: 12,
      usedDaysAgo: 0.2,
      people: ["max", "ada"],
    },
  },
  {
    name: "Supplier contracts",
    account: "globexSandbox",
    by: "gus",
    scopes: ["agreements:read", "agreements:write", "agreements:send"],
    redirectUris: ["https://suppliers.globex.example/signed-in"],
    caller: { address: "203.0.113.182", userAgent: "supplier-contracts/3.2 PHP/8.3" },
    createdDaysAgo: 29,
    calledDaysAgo: 24,
    classification: "private_custom",
    description: "Sends framework contracts to suppliers of Globex, and files them.",
    live: { account: "globex", by: "gus", grantedBy: "sue" },
    liveConsents: [
      { by: "gus", account: "globex", scopes: ["signature", "extended"], givenDaysAgo: 15, usedDaysAgo: 0.5 },
    ],
    transfer: {
      from: "globex",
      to: "acme",
      openedDaysAgo: 5,
      reason: "Acme buys for both companies from this quarter on.",
      confirmedBy: ["gus", "grace"],
      carriedOutBy: "sam",
    },
  },
  {
    name: "Delivery receipts",
    account: "globexSandbox",
    by: "gus",
    scopes: ["agreements:read", "agreements:sign"],
    redirectUris: ["https://deliveries.globex.example/oauth/callback"],
    caller: { address: "203.0.113.183", userAgent: "delivery-receipts/1.8 Kotlin/2.1" },
    createdDaysAgo: 27,
    calledDaysAgo: 22,
    classification: "private_custom",
    description: "Drivers have deliveries signed on their telephones.",
    live: { account: "globex", by: "gus", grantedBy: "sam" },
    transfer: {
      from: "globex",
      to: "acme",
      openedDaysAgo: 2,
      reason: "The team that runs deliveries has moved to Acme.",
      confirmedBy: ["gus"],
    },
  },
];

export type DemoApps = { readonly calls: readonly CallingKey[]; readonly events: readonly PastEvent[] };

/** Writes the apps, what they are set up with, and how far they are on their way to production. */
export async function seedApps(tx: Transaction, tenants: DemoTenants, now: Date): Promise<DemoApps> {
  const calls: CallingKey[] = [];
  const events: PastEvent[] = [];
  for (const spec of APPS) {
    const app = await seedSandboxApp(tx, tenants, spec, now);
    calls.push(app.calls);
    events.push(...app.events);
    if (spec.changeover) {
      const old = { credentialId: app.secretId, caller: spec.changeover };
      const changeover = await seedChangeover(tx, app, old, now);
      calls.push(...changeover.calls);
      events.push(changeover.event);
    }
    const sandbox = { key: app.key, consents: spec.consents ?? [] };
    events.push(...(await seedConsents(tx, tenants, sandbox, now)));
    if (spec.live) {
      const live = await seedLive(tx, tenants, app, spec.live);
      const production = {
        key: live.key,
        consents: spec.liveConsents ?? [],
        ...(spec.organizationConsent ? { organization: spec.organizationConsent } : {}),
      };
      events.push(...(await seedConsents(tx, tenants, production, now)));
      events.push(...live.events);
      if (spec.transfer) events.push(...(await seedTransfer(tx, tenants, live, spec.transfer, now)));
    } else events.push(...(await seedWaiting(tx, tenants, app)));
  }
  return { calls, events };
}
