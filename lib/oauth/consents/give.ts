import { and, eq, isNull, sql } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { oauthConsents } from "@/db/schema/oauth";
import { users } from "@/db/schema/users";

import { covers, widened, type GrantName } from "../../domain/oauth/asked-scopes";
import { notFound } from "../../domain/errors";
import type { AuditEntry } from "../../domain/record/audit-event";
import type { SessionContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import type { OnRecords } from "../../kernel/change";
import { newId } from "../../platform/ids";
import type { EligibleAccount } from "./eligible";

/** What Allow has stored, and what the records say of it. */
type Given = { readonly consentId: string; readonly audit: OnRecords | "unchanged" };

/** What of an app is said on the record, and by whom it is managed. */
type ConsentedApp = { readonly id: string; readonly name: string; readonly manager: { readonly id: string } };

/**
 * Stores a consent, when Allow is pressed: many clients never redeem the code (WIRE-FACTS 5). One that covers the asked
 * scopes is confirmed, another one widened. On the records of the person, of the account that the app acts in, and of the
 * one that manages it.
 * @throws DomainError not_found where the person is no active member of the account any more
 */
export async function storeConsent(
  tx: Transaction,
  ctx: SessionContext,
  {
    app,
    account,
    names,
  }: { readonly app: ConsentedApp; readonly account: EligibleAccount; readonly names: readonly GrantName[] },
): Promise<Given> {
  const [held] = await tx
    .select({ id: oauthConsents.id, scopes: oauthConsents.scopes })
    .from(oauthConsents)
    .where(
      and(
        eq(oauthConsents.userId, ctx.user.id),
        eq(oauthConsents.keyId, app.id),
        eq(oauthConsents.accountId, account.id),
        isNull(oauthConsents.organizationConsentId),
        isNull(oauthConsents.revokedAt),
      ),
    )
    .for("no key update");
  const before = held?.scopes ?? [];
  const scopes = widened(before, names);
  const consentId = held?.id ?? newId();
  const now = sql`clock_timestamp()`;
  if (held) {
    await tx.update(oauthConsents).set({ scopes, confirmedAt: now }).where(eq(oauthConsents.id, consentId));
  } else {
    await holdMember(tx, ctx.user.id, account.id);
    await tx.insert(oauthConsents).values({
      id: consentId,
      userId: ctx.user.id,
      keyId: app.id,
      accountId: account.id,
      scopes,
      givenAt: now,
      confirmedAt: now,
    });
  }
  if (held && covers(before, names)) return { consentId, audit: "unchanged" };
  const entry: AuditEntry = {
    action: "consent.given",
    subject: { kind: "integration_key", id: app.id, name: app.name },
    before: { consentScopes: [...before] },
    after: { consentScopes: scopes, actsIn: account.id, actsInName: account.name },
  };
  return { consentId, audit: { records: recordsOf(ctx.user.id, account.id, app.manager.id, entry) } };
}

/** Whoever deactivates the person meanwhile does not see a consent that is just being made, and waits here for what comes of it. */
async function holdMember(tx: Transaction, userId: string, accountId: string): Promise<void> {
  const [member] = await tx
    .select({ id: memberships.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.userId, userId),
        eq(memberships.accountId, accountId),
        eq(memberships.status, "active"),
        eq(users.status, "active"),
      ),
    )
    .for("share");
  if (!member) throw notFound();
}

/** One entry on the records of all whom a consent is about, each once. */
export function recordsOf(
  userId: string,
  accountId: string,
  managerId: string,
  entry: AuditEntry,
): Readonly<Record<string, AuditEntry>> {
  return Object.fromEntries([userId, accountId, managerId].map((chainId) => [chainId, entry]));
}
