import type { CallLimits } from "../../domain/calls/limits";
import type { Scope } from "../../domain/keys/scopes";
import type { CallCode } from "../../domain/verdict/refusals";
import type { Proof } from "../lookup/principal";

/** A call of a known key, before it is answered. Its texts are clean (see call-text.ts). */
export type NewCall = {
  /** With the time of the lookup, which stays where the call is recorded the careful way. */
  readonly id: string;
  /** The lookup's clock; the call's time where it is recorded the careful way. */
  readonly at: Date;
  /** The account that it acts in, whose quota it uses. */
  readonly accountId: string;
  readonly keyId: string;
  /** The credential, or the access token. */
  readonly credentialId: string;
  /** The person whom it acts as. */
  readonly userId: string;
  readonly method: string;
  readonly path: string;
  readonly code: CallCode;
  readonly scopesNeeded: readonly Scope[];
  readonly address: string | null;
  readonly userAgent: string | null;
  /** The status of a call whose resource server this service itself is, which knows how it ends. */
  readonly outcomeStatus: number | null;
  readonly limits: CallLimits;
  /** True for a refusal that gets no row of its own: of many alike the first ones have one. */
  readonly isCountedOnly?: boolean;
};

/** A call with what shows, where it is recorded, that the facts by which it was allowed are still so. */
export type ProvableCall = NewCall & { readonly proof: Proof };

/** A whole key that nobody has: counted per hour, not kept one by one. */
export const UNKNOWN_KEY = "unknown key";
export type Recordable = ProvableCall | typeof UNKNOWN_KEY;

/**
 * What became of a call that was recorded: an allowed one finds its account's quota used up where others were faster.
 */
export type RecordedCall = {
  readonly id: string;
  /** The clock of the statement that recorded it and proved its facts; of a careful one, the lookup's. */
  readonly at: Date;
  readonly code: CallCode;
  /** Calls of the account in the present windows, this one included; null for a call that uses no quota. */
  readonly used: { readonly hour: number; readonly burst: number } | null;
  /** True where it was counted and has no row: it can't be found again. */
  readonly isCountedOnly?: boolean;
  /** True where the client was told the reason often enough. */
  readonly isUntold?: boolean;
};
