import type { CallLimits } from "../domain/limits";
import type { Scope } from "../domain/scopes";
import type { CallCode } from "../domain/refusals";

/** A call of a known key, before it is answered. Its texts are clean (see call-text.ts). */
export type NewCall = {
  readonly id: string;
  /** The lookup's clock. */
  readonly at: Date;
  readonly accountId: string;
  readonly keyId: string;
  readonly credentialId: string;
  readonly method: string;
  readonly path: string;
  readonly code: CallCode;
  readonly scopesNeeded: readonly Scope[];
  readonly address: string | null;
  readonly userAgent: string | null;
  /** Where this service is the resource server itself and knows how the call ends. */
  readonly outcomeStatus: number | null;
  readonly limits: CallLimits;
};

/** A whole key that nobody has: counted per hour, not kept one by one (PRODUCT 7.5). */
export const UNKNOWN_KEY = "unknown key";
export type Recordable = NewCall | typeof UNKNOWN_KEY;

/** What became of it: an allowed call finds its account's quota used up where others were faster. */
export type RecordedCall = {
  readonly code: CallCode;
  /** Calls of the account in the present windows, this one included; null for a call that uses no quota. */
  readonly used: { readonly hour: number; readonly burst: number } | null;
};
