/** What an assertion of JWT Grant has to say (RFC 7523 section 3; WIRE-FACTS 5). Its signature is verified elsewhere. */
import { DAY_MS } from "../../time/durations";
import { invalidGrant, OAuthError } from "../oauth-error";

/** Clocks differ by so much. */
export const CLOCK_SKEW_SECONDS = 60;
/** Clients that pass hours for `exp` are let through up to here; the token lives an hour all the same. */
const EXPIRY_MAX_SECONDS = DAY_MS / 1_000;

type Claims = { readonly aud?: unknown; readonly exp?: unknown; readonly nbf?: unknown };

/**
 * True where the assertion was made for this server: its bare host with its port, as SDKs send it, or its address,
 * with or without the token endpoint's path.
 * @param issuer the server's own address, without a slash at its end
 */
export function isForUs({ aud }: Claims, issuer: string): boolean {
  const ours = [new URL(issuer).host, issuer, `${issuer}/`, `${issuer}/oauth/token`];
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return named.some((name) => typeof name === "string" && ours.includes(name));
}

/** True where it says when it ends, and that is not too far off. */
export function endsInTime({ exp }: Claims, now: Date): boolean {
  return typeof exp === "number" && exp <= now.getTime() / 1_000 + EXPIRY_MAX_SECONDS + CLOCK_SKEW_SECONDS;
}

/**
 * The refusal of an assertion that no key verifies, or that is not for now or not for this server. Where its own times are at
 * fault, it says by how much: what it says of itself and which time it is here are no secrets, and whether a key would
 * verify it makes no difference.
 * @param claims as they were sent, verified or not
 */
export function assertionRefusal({ exp, nbf }: Claims, now: Date): OAuthError {
  const until = secondsUntil(exp, now);
  const begins = secondsUntil(nbf, now);
  if (until !== null && until < -CLOCK_SKEW_SECONDS) {
    const help = { topic: "clock", details: { ended: String(-until) } } as const;
    const words = `The assertion ended ${-until} seconds ago by the clock here. Its exp is in the past.`;
    return new OAuthError("invalid_grant", words, { help });
  }
  if (begins !== null && begins > CLOCK_SKEW_SECONDS) {
    // The wire fixes this one's description.
    return invalidGrant("no_valid_keys_or_signatures", {
      topic: "clock",
      details: { begins: String(begins) },
    });
  }
  if (until !== null && until > EXPIRY_MAX_SECONDS + CLOCK_SKEW_SECONDS) {
    const help = { topic: "clock", details: { ends: String(until) } } as const;
    const words = `The assertion ends in ${until} seconds by the clock here. At most ${EXPIRY_MAX_SECONDS} are taken.`;
    return new OAuthError("invalid_grant", words, { help });
  }
  return invalidGrant("no_valid_keys_or_signatures");
}

/** Whole seconds from now; null for what is no time. */
function secondsUntil(claim: unknown, now: Date): number | null {
  if (typeof claim !== "number") return null;
  const seconds = Math.round(claim - now.getTime() / 1_000);
  return Number.isSafeInteger(seconds) ? seconds : null;
}
