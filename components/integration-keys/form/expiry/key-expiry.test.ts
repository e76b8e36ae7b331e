import { describe, expect, it } from "vitest";

import { expiryRefusal } from "@/lib/domain/keys/lifetime";
import { expiryAfter, lifetimeChoices } from "./key-expiry";
import { overlapChoices } from "@/components/integration-keys/replace/key-overlap";

const now = new Date("2026-11-22T09:20:46Z");

describe("lifetimes to choose from", () => {
  it("end at the policy's maximum, and hold its own days even where they are unusual", () => {
    expect(
      lifetimeChoices({ defaultLifetimeDays: 365, maximumLifetimeDays: 365 }).map((c) => c.label),
    ).toEqual(["7 days", "30 days", "90 days", "180 days", "1 year"]);
    expect(lifetimeChoices({ defaultLifetimeDays: 14, maximumLifetimeDays: 100 }).map((c) => c.days)).toEqual(
      [7, 14, 30, 90, 100],
    );
  });

  it("are all accepted by the rule they are made from (R5)", () => {
    for (const { days } of lifetimeChoices({ defaultLifetimeDays: 365, maximumLifetimeDays: 3650 })) {
      const expiresAt = expiryAfter(now, days);
      expect(expiryRefusal(expiresAt, now, days)).toBeNull();
      expect(expiresAt.getUTCSeconds()).toBe(0);
    }
  });
});

describe("overlaps to choose from", () => {
  it("never reach past the old key's expiry (R4)", () => {
    const expiry = "2026-11-23T00:00:00.000Z";
    const choices = overlapChoices(expiry, now);
    expect(choices.map((choice) => choice.isCapped)).toEqual([false, false, true, true, true]);
    expect(choices.map((choice) => choice.endsAt.toISOString())).toEqual([
      "2026-11-22T09:20:46.000Z",
      "2026-11-22T10:20:46.000Z",
      expiry,
      expiry,
      expiry,
    ]);
  });
});
