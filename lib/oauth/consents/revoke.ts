import { and, eq, isNull, sql } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";
import { oauthConsents } from "@/db/schema/oauth";

import { notFound } from "../../domain/errors";
import { byPerson } from "../../kernel/authority";
import { change } from "../../kernel/change";
import type { SessionContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { ask } from "../../kernel/read";
import { recordsOf } from "./give";

/**
 * Takes back what a person lets an app do in an account; what their organization lets it do is for the organization's admins.
 * Its tokens and its families end in the same transaction (trigger), so that no request that starts after the answer is
 * accepted. Of two at once, the second finds nothing.
 * @throws DomainError not_found for what is not theirs, and for what has ended
 */
export async function revokeConsent(ctx: SessionContext, consentId: string): Promise<void> {
  const { accountId, managerId } = await ask((db) => findOwn(db, ctx.user.id, consentId));
  await change(byPerson(ctx), [accountId, managerId], async (tx) => {
    const consent = await findOwn(tx, ctx.user.id, consentId);
    const [ended] = await tx
      .update(oauthConsents)
      .set({ revokedAt: sql`clock_timestamp()` })
      .where(
        and(
          eq(oauthConsents.id, consentId),
          eq(oauthConsents.userId, ctx.user.id),
          isNull(oauthConsents.revokedAt),
        ),
      )
      .returning({ scopes: oauthConsents.scopes });
    if (!ended) throw notFound();
    const records = recordsOf(ctx.user.id, consent.accountId, consent.managerId, {
      action: "consent.revoked",
      subject: { kind: "integration_key", id: consent.keyId, name: consent.appName },
      before: { consentScopes: ended.scopes, actsIn: consent.accountId },
    });
    return { value: undefined, audit: { records } };
  });
}

async function findOwn(db: Reader, userId: string, consentId: string) {
  const [row] = await db
    .select({
      accountId: oauthConsents.accountId,
      keyId: oauthConsents.keyId,
      managerId: integrationKeys.accountId,
      appName: integrationKeys.name,
    })
    .from(oauthConsents)
    .innerJoin(integrationKeys, eq(integrationKeys.id, oauthConsents.keyId))
    .where(
      and(
        eq(oauthConsents.id, consentId),
        eq(oauthConsents.userId, userId),
        isNull(oauthConsents.organizationConsentId),
        isNull(oauthConsents.revokedAt),
      ),
    );
  if (!row) throw notFound();
  return row;
}
