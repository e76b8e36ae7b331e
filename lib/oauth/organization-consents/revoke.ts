import { and, eq, isNull, sql } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";
import { organizationConsents } from "@/db/schema/oauth";

import { notFound } from "../../domain/errors";
import type { AuditEntry } from "../../domain/record/audit-event";
import type { SessionContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { Moved } from "../../kernel/moved";
import { overOrganization } from "./over-organization";
import { recordsOfAll } from "./store";

type Revoking = {
  readonly organizationId: string;
  readonly authorizedAppId: string;
  readonly reason: string;
};

/**
 * Takes back what an organization lets an app do. The tokens of all people that rest on it end in the same transaction (trigger):
 * no request that starts after the answer is accepted. What people let the app do themselves stays. Of two at once, the second
 * finds nothing. The reason stands on the organization's records and the admin's own, not on those of another account that manages
 * the app.
 * @throws DomainError not_found
 */
export function revokeAuthorizedApp(
  ctx: SessionContext,
  { organizationId, authorizedAppId, reason }: Revoking,
): Promise<void> {
  const find = (db: Reader) => findHeld(db, organizationId, authorizedAppId);
  return overOrganization(ctx, organizationId, find, async (tx, organization, { managerId }) => {
    const held = await find(tx);
    if (held.managerId !== managerId) throw new Moved("The app went to another account at that moment.");
    const [ended] = await tx
      .update(organizationConsents)
      .set({ revokedAt: sql`clock_timestamp()`, revokedBy: ctx.user.id })
      .where(
        and(
          eq(organizationConsents.id, authorizedAppId),
          eq(organizationConsents.organizationId, organizationId),
          isNull(organizationConsents.revokedAt),
        ),
      )
      .returning({ scopes: organizationConsents.scopes });
    if (!ended) throw notFound();
    const entry: AuditEntry = {
      action: "app.authorization_ended",
      subject: { kind: "integration_key", id: held.keyId, name: held.appName },
      before: { consentScopes: ended.scopes, organization: organization.name },
    };
    // The reason is the organization's own: who manages the app reads that it ended, not why.
    const records = {
      ...recordsOfAll(ctx, organization, managerId, { ...entry, reason }),
      ...(organization.accountIds.includes(managerId) ? {} : { [managerId]: entry }),
    };
    return { value: undefined, audit: { records } };
  });
}

async function findHeld(db: Reader, organizationId: string, id: string) {
  const [row] = await db
    .select({
      keyId: integrationKeys.id,
      appName: integrationKeys.name,
      managerId: integrationKeys.accountId,
    })
    .from(organizationConsents)
    .innerJoin(integrationKeys, eq(integrationKeys.id, organizationConsents.keyId))
    .where(
      and(
        eq(organizationConsents.id, id),
        eq(organizationConsents.organizationId, organizationId),
        isNull(organizationConsents.revokedAt),
      ),
    );
  if (!row) throw notFound();
  return row;
}
