import { and, eq, isNull, sql } from "drizzle-orm";

import { oauthTokenFamilies } from "@/db/schema/oauth";

import type { FamilyEnd, FamilyState } from "../../domain/oauth/token-family";
import type { Transaction } from "../../kernel/database";

type Family = typeof oauthTokenFamilies.$inferSelect;

/** A family under a lock, which is taken after those of what it rests on; null where it is gone, over age. */
export async function lockFamily(tx: Transaction, id: string): Promise<Family | null> {
  const [family] = await tx
    .select()
    .from(oauthTokenFamilies)
    .where(eq(oauthTokenFamilies.id, id))
    .for("update");
  return family ?? null;
}

/** The state of a family by its row; one that is gone has ended. */
export function familyState(family: Family | null): FamilyState {
  if (family === null || family.revokedAt !== null) {
    return { kind: "ended", end: family?.end ?? "revoked" };
  }
  return { kind: "live", expiresAt: family.expiresAt };
}

/** Ends a family for good; its access tokens end with it (trigger). */
export async function endFamily(tx: Transaction, { id }: Pick<Family, "id">, end: FamilyEnd): Promise<void> {
  await tx
    .update(oauthTokenFamilies)
    .set({ revokedAt: sql`clock_timestamp()`, end })
    .where(and(eq(oauthTokenFamilies.id, id), isNull(oauthTokenFamilies.revokedAt)));
}
