/** The row of a sandbox key's way to production, under its lock. */
import { and, eq } from "drizzle-orm";

import { goLiveJourneys } from "@/db/schema/go-live";

import { isWayOf, JOURNEY_LIFE } from "../../row-state/go-live-state";
import type { Transaction } from "../database";

type KeyOfAccount = { readonly id: string; readonly accountId: string };

const isOf = ({ id, accountId }: KeyOfAccount) =>
  and(eq(goLiveJourneys.accountId, accountId), eq(goLiveJourneys.keyId, id));

/**
 * How far a key has come, under the lock of its row; null before its first review.
 * @param byAccountId the account whose way it is: the one that manages the key, unless told otherwise
 */
export async function lockJourney(tx: Transaction, key: KeyOfAccount, byAccountId: string = key.accountId) {
  const [row] = await tx
    .select({
      ...JOURNEY_LIFE,
      classification: goLiveJourneys.classification,
      description: goLiveJourneys.description,
      contact: goLiveJourneys.contact,
      reviewRequestedBy: goLiveJourneys.reviewRequestedBy,
      migrationRequestedBy: goLiveJourneys.migrationRequestedBy,
      productionAccountId: goLiveJourneys.productionAccountId,
      caseId: goLiveJourneys.caseId,
    })
    .from(goLiveJourneys)
    .where(and(isOf(key), isWayOf(byAccountId)))
    .for("update");
  return row ?? null;
}

export type LockedJourney = NonNullable<Awaited<ReturnType<typeof lockJourney>>>;

/** Writes a step to the row of a journey that has begun, which is locked. */
export async function saveStep(
  tx: Transaction,
  key: KeyOfAccount,
  now: Date,
  changes: Partial<typeof goLiveJourneys.$inferInsert>,
): Promise<void> {
  const saved = await tx
    .update(goLiveJourneys)
    .set({ ...changes, updatedAt: now })
    .where(isOf(key));
  if (saved.rowCount !== 1) throw new Error(`The way of key ${key.id} has no row to write a step to`);
}
