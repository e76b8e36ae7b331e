/** The status of a key as SQL: `keyStatus` and `isAmongLive` of the domain for what a query decides by itself. */
import { and, gt, isNotNull, isNull, lte, or, sql, type SQL } from "drizzle-orm";

import { agents } from "@/db/schema/agents";
import { integrationKeys } from "@/db/schema/integration-keys";

import { EXPIRED_AMONG_LIVE_DAYS, type KeyListStatus, type KeyStatus } from "../domain/keys/key-lifecycle";

const { revokedAt, retiresAt, expiresAt } = integrationKeys;

/** When the transaction began. */
const NOW = sql`now()`;
/** Longer ago than this a key has expired that no list of live ones has any more. */
const WHILE_AGO = sql`now() - make_interval(days => ${EXPIRED_AMONG_LIVE_DAYS})`;

const isRevoked = or(isNotNull(revokedAt), lte(retiresAt, NOW));
const isExpired = lte(expiresAt, NOW);
const isNotRevoked = (now: SQL | Date) => and(isNull(revokedAt), or(isNull(retiresAt), gt(retiresAt, now)));
const isNotExpired = (now: SQL | Date) => or(isNull(expiresAt), gt(expiresAt, now));

/** The status of a key as a column of a query. */
export const KEY_STATUS = sql<KeyStatus>`case
  when ${isRevoked} then 'revoked'
  when ${isExpired} then 'expired'
  when ${retiresAt} is not null then 'retiring'
  else 'active' end`;

/** True of a key that expired so long ago that a list of live ones leaves it out. */
export const IS_LONG_EXPIRED = lte(expiresAt, WHILE_AGO);

/** True of a key whose status is active or retiring. @param now the clock, where it is not the transaction's begin */
export function isWorkingKey(now: SQL | Date = NOW): SQL | undefined {
  return and(isNotRevoked(now), isNotExpired(now));
}

/** True of a key that stands for an agent. Written out: in a query of one table the builder leaves names of tables away. */
export const IS_AGENT = sql<boolean>`exists (select from ${agents} where agents.key_id = integration_keys.id)`;

/**
 * How many keys are active and how many work, among rows that are {@link isWorkingKey} (R10). Agents have a limit of their own:
 * members bring them, and must not take an admin's room.
 */
export const KEY_COUNTS = {
  active: sql<number>`(count(*) filter (where ${retiresAt} is null and not ${IS_AGENT}))::int`,
  working: sql<number>`(count(*) filter (where not ${IS_AGENT}))::int`,
};

/** True of a key that a list by this status has, in the form that the indexes of the table serve. */
export function hasStatus(status: KeyListStatus): SQL | undefined {
  switch (status) {
    case "revoked":
      return isRevoked;
    case "expired":
      return and(isNotRevoked(NOW), isExpired);
    case "retiring":
      return and(isWorkingKey(), isNotNull(retiresAt));
    case "active":
      return and(isWorkingKey(), isNull(retiresAt));
    case "live":
      return and(isNotRevoked(NOW), or(isNull(expiresAt), gt(expiresAt, WHILE_AGO)));
    case "ended":
      return or(isRevoked, IS_LONG_EXPIRED);
  }
}
