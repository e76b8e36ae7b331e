/** What a check can come to, by name: apart from the verdict itself, which browsers have no use for. */

/** Refusals of a request whose credential is known, in the order in which they are looked for. */
export const KNOWN_KEY_REFUSALS = [
  "revoked_key",
  "expired_key",
  "wrong_environment",
  "wrong_resource",
  "account_closed",
  "account_not_entitled",
  "owner_inactive",
  "ip_not_allowed",
  "ambiguous_path",
  "unknown_route",
  "wrong_account",
  "insufficient_scope",
  "hourly_limit_exceeded",
  "burst_limit_exceeded",
] as const;
export type KnownKeyRefusal = (typeof KNOWN_KEY_REFUSALS)[number];

/** Refusals of a request that shows no credential the database knows. */
export const UNKNOWN_KEY_REFUSALS = ["missing_key", "malformed_key", "unknown_key"] as const;

export const REFUSALS = [...UNKNOWN_KEY_REFUSALS, ...KNOWN_KEY_REFUSALS] as const;
export type Refusal = (typeof REFUSALS)[number];

/** What is stored with a call: allowed, or why not. */
export const CALL_CODES = ["allowed", ...KNOWN_KEY_REFUSALS] as const;
export type CallCode = (typeof CALL_CODES)[number];

/** Refusals of a key that has ended or is used in the wrong place: somebody still knocks with it, and should be told. */
export const KNOCKING_CODES = ["revoked_key", "expired_key", "wrong_environment"] as const;
