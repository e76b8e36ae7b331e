import { and, eq, sql } from "drizzle-orm";

import type { Reader, Transaction } from "../../kernel/database";
import { agents } from "@/db/schema/agents";
import { integrationKeys } from "@/db/schema/integration-keys";

import { DomainError, notFound } from "../../domain/errors";
import { keyRefusalText, stepKey, type KeyEvent, type KeyLife } from "../../domain/keys/key-lifecycle";
import { mayManageKey } from "../../domain/people/profiles";
import type { AccountContext } from "../../kernel/context";

/**
 * The key under a row lock, for a change by this person, with the time after the lock was had. What only refers to the key may
 * be written meanwhile: a grant that has one of the app's turns does not wait for a change that waits for all of them.
 * @throws DomainError not_found for another account's | not_key_creator
 */
export async function lockKey(tx: Transaction, ctx: AccountContext, keyId: string) {
  const [key] = await selectKey(tx, ctx, keyId).for("no key update");
  return assertManaged(ctx, key);
}

/** The same without a lock, to refuse early what a change would refuse. */
export async function findManagedKey(db: Reader, ctx: AccountContext, keyId: string) {
  const [key] = await selectKey(db, ctx, keyId);
  return assertManaged(ctx, key);
}

function selectKey(db: Reader, ctx: AccountContext, keyId: string) {
  return db
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
      isPublic: integrationKeys.isPublic,
      isImplicitAllowed: integrationKeys.isImplicitAllowed,
      /** The address of the agent that it stands for; null for any other key. */
      agentUri: sql<
        string | null
      >`(select ${agents.clientUri} from ${agents} where ${agents.keyId} = ${integrationKeys}.id)`,
      now: sql`clock_timestamp()`.mapWith(integrationKeys.createdAt),
    })
    .from(integrationKeys)
    .where(and(eq(integrationKeys.accountId, ctx.account.id), eq(integrationKeys.id, keyId)));
}

function assertManaged<K extends { readonly createdBy: string }>(ctx: AccountContext, key: K | undefined): K {
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

/**
 * The life of a key after an event that has to be allowed.
 * @throws DomainError key_already_revoked | key_already_replaced
 */
export function expectStep(life: KeyLife, event: KeyEvent): KeyLife {
  const step = stepKey(life, event);
  if (!step.ok) throw new DomainError(step.refusal, keyRefusalText(step.refusal));
  return step.life;
}
