/** What an assertion of JWT Grant has to say (RFC 7523 section 3; WIRE-FACTS 5). Its signature is verified elsewhere. */
import { DAY_MS } from "../../time/durations";

/** Clocks differ by so much. */
export const CLOCK_SKEW_SECONDS = 60;
/** Clients that pass hours for `exp` are let through up to here; the token lives an hour all the same. */
const EXPIRY_MAX_SECONDS = DAY_MS / 1_000;

type Claims = { readonly aud?: unknown; readonly exp?: unknown };

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
