/** Whom the apps of the demo act for: by what people allowed themselves, and by what Acme allows for its people. */
import type { Transaction } from "../client";
import { oauthConsents, organizationConsents } from "../schema/oauth";
import { idAt } from "../../lib/platform/ids";
import type { DemoTenants } from "./demo-accounts";
import { subjectOf } from "./demo-app-rows";
import type { PastEvent } from "./demo-audit";
import type { DemoAccountName, DemoPerson } from "./demo-people";

const DAY_MS = 86_400_000;

/** An app that people let act for them. */
export type ConsentedApp = {
  readonly key: { readonly id: string; readonly accountId: string; readonly name: string };
  readonly consents: readonly DemoConsent[];
  /** What Acme lets it do for its people, and whom it has acted for by that. */
  readonly organization?: DemoOrganizationConsent;
};

export type DemoConsent = {
  readonly by: DemoPerson;
  readonly account: DemoAccountName;
  readonly scopes: readonly string[];
  readonly givenDaysAgo: number;
  readonly usedDaysAgo: number;
};

export type DemoOrganizationConsent = Omit<DemoConsent, "account"> & {
  readonly people: readonly DemoPerson[];
  readonly account: DemoAccountName;
};

/** Writes consents. @returns what is on the records of people, of the accounts that the app acts in, and of the one that manages it */
export async function seedConsents(
  tx: Transaction,
  tenants: DemoTenants,
  app: ConsentedApp,
  now: Date,
): Promise<PastEvent[]> {
  const events: PastEvent[] = [];
  for (const consent of app.consents) {
    const { at: givenAt, lastUsedAt } = timesOf(consent, now);
    const account = tenants.accounts[consent.account];
    await tx.insert(oauthConsents).values({
      id: idAt(givenAt),
      userId: tenants.people[consent.by],
      keyId: app.key.id,
      accountId: account.id,
      scopes: [...consent.scopes],
      givenAt,
      confirmedAt: givenAt,
      lastUsedAt,
    });
    for (const chainId of new Set([tenants.people[consent.by], account.id, app.key.accountId])) {
      events.push({
        chainId,
        at: givenAt,
        by: consent.by,
        action: "consent.given",
        subject: subjectOf(app.key),
        before: { consentScopes: [] },
        after: { consentScopes: [...consent.scopes], actsIn: account.id, actsInName: account.name },
      });
    }
  }
  if (app.organization)
    events.push(...(await seedOrganizationConsent(tx, tenants, app, app.organization, now)));
  return events;
}

async function seedOrganizationConsent(
  tx: Transaction,
  tenants: DemoTenants,
  { key }: ConsentedApp,
  consent: DemoOrganizationConsent,
  now: Date,
): Promise<PastEvent[]> {
  const { at: givenAt, lastUsedAt } = timesOf(consent, now);
  const id = idAt(givenAt);
  const scopes = [...consent.scopes];
  const { organizationId } = tenants;
  const givenBy = tenants.people[consent.by];
  const row = { id, organizationId, keyId: key.id, scopes, givenBy, givenAt, lastUsedAt };
  await tx.insert(organizationConsents).values(row);
  await tx.insert(oauthConsents).values(
    consent.people.map((person, nth) => {
      const at = new Date(givenAt.getTime() + (nth + 1) * DAY_MS);
      return {
        id: idAt(at),
        userId: tenants.people[person],
        keyId: key.id,
        accountId: tenants.accounts[consent.account].id,
        organizationConsentId: id,
        claimedDomain: "acme.example",
        scopes,
        givenAt: at,
        confirmedAt: at,
        lastUsedAt: new Date(lastUsedAt.getTime() - nth * DAY_MS),
      };
    }),
  );
  const chains = [tenants.accounts.acme.id, tenants.accounts.acmeSandbox.id, key.accountId, givenBy];
  return [...new Set(chains)].map((chainId) => ({
    chainId,
    at: givenAt,
    by: consent.by,
    action: "app.authorized",
    subject: subjectOf(key),
    before: { consentScopes: [] },
    after: { consentScopes: scopes, organization: "Acme" },
  }));
}

function timesOf(
  { givenDaysAgo, usedDaysAgo }: Pick<DemoConsent, "givenDaysAgo" | "usedDaysAgo">,
  now: Date,
) {
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  return { at: ago(givenDaysAgo), lastUsedAt: ago(usedDaysAgo) };
}
