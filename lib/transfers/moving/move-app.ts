import { and, eq, gt, isNull, sql } from "drizzle-orm";

import { goLiveJourneys } from "@/db/schema/go-live";
import { credentials, integrationKeys, redirectUris } from "@/db/schema/integration-keys";

import { DomainError } from "../../domain/errors";
import type { Transaction } from "../../kernel/database";
import { endTokensWithoutCredential } from "./end-tokens";

/**
 * Moves an app from one management account to another, with its credentials, redirect URIs and its way to production; the
 * locks of both accounts are had. Its GUID, calls and counts are untouched: calls belong to the accounts acted in.
 * @param revoke which of its credentials end with it: all, those that were added after an instant, or none; and of what it
 *   got without a credential the same
 * @returns how many credentials were revoked
 * @throws DomainError transfer_conditions where another account manages it by now
 */
export async function moveApp(
  tx: Transaction,
  moved: { readonly keyId: string; readonly from: string; readonly to: string; readonly now: Date },
  revoke: "all" | "none" | { readonly addedAfter: Date },
): Promise<number> {
  const { keyId, from, to, now } = moved;
  // What the account that gives it away asked for it stays that account's.
  await tx
    .update(goLiveJourneys)
    .set({ reviewAccountId: from })
    .where(and(eq(goLiveJourneys.keyId, keyId), isNull(goLiveJourneys.reviewAccountId)));
  // Before the row: a grant under way may have to refer to it.
  await tx.execute(sql`select take_oauth_turns(array[${keyId}]::uuid[])`);
  const app = await tx
    .update(integrationKeys)
    .set({ accountId: to })
    .where(and(eq(integrationKeys.id, keyId), eq(integrationKeys.accountId, from)));
  if (app.rowCount !== 1) {
    throw new DomainError("transfer_conditions", "Another account manages this app by now.");
  }
  const mine = and(eq(credentials.keyId, keyId), isNull(credentials.revokedAt));
  const ended =
    revoke === "none"
      ? null
      : await tx
          .update(credentials)
          .set({ revokedAt: now })
          .where(revoke === "all" ? mine : and(mine, gt(credentials.createdAt, revoke.addedAfter)));
  if (revoke !== "none") {
    await endTokensWithoutCredential(tx, keyId, revoke === "all" ? null : revoke.addedAfter);
  }
  await tx.update(credentials).set({ accountId: to }).where(eq(credentials.keyId, keyId));
  await tx.update(redirectUris).set({ accountId: to }).where(eq(redirectUris.keyId, keyId));
  return ended?.rowCount ?? 0;
}
