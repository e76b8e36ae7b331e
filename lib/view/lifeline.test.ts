import { assert, integer, option, property, record } from "fast-check";
import { describe, expect, it } from "vitest";

import { layLifeline, type LifelineFacts } from "./lifeline";
import { lifelineSentence, markLabel } from "./lifeline-sentence";

const NOW = "2026-06-01T12:00:00.000Z";
const DAY = 86_400_000;
const at = (days: number) => new Date(Date.parse(NOW) + days * DAY).toISOString();

const fresh: LifelineFacts = {
  createdAt: at(-100),
  expiresAt: at(100),
  revokedAt: null,
  retiresAt: null,
  replacedAt: null,
  firstCallAt: null,
  lastCallAt: null,
};
const used = { ...fresh, firstCallAt: at(-99), lastCallAt: at(-0.01) };

const STATES: Record<string, [LifelineFacts, string]> = {
  "active, never called": [
    fresh,
    "Created 21 Feb 2026. Never called. Expires 9 Sep 2026, 12:00:00 UTC, in 3 months.",
  ],
  "active, called once": [
    { ...fresh, firstCallAt: at(-2), lastCallAt: at(-2) },
    "Created 21 Feb 2026. Called once, 2 days ago. Expires 9 Sep 2026, 12:00:00 UTC, in 3 months.",
  ],
  "active, in use": [
    used,
    "Created 21 Feb 2026. First called 22 Feb 2026, last called 14 minutes ago. Expires 9 Sep 2026, 12:00:00 UTC, in 3 months.",
  ],
  "without expiry": [
    { ...used, expiresAt: null },
    "Created 21 Feb 2026. First called 22 Feb 2026, last called 14 minutes ago. Does not expire.",
  ],
  retiring: [
    { ...used, replacedAt: at(-1), retiresAt: at(6) },
    "Created 21 Feb 2026. First called 22 Feb 2026, last called 14 minutes ago. Replaced 31 May 2026; still accepted until 7 Jun 2026, 12:00:00 UTC, in 6 days.",
  ],
  "ended by its overlap": [
    { ...used, replacedAt: at(-8), retiresAt: at(-1), revokedAt: at(-1) },
    "Created 21 Feb 2026. First called 22 Feb 2026, last called 14 minutes ago. Replaced 24 May 2026; the overlap ended 31 May 2026, 12:00:00 UTC, 1 day ago. Still called after its end.",
  ],
  "replaced without overlap": [
    { ...fresh, replacedAt: at(-2), revokedAt: at(-2) },
    "Created 21 Feb 2026. Never called. Replaced and revoked 30 May 2026, 12:00:00 UTC, 2 days ago. It would have expired 3 months later.",
  ],
  "revoked by hand": [
    { ...used, lastCallAt: at(-3), revokedAt: at(-2) },
    "Created 21 Feb 2026. First called 22 Feb 2026, last called 3 days ago. Revoked 30 May 2026, 12:00:00 UTC, 2 days ago. It would have expired 3 months later.",
  ],
  "revoked by hand in its overlap": [
    { ...fresh, replacedAt: at(-5), retiresAt: at(2), revokedAt: at(-2) },
    "Created 21 Feb 2026. Never called. Revoked 30 May 2026, 12:00:00 UTC, 2 days ago. It would have expired 3 months later.",
  ],
  "revoked after its expiry": [
    { ...used, lastCallAt: at(-9), expiresAt: at(-7), revokedAt: at(-2) },
    "Created 21 Feb 2026. First called 22 Feb 2026, last called 9 days ago. Expired 25 May 2026, 12:00:00 UTC, 7 days ago; revoked 30 May 2026, 12:00:00 UTC, 2 days ago.",
  ],
  "expired, still called": [
    { ...used, expiresAt: at(-7) },
    "Created 21 Feb 2026. First called 22 Feb 2026, last called 14 minutes ago. Expired 25 May 2026, 12:00:00 UTC, 7 days ago. Still called after its end.",
  ],
};

describe("the lifeline in words", () => {
  it.each(Object.entries(STATES))(
    "says what the picture shows of a key that is %s",
    (_state, [facts, text]) => {
      expect(lifelineSentence(facts, NOW)).toBe(text);
    },
  );

  it("tells an end that came from one ahead", () => {
    expect(markLabel("overlap_end", true)).toBe("Overlap ended");
    expect(markLabel("expires", false)).toBe("Expires");
  });
});

describe("the lifeline's geometry", () => {
  it("puts now in the middle of a key that has lived half its time", () => {
    const life = layLifeline(fresh, NOW);
    expect(life.marks.find((mark) => mark.kind === "now")?.position).toBe(0.5);
    expect(life.segments).toEqual([
      { kind: "lived", from: 0, to: 0.5 },
      { kind: "ahead", from: 0.5, to: 1 },
    ]);
    expect(life.isAlive).toBe(true);
  });

  it("shows the overlap of a retiring key and the time that it loses", () => {
    const life = layLifeline({ ...used, replacedAt: at(-50), retiresAt: at(50) }, NOW);
    expect(life.segments).toEqual([
      { kind: "lived", from: 0, to: 0.25 },
      { kind: "overlap", from: 0.25, to: 0.75 },
      { kind: "lost", from: 0.75, to: 1 },
    ]);
  });

  it("keeps room after the end of an expired key for what came later", () => {
    const life = layLifeline({ ...used, expiresAt: at(-7) }, NOW);
    expect(life.barEnd).toBeLessThan(1);
    expect(life.isAlive).toBe(false);
    const kinds = life.marks.map((mark) => mark.kind);
    expect(kinds).toEqual(["created", "first_call", "expires", "last_call", "now"]);
    expect(life.marks.at(-1)?.position).toBe(1);
  });

  it("marks the end of an overlap once, not as a revocation too", () => {
    const life = layLifeline({ ...used, replacedAt: at(-8), retiresAt: at(-1), revokedAt: at(-1) }, NOW);
    expect(life.marks.map((mark) => mark.kind)).toContain("overlap_end");
    expect(life.marks.map((mark) => mark.kind)).not.toContain("revoked");
  });

  it("keeps every part inside the bar and in order, whatever the instants are", () => {
    const instant = integer({ min: -500, max: 500 }).map(at);
    const maybe = option(instant);
    const facts = record({
      createdAt: instant,
      expiresAt: maybe,
      revokedAt: maybe,
      retiresAt: maybe,
      replacedAt: maybe,
      firstCallAt: maybe,
      lastCallAt: maybe,
    });
    assert(
      property(facts, (some) => {
        const life = layLifeline(some, NOW);
        let last = 0;
        for (const { from, to } of life.segments) {
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to).toBeGreaterThanOrEqual(from);
          last = to;
        }
        expect(last).toBeLessThanOrEqual(1);
        for (const mark of life.marks) {
          expect(mark.position).toBeGreaterThanOrEqual(0);
          expect(mark.position).toBeLessThanOrEqual(1);
        }
        expect(lifelineSentence(some, NOW)).toMatch(/^Created .*\.$/);
      }),
    );
  });
});
