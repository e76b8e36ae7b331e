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
/** The lifetimes that access tokens have, in milliseconds, each once, longest first; less where what they rest on ends before. */
export const ACCESS_LIVES_MS: readonly number[] = [...new Set(Object.values(ACCESS_LIFE_MS))];

/** `expires_in` of an access token, in whole seconds: what is left of it when it is given. */
export function secondsLeft(issuedAt: Date, expiresAt: Date): number {
  return Math.floor((expiresAt.getTime() - issuedAt.getTime()) / 1_000);
}

/**
 * The end of an access token: its fixed lifetime, or before it the end of what it rests on: of the client secret or key pair
 * that it was got with, of a domain that fails. No token outlives what it came from (PRODUCT 10, I1).
 * @param holdsUntil when the first of that ends by itself; null where none does
 */
export function accessExpiry(grant: TokenGrant, issuedAt: Date, holdsUntil: Date | null): Date {
  const end = new Date(issuedAt.getTime() + ACCESS_LIFE_MS[grant]);
  return holdsUntil !== null && holdsUntil < end ? holdsUntil : end;
}

/**
 * Until when a family is refreshed.
 * @param before its end so far; null at its beginning
 */
export function refreshHorizon(now: Date, before: Date | null, isExtended: boolean): Date {
  if (before !== null && !isExtended) return before;
  return new Date(now.getTime() + REFRESH_LIFE_MS);
}
