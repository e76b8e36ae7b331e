import { and, eq, sql } from "drizzle-orm";

import type { Transaction } from "../kernel/database";
import { integrationKeys } from "@/db/schema/integration-keys";

import { DomainError, notFound } from "../domain/errors";
import { keyRefusalText, stepKey, type KeyEvent, type KeyLife } from "../domain/key-lifecycle";
import { mayManageKey } from "../domain/profiles";
import type { AccountContext } from "../kernel/context";

/**
 * The key under a row lock, for a change by this person, with the time after the lock was had.
 * @throws DomainError not_found for another account's | not_key_creator
 */
export async function lockKey(tx: Transaction, ctx: AccountContext, keyId: string) {
  const [key] = await tx
    .select({
      id: integrationKeys.id,
      clientId: integrationKeys.clientId,
      name: integrationKeys.name,
      method: integrationKeys.method,
      scopes: integrationKeys.scopes,
      allowedRanges: integrationKeys.allowedRanges,
      createdBy: integrationKeys.createdBy,
      expiresAt: integrationKeys.expiresAt,
      revokedAt: integrationKeys.revokedAt,
      retiresAt: integrationKeys.retiresAt,
    })
    .from(integrationKeys)
    .where(and(eq(integrationKeys.accountId, ctx.account.id), eq(integrationKeys.id, keyId)))
    .for("update");
  if (!key) throw notFound();
  if (!mayManageKey(ctx.profile, ctx.user.id, key.createdBy)) {
    throw new DomainError(
      "not_key_creator",
      "Only the person who created this key, or an admin, can do this.",
    );
  }
  return key;
}

/** The database's clock at this moment of the transaction, not at its start. */
export async function clock(tx: Transaction): Promise<Date> {
  const [row] = await tx
    .select({ now: sql`clock_timestamp()`.mapWith(integrationKeys.createdAt) })
    .from(sql`(values (1)) as one`);
  if (!row) throw new Error("The database has no clock");
  return row.now;
}

/** The life after the event. @throws DomainError key_already_revoked | key_already_replaced | key_expired */
export function expectStep(life: KeyLife, event: KeyEvent): KeyLife {
  const step = stepKey(life, event);
  if (!step.ok) throw new DomainError(step.refusal, keyRefusalText(step.refusal));
  return step.life;
}
