/** How a key is read from the database and shown: explicit columns, none of which is a hash. */
import { and, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import type { Reader } from "../../kernel/database";
import { memberships } from "@/db/schema/accounts";
import { agents } from "@/db/schema/agents";
import { keyLastCalls } from "@/db/schema/calls";
import { goLiveJourneys } from "@/db/schema/go-live";
import { integrationKeys } from "@/db/schema/integration-keys";
import { users } from "@/db/schema/users";

import type { IntegrationKey } from "../../contracts/keys/integration-keys";
import { keyStatus, revocationOf, type KeyStatus } from "../../domain/keys/key-lifecycle";
import { mayManageKey } from "../../domain/people/profiles";
import { effectiveScopes } from "../../domain/keys/scope-ceiling";
import type { AccountContext } from "../../kernel/context";
import { GO_LIVE_STATE, IS_LIVE_COPY, IS_SEEN_WAY } from "../../row-state/go-live-state";

const creator = alias(users, "creator");
const revoker = alias(users, "revoker");
const successor = alias(integrationKeys, "successor");

/** The query of a key with all that is shown of it; callers add WHERE with the account's id, order and limit. */
export function selectKeys(db: Reader) {
  return db
    .select({
      id: integrationKeys.id,
      clientId: integrationKeys.clientId,
      accountId: integrationKeys.accountId,
      environment: integrationKeys.environment,
      name: integrationKeys.name,
      method: integrationKeys.method,
      scopes: integrationKeys.scopes,
      allowedRanges: integrationKeys.allowedRanges,
      createdAt: integrationKeys.createdAt,
      expiresAt: integrationKeys.expiresAt,
      revokedAt: integrationKeys.revokedAt,
      revokeReason: integrationKeys.revokeReason,
      retiresAt: integrationKeys.retiresAt,
      replacesKeyId: integrationKeys.replacesKeyId,
      replacedByKeyId: successor.id,
      replacedAt: successor.createdAt,
      prefix: integrationKeys.prefix,
      lastFour: integrationKeys.lastFour,
      isPublic: integrationKeys.isPublic,
      isImplicitAllowed: integrationKeys.isImplicitAllowed,
      creator: { id: creator.id, name: creator.name, email: creator.email },
      creatorStatus: creator.status,
      membershipStatus: memberships.status,
      profile: memberships.profile,
      revoker: { id: revoker.id, name: revoker.name, email: revoker.email },
      agent: { clientUri: agents.clientUri, host: agents.host, declaredName: agents.declaredName },
      firstCallAt: keyLastCalls.firstCallAt,
      lastUsedAt: keyLastCalls.lastAllowedAt,
      lastCallAt: keyLastCalls.lastCallAt,
      lastCallCode: keyLastCalls.lastCode,
      lastAddress: keyLastCalls.lastAddress,
      lastUserAgent: keyLastCalls.lastUserAgent,
      goLiveState: GO_LIVE_STATE,
      isLiveCopy: IS_LIVE_COPY,
      now: sql`clock_timestamp()`.mapWith(integrationKeys.createdAt),
    })
    .from(integrationKeys)
    .innerJoin(creator, eq(creator.id, integrationKeys.createdBy))
    .leftJoin(
      memberships,
      sql`${memberships.accountId} = ${integrationKeys.accountId} and ${memberships.userId} = ${integrationKeys.createdBy}`,
    )
    .leftJoin(agents, eq(agents.keyId, integrationKeys.id))
    .leftJoin(revoker, eq(revoker.id, integrationKeys.revokedBy))
    .leftJoin(successor, eq(successor.replacesKeyId, integrationKeys.id))
    .leftJoin(
      keyLastCalls,
      and(eq(keyLastCalls.keyId, integrationKeys.id), eq(keyLastCalls.accountId, integrationKeys.accountId)),
    )
    .leftJoin(
      goLiveJourneys,
      and(
        eq(goLiveJourneys.keyId, integrationKeys.id),
        eq(goLiveJourneys.accountId, integrationKeys.accountId),
        IS_SEEN_WAY,
      ),
    )
    .$dynamic();
}

export type KeyRow = Awaited<ReturnType<typeof selectKeys>>[number];

/** The wire form of a row, for the person who asks. */
export function toIntegrationKey(
  row: KeyRow,
  ctx: Pick<AccountContext, "user" | "profile" | "account">,
): IntegrationKey {
  const isOwnerActive = row.creatorStatus === "active" && row.membershipStatus === "active";
  const status = keyStatus(row, row.now);
  const revokedAt = revocationOf(row);
  return {
    id: row.id,
    clientId: row.clientId,
    accountId: row.accountId,
    environment: row.environment,
    name: row.name,
    method: row.method,
    scopes: row.scopes,
    effectiveScopes: isOwnerActive && row.profile ? effectiveScopes(row.scopes, row.profile) : [],
    allowedRanges: row.allowedRanges,
    createdBy: row.creator,
    isOwnerActive,
    createdAt: row.createdAt.toISOString(),
    expiresAt: iso(row.expiresAt),
    status,
    // The end of an overlap that has come is a revocation by itself (R4).
    revokedAt: status === "revoked" ? iso(revokedAt) : null,
    revokedBy: row.revoker,
    revokeReason: row.revokeReason,
    retiresAt: iso(row.retiresAt),
    replacesKeyId: row.replacesKeyId,
    replacedByKeyId: row.replacedByKeyId,
    replacedAt: iso(row.replacedAt),
    prefix: row.prefix,
    lastFour: row.lastFour,
    isPublic: row.isPublic,
    isImplicitAllowed: row.isImplicitAllowed,
    agent: row.agent,
    firstCallAt: iso(row.firstCallAt),
    lastUsedAt: iso(row.lastUsedAt),
    lastCallAt: iso(row.lastCallAt),
    lastCallCode: row.lastCallCode,
    lastAddress: row.lastAddress,
    lastUserAgent: row.lastUserAgent,
    goLiveState: wayOf(row, status),
    canManage: ctx.account.status === "active" && mayManageKey(ctx.profile, ctx.user.id, row.creator.id),
    canRevoke: mayManageKey(ctx.profile, ctx.user.id, row.creator.id),
  };
}

/** A copy in production is live until it is revoked; another key there is on no way, and neither is an agent. */
function wayOf(row: KeyRow, status: KeyStatus): IntegrationKey["goLiveState"] {
  if (row.environment === "sandbox") return row.agent === null ? row.goLiveState : null;
  return row.isLiveCopy && status !== "revoked" ? "live" : null;
}

function iso(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
