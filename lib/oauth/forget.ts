import { inArray, lt, sql } from "drizzle-orm";

import { oauthAssertions, oauthCodes, oauthRefreshTokens, oauthTokenFamilies } from "@/db/schema/oauth";

import { deleteOverAge } from "../kernel/delete-over-age";

const AT_ONCE = 1_000;
/** So long after its end is a code or family told apart from one that never was, and ends what came of it. */
const KEPT_DAYS = 7;

type Expiry =
  | typeof oauthCodes.expiresAt
  | typeof oauthTokenFamilies.expiresAt
  | typeof oauthRefreshTokens.expiresAt;

const isOverAge = (at: Expiry) => lt(at, sql`now() - make_interval(days => ${KEPT_DAYS})`);

/** What went, for the log. */
export type ForgottenTokens = {
  readonly codes: number;
  readonly families: number;
  readonly refreshTokens: number;
  readonly assertions: number;
};

/**
 * Deletes codes, refresh tokens and token families that ended a week ago, and assertions that would be refused as expired.
 * A refresh token that was used is kept as long as one that was not: if it comes again, it ends its family.
 */
export async function forgetTokens(signal: AbortSignal): Promise<ForgottenTokens> {
  const codes = await deleteOverAge(signal, AT_ONCE, async (db, atMost) => {
    const some = db
      .select({ codeHash: oauthCodes.codeHash })
      .from(oauthCodes)
      .where(isOverAge(oauthCodes.expiresAt))
      .limit(atMost)
      .for("update", { skipLocked: true });
    return (await db.delete(oauthCodes).where(inArray(oauthCodes.codeHash, some))).rowCount ?? 0;
  });
  const families = await deleteOverAge(signal, AT_ONCE, async (db, atMost) => {
    const some = db
      .select({ id: oauthTokenFamilies.id })
      .from(oauthTokenFamilies)
      .where(isOverAge(oauthTokenFamilies.expiresAt))
      .limit(atMost)
      .for("update", { skipLocked: true });
    return (await db.delete(oauthTokenFamilies).where(inArray(oauthTokenFamilies.id, some))).rowCount ?? 0;
  });
  const refreshTokens = await deleteOverAge(signal, AT_ONCE, async (db, atMost) => {
    const some = db
      .select({ tokenHash: oauthRefreshTokens.tokenHash })
      .from(oauthRefreshTokens)
      .where(isOverAge(oauthRefreshTokens.expiresAt))
      .limit(atMost)
      .for("update", { skipLocked: true });
    return (
      (await db.delete(oauthRefreshTokens).where(inArray(oauthRefreshTokens.tokenHash, some))).rowCount ?? 0
    );
  });
  const assertions = await deleteOverAge(signal, AT_ONCE, async (db, atMost) => {
    const { rowCount } = await db.execute(sql`
      delete from ${oauthAssertions} where ctid = any(array(
        select ctid from ${oauthAssertions} where ${oauthAssertions.expiresAt} < now() limit ${atMost}))`);
    return rowCount ?? 0;
  });
  return { codes, families, refreshTokens, assertions };
}
