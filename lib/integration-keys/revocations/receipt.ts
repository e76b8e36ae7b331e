import { and, eq, sql } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";
import { users } from "@/db/schema/users";

import type {
  KeyEnd,
  RevocationReceipt,
  RevocationReceiptAnswer,
} from "../../contracts/keys/revocation-receipt";
import { notFound } from "../../domain/errors";
import { keyStatus, revocationOf } from "../../domain/keys/key-lifecycle";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";
import {
  countAccepted,
  countRefusedSince,
  findEndEvent,
  findFirstRefused,
  findLastAccepted,
} from "./evidence";

/**
 * What the record says about the end of a key (R8): who ended it and when, the last call that was accepted, the first
 * that was refused, and how many were accepted once the end was in force, counted anew each time.
 * @returns null for a key that has not ended
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function readRevocationReceipt(ctx: AccountContext, keyId: string): Promise<RevocationReceiptAnswer> {
  return read(ctx, "key:read", async (db) => {
    const key = await findEndedKey(db, ctx.account.id, keyId);
    const ended = endOf(key);
    return { receipt: ended ? await toReceipt(db, ctx, key, ended) : null };
  });
}

type EndedKey = Awaited<ReturnType<typeof findEndedKey>>;
type Ended = Pick<RevocationReceipt, "end" | "boundary"> & {
  readonly at: Date;
  /** Null until a refusal shows that the end is in force. */
  readonly inForceAt: Date | null;
};

async function findEndedKey(db: Reader, accountId: string, keyId: string) {
  const [key] = await db
    .select({
      id: integrationKeys.id,
      clientId: integrationKeys.clientId,
      name: integrationKeys.name,
      environment: integrationKeys.environment,
      prefix: integrationKeys.prefix,
      lastFour: integrationKeys.lastFour,
      expiresAt: integrationKeys.expiresAt,
      revokedAt: integrationKeys.revokedAt,
      retiresAt: integrationKeys.retiresAt,
      reason: integrationKeys.revokeReason,
      confirmedAt: integrationKeys.revocationConfirmedAt,
      revoker: { id: users.id, name: users.name, email: users.email },
      now: sql`clock_timestamp()`.mapWith(integrationKeys.createdAt),
    })
    .from(integrationKeys)
    .leftJoin(users, eq(users.id, integrationKeys.revokedBy))
    .where(and(eq(integrationKeys.accountId, accountId), eq(integrationKeys.id, keyId)));
  if (!key) throw notFound();
  return key;
}

/** Every check compares its own time with such an end: it is in force by itself. */
const byClock = (end: KeyEnd, at: Date): Ended => ({ end, at, inForceAt: at, boundary: "clock" });

/** How and when the key ended, and from when on that is in force; null for one that has not ended. */
function endOf(key: EndedKey): Ended | null {
  const status = keyStatus(key, key.now);
  if (status === "expired" && key.expiresAt) return byClock("expired", key.expiresAt);
  const revokedAt = status === "revoked" ? revocationOf(key) : null;
  if (!revokedAt) return null;
  if (!key.revokedAt) return byClock("overlap_ended", revokedAt);
  const boundary = key.confirmedAt ? "answer" : "unconfirmed";
  return { end: "revoked", at: revokedAt, inForceAt: key.confirmedAt, boundary };
}

async function toReceipt(
  db: Reader,
  ctx: AccountContext,
  key: EndedKey,
  { end, at, ...ended }: Ended,
): Promise<RevocationReceipt> {
  const subject = { accountId: ctx.account.id, keyId: key.id };
  const [event, lastAccepted, firstRefused, refusedSince] = await Promise.all([
    findEndEvent(db, subject, end),
    findLastAccepted(db, subject),
    findFirstRefused(db, subject, at),
    countRefusedSince(db, subject, end),
  ]);
  const inForceAt = ended.inForceAt ?? (firstRefused ? new Date(firstRefused.at) : key.now);
  const accepted = await countAccepted(db, subject, at, inForceAt);
  const { id, clientId, name, environment, prefix, lastFour } = key;
  return {
    key: { id, clientId, name, environment, prefix, lastFour },
    account: { id: ctx.account.id, name: ctx.account.name },
    end: event?.action === "key.replaced" && end === "revoked" ? "replaced" : end,
    endedAt: at.toISOString(),
    endedBy: key.revoker,
    reason: key.reason,
    inForceAt: inForceAt.toISOString(),
    boundary: ended.boundary,
    lastAccepted,
    firstRefused,
    acceptedMeanwhile: accepted.meanwhile,
    acceptedAfter: accepted.after,
    refusedSince,
    auditEvent: event,
    issuedAt: key.now.toISOString(),
  };
}
