/**
 * The life of what comes of one authorization code, as a reducer: redeemed once, refreshed by its latest refresh token
 * alone, and ended whole where a code or refresh token comes a second time (RFC 6749 section 4.1.2, RFC 9700 section 4.14.2).
 */

export const FAMILY_ENDS = [
  "code_replayed",
  "refresh_reused",
  "revoked",
  "credential",
  "consent",
  "transfer",
  "person",
  "policy",
] as const;
/**
 * Why a family ended. code_replayed, refresh_reused: something came a second time; revoked: by the app itself (RFC 7009);
 * credential: the client secret that it began with was removed; consent: it was taken back, or what an organization's rests on
 * ended; transfer: the app went to another account without its credentials; person: the membership that it acted by ended;
 * policy: the account lets this agent ask nobody any more.
 */
export type FamilyEnd = (typeof FAMILY_ENDS)[number];

export type FamilyState =
  | { readonly kind: "code"; readonly expiresAt: Date }
  | { readonly kind: "live"; readonly expiresAt: Date }
  | { readonly kind: "ended"; readonly end: FamilyEnd };

export type FamilyEvent =
  | { readonly kind: "redeem"; readonly now: Date; readonly expiresAt: Date }
  | { readonly kind: "refresh"; readonly isSpent: boolean; readonly now: Date; readonly expiresAt: Date }
  | { readonly kind: "end"; readonly end: FamilyEnd };

export type FamilyStep = {
  readonly state: FamilyState;
  /** What the app is told; null where the event was taken. */
  readonly refusal: "expired_client_token" | "expired_grant" | null;
};

/**
 * The next state of a family. What ended stays so.
 * @param event with the database's clock; `expiresAt` is the end that the family has from then on; `isSpent` is true of a
 *   refresh token that was used before
 */
export function stepFamily(state: FamilyState, event: FamilyEvent): FamilyStep {
  switch (event.kind) {
    case "redeem":
      return redeem(state, event);
    case "refresh":
      return refresh(state, event);
    case "end":
      return state.kind === "ended"
        ? { state, refusal: null }
        : { state: { kind: "ended", end: event.end }, refusal: null };
  }
}

function redeem(state: FamilyState, event: FamilyEvent & { kind: "redeem" }): FamilyStep {
  if (state.kind === "ended") return { state, refusal: "expired_client_token" };
  if (state.kind === "live") {
    return { state: { kind: "ended", end: "code_replayed" }, refusal: "expired_client_token" };
  }
  if (state.expiresAt <= event.now) return { state, refusal: "expired_client_token" };
  return { state: { kind: "live", expiresAt: event.expiresAt }, refusal: null };
}

function refresh(state: FamilyState, event: FamilyEvent & { kind: "refresh" }): FamilyStep {
  if (state.kind !== "live") return { state, refusal: "expired_grant" };
  if (event.isSpent) {
    return { state: { kind: "ended", end: "refresh_reused" }, refusal: "expired_grant" };
  }
  if (state.expiresAt <= event.now) return { state, refusal: "expired_grant" };
  return { state: { kind: "live", expiresAt: event.expiresAt }, refusal: null };
}
