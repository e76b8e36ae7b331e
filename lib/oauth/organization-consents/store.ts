import { and, count, eq, isNull, sql } from "drizzle-orm";

import { organizationConsents } from "@/db/schema/oauth";
import { claimedDomains } from "@/db/schema/organizations";

import { DomainError } from "../../domain/errors";
import { covers, widened, type GrantName } from "../../domain/oauth/asked-scopes";
import { AUTHORIZED_APPS_MAX } from "../../domain/oauth/organization-consent";
import type { AuditEntry } from "../../domain/record/audit-event";
import type { Outcome } from "../../kernel/change";
import type { SessionContext } from "../../kernel/context";
import type { Reader, Transaction } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { isHeldClaim } from "../../row-state/domain-claim";
import type { OAuthApp } from "../clients/apps";

/** An organization whose row is held, and the accounts that it has while it is. */
export type HeldOrganization = {
  readonly id: string;
  readonly name: string;
  readonly accountIds: readonly string[];
};

/**
 * Stores what an organization lets an app do for its people; one that holds is widened. On the records of the organization's
 * accounts, of the one that manages the app, and of who did it.
 * @returns the consent's id
 * @throws DomainError domain_not_held where the organization has no domain, so that it would cover nobody | authorized_app_limit
 */
export async function storeOrganizationConsent(
  tx: Transaction,
  ctx: SessionContext,
  {
    organization,
    app,
    names,
  }: {
    readonly organization: HeldOrganization;
    readonly app: OAuthApp;
    readonly names: readonly GrantName[];
  },
): Promise<Outcome<string>> {
  await expectHeldDomain(tx, organization);
  const [held] = await tx
    .select({ id: organizationConsents.id, scopes: organizationConsents.scopes })
    .from(organizationConsents)
    .where(
      and(
        eq(organizationConsents.keyId, app.id),
        eq(organizationConsents.organizationId, organization.id),
        isNull(organizationConsents.revokedAt),
      ),
    )
    .for("no key update");
  const before = held?.scopes ?? [];
  if (held && covers(before, names)) return { value: held.id, audit: "unchanged" };
  const scopes = widened(before, names);
  const id = held?.id ?? newId();
  if (held) {
    await tx.update(organizationConsents).set({ scopes }).where(eq(organizationConsents.id, id));
  } else {
    await expectRoom(tx, organization);
    await tx.insert(organizationConsents).values({
      id,
      organizationId: organization.id,
      keyId: app.id,
      scopes,
      givenBy: ctx.user.id,
      givenAt: sql`clock_timestamp()`,
    });
  }
  const entry: AuditEntry = {
    action: "app.authorized",
    subject: { kind: "integration_key", id: app.id, name: app.name },
    before: { consentScopes: [...before] },
    after: { consentScopes: scopes, organization: organization.name },
  };
  return { value: id, audit: { records: recordsOfAll(ctx, organization, app.manager.id, entry) } };
}

/** One entry on the records of all whom an organization's consent is about. */
export function recordsOfAll(
  ctx: SessionContext,
  { accountIds }: HeldOrganization,
  managerId: string,
  entry: AuditEntry,
): Readonly<Record<string, AuditEntry>> {
  return Object.fromEntries([...accountIds, managerId, ctx.user.id].map((chainId) => [chainId, entry]));
}

/** Refuses an organization without a domain: it would cover nobody. @throws DomainError domain_not_held */
export async function expectHeldDomain(
  db: Reader,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<void> {
  const held = await db
    .select({ id: claimedDomains.id })
    .from(claimedDomains)
    .where(and(eq(claimedDomains.organizationId, id), isHeldClaim()))
    .limit(1);
  if (held.length > 0) return;
  throw new DomainError(
    "domain_not_held",
    `${name} has no verified domain. It can authorize apps for people whose address is of a domain that it has proven: claim one first.`,
  );
}

async function expectRoom(tx: Transaction, { id, name }: HeldOrganization): Promise<void> {
  const [found] = await tx
    .select({ number: count() })
    .from(organizationConsents)
    .where(and(eq(organizationConsents.organizationId, id), isNull(organizationConsents.revokedAt)));
  if ((found?.number ?? 0) < AUTHORIZED_APPS_MAX) return;
  throw new DomainError(
    "authorized_app_limit",
    `${name} has authorized ${AUTHORIZED_APPS_MAX} apps, which is the most. Revoke one that is not needed.`,
  );
}
