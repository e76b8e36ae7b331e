import { describe, expect, it } from "vitest";

import { DAY_MS } from "../time/durations";
import { claimStatus, isHeld, lapsesAt, stepClaim, toldDay, type ClaimLife } from "./domain-claim";
import { FINDINGS } from "./domain-proof";

const now = new Date("2026-11-30T12:00:00.000Z");
const days = (count: number) => new Date(now.getTime() + count * DAY_MS);
const WEEK_AGO = days(-7);
const almostWeekAgo = new Date(WEEK_AGO.getTime() + 1);

const pending: ClaimLife = { verifiedAt: null, failingSince: null, lapsedAt: null };
const verified: ClaimLife = { ...pending, verifiedAt: days(-30) };
const lapsing: ClaimLife = { ...verified, failingSince: almostWeekAgo };
const overdue: ClaimLife = { ...verified, failingSince: WEEK_AGO };
const lapsed: ClaimLife = { ...overdue, lapsedAt: days(-1) };
const faults = FINDINGS.filter((finding) => finding !== "proven");

describe("the status of a claim", () => {
  it.each([
    ["pending", pending],
    ["verified", verified],
    ["lapsing", lapsing],
    ["lapsed", overdue],
    ["lapsed", lapsed],
  ])("is %s", (status, life) => {
    expect(claimStatus(life, now)).toBe(status);
    expect(isHeld(claimStatus(life, now))).toBe(status === "verified" || status === "lapsing");
  });

  it("ends by the clock seven days after the first check without proof", () => {
    expect(lapsesAt(lapsing)).toEqual(new Date(now.getTime() + 1));
    expect(claimStatus(lapsing, new Date(now.getTime() + 1))).toBe("lapsed");
  });
});

const step = (life: ClaimLife, finding: (typeof FINDINGS)[number]) => stepClaim(life, { finding, at: now });

describe("a check", () => {
  it("that finds proof verifies what was pending or lapsed, and mends what failed", () => {
    const fresh = { verifiedAt: now, failingSince: null, lapsedAt: null };
    expect(step(pending, "proven")).toEqual({ life: fresh, event: "verified" });
    expect(step(overdue, "proven")).toEqual({ life: fresh, event: "verified" });
    expect(step(lapsed, "proven")).toEqual({ life: fresh, event: "verified" });
    expect(step(lapsing, "proven")).toEqual({ life: verified, event: "recovered" });
    expect(step(verified, "proven")).toEqual({ life: verified, event: null });
  });

  it.each(faults)("that finds %s lets a verified claim fail, and lapse after seven days", (finding) => {
    expect(step(verified, finding)).toEqual({ life: { ...verified, failingSince: now }, event: "failing" });
    expect(step(lapsing, finding)).toEqual({ life: lapsing, event: null });
    expect(step(overdue, finding)).toEqual({ life: { ...overdue, lapsedAt: now }, event: "lapsed" });
  });

  it.each(faults)("that finds %s makes nothing of a claim that is pending or has lapsed", (finding) => {
    expect(step(pending, finding)).toEqual({ life: pending, event: null });
    expect(step(lapsed, finding)).toEqual({ life: lapsed, event: null });
  });
});

it("admins are told on the first day, the fourth and the last", () => {
  const told = [0, 1, 2, 3, 4, 5, 6, 7].map((day) => toldDay(days(-day), now));
  expect(told).toEqual([0, 0, 0, 3, 3, 3, 6, 6]);
});
