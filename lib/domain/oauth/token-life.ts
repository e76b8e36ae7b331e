/** How long what the authorization server gives is good (PRODUCT 10; S5). Lifetimes are fixed. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../time/durations";

/** How an access token was got. */
export const TOKEN_GRANTS = ["code", "refresh", "implicit", "jwt"] as const;
export type TokenGrant = (typeof TOKEN_GRANTS)[number];

/** A code is good once, within this time. */
export const CODE_LIFE_MS = 2 * MINUTE_MS;
/** From consent; with `extended`, from each refresh. */
export const REFRESH_LIFE_MS = 30 * DAY_MS;

const ACCESS_LIFE_MS: Record<TokenGrant, number> = {
  code: 8 * HOUR_MS,
  refresh: 8 * HOUR_MS,
  implicit: 8 * HOUR_MS,
  jwt: HOUR_MS,
};
/** The lifetimes that access tokens have, in milliseconds, each once. */
export const ACCESS_LIVES_MS: readonly number[] = [...new Set(Object.values(ACCESS_LIFE_MS))];
/** What ends by itself has to hold for so long yet to give a token: the shortest lifetime, and a minute to make it in. */
export const HOLDS_AT_LEAST_MS = Math.min(...ACCESS_LIVES_MS) + MINUTE_MS;

/**
 * The lifetime of an access token, in milliseconds: that of its grant, or one of the shorter ones, so that it does not outlive
 * what it rests on.
 * @param holdsUntil when that ends by itself, {@link HOLDS_AT_LEAST_MS} ahead at least; null where it does not
 */
export function accessLifeMs(grant: TokenGrant, issuedAt: Date, holdsUntil: Date | null): number {
  const usual = ACCESS_LIFE_MS[grant];
  if (holdsUntil === null) return usual;
  const left = holdsUntil.getTime() - issuedAt.getTime();
  const fitting = ACCESS_LIVES_MS.filter((life) => life <= usual && life <= left);
  if (fitting.length === 0) throw new Error("What the token rests on ends before any token would");
  return Math.max(...fitting);
}

/**
 * Until when a family is refreshed.
 * @param before its end so far; null at its beginning
 */
export function refreshHorizon(now: Date, before: Date | null, isExtended: boolean): Date {
  if (before !== null && !isExtended) return before;
  return new Date(now.getTime() + REFRESH_LIFE_MS);
}
