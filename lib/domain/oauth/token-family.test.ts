import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { FAMILY_ENDS, stepFamily, type FamilyEvent, type FamilyState } from "./token-family";

const at = (seconds: number) => new Date(seconds * 1_000);
const code: FamilyState = { kind: "code", expiresAt: at(120) };
const live: FamilyState = { kind: "live", expiresAt: at(1_000) };
const redeem = (seconds: number): FamilyEvent => ({ kind: "redeem", now: at(seconds), expiresAt: at(1_000) });
const refresh = (seconds: number, isSpent = false): FamilyEvent => ({
  kind: "refresh",
  isSpent,
  now: at(seconds),
  expiresAt: at(2_000),
});

describe("a code", () => {
  it("is redeemed once, before its two minutes are over", () => {
    expect(stepFamily(code, redeem(119))).toEqual({ state: live, refusal: null });
    expect(stepFamily(code, redeem(120))).toEqual({ state: code, refusal: "expired_client_token" });
  });

  it("that comes again ends all that came of it, however late", () => {
    for (const seconds of [1, 5_000]) {
      expect(stepFamily(live, redeem(seconds))).toEqual({
        state: { kind: "ended", end: "code_replayed" },
        refusal: "expired_client_token",
      });
    }
  });
});

describe("a refresh token", () => {
  it("is good once, before its end, and leads on to the next", () => {
    expect(stepFamily(live, refresh(999))).toEqual({
      state: { kind: "live", expiresAt: at(2_000) },
      refusal: null,
    });
    expect(stepFamily(live, refresh(1_000))).toEqual({ state: live, refusal: "expired_grant" });
  });

  it("that was used before ends all of them, the latest included", () => {
    expect(stepFamily(live, refresh(1, true))).toEqual({
      state: { kind: "ended", end: "refresh_reused" },
      refusal: "expired_grant",
    });
  });
});

it("a family that ended stays so, by the first of its ends, whatever comes", () => {
  const event = fc.oneof(
    fc.nat(3_000).map(redeem),
    fc.tuple(fc.nat(3_000), fc.boolean()).map(([seconds, isSpent]) => refresh(seconds, isSpent)),
    fc.constantFrom(...FAMILY_ENDS).map((end): FamilyEvent => ({ kind: "end", end })),
  );
  fc.assert(
    fc.property(fc.constantFrom(...FAMILY_ENDS), fc.array(event), (end, events) => {
      let { state } = stepFamily(live, { kind: "end", end });
      for (const next of events) ({ state } = stepFamily(state, next));
      expect(state).toEqual({ kind: "ended", end });
    }),
  );
});
