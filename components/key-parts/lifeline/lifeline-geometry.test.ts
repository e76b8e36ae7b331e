import { array, assert, constantFrom, integer, option, property, record } from "fast-check";
import { describe, expect, it } from "vitest";

import { layLifeline, layOnScale, lifelineScale, type LifelineFacts } from "./lifeline-geometry";
import { lifelineSentence, markLabel } from "./lifeline-sentence";

const NOW = "2026-06-01T12:00:00.000Z";
const DAY = 86_400_000;
const at = (days: number) => new Date(Date.parse(NOW) + days * DAY).toISOString();

const fresh: LifelineFacts = {
  method: "long_lived",
  createdAt: at(-100),
  expiresAt: at(100),
  revokedAt: null,
  retiresAt: null,
  replacedAt: null,
  firstCallAt: null,
  lastCallAt: null,
  lastUsedAt: null,
};
const used = { ...fresh, firstCallAt: at(-99), lastCallAt: at(-0.01), lastUsedAt: at(-0.01) };

const STATES: Record<string, [LifelineFacts, string]> = {
  "active, never called": [
    fresh,
    "Created 21 Feb 2026. Never called. Expires 9 Sep 2026, 12:00:00 UTC, in 3 months.",
  ],
  "active, called once": [
    { ...fresh, firstCallAt: at(-2), lastCallAt: at(-2), lastUsedAt: at(-2) },
    "Created 21 Feb 2026. Used once, 2 days ago. Expires 9 Sep 2026, 12:00:00 UTC, in 3 months.",
  ],
  "active, refused once": [
    { ...fresh, firstCallAt: at(-2), lastCallAt: at(-2) },
    "Created 21 Feb 2026. Never used: called once, 2 days ago, and refused. Expires 9 Sep 2026, 12:00:00 UTC, in 3 months.",
  ],
  "active, only ever refused": [
    { ...used, lastUsedAt: null },
    "Created 21 Feb 2026. Never used: called from 22 Feb 2026 on, last 14 minutes ago, and refused each time. Expires 9 Sep 2026, 12:00:00 UTC, in 3 months.",
  ],
  "active, refused of late": [
    { ...used, lastUsedAt: at(-3) },
    "Created 21 Feb 2026. First called 22 Feb 2026, last used 3 days ago, last refused 14 minutes ago. Expires 9 Sep 2026, 12:00:00 UTC, in 3 months.",
  ],
  "active, in use": [
    used,
    "Created 21 Feb 2026. First called 22 Feb 2026, last used 14 minutes ago. Expires 9 Sep 2026, 12:00:00 UTC, in 3 months.",
  ],
  "without expiry": [
    { ...used, method: "oauth", expiresAt: null },
    "Created 21 Feb 2026. First called 22 Feb 2026, last used 14 minutes ago. Does not expire.",
  ],
  "not issued yet": [
    { ...fresh, expiresAt: null },
    "Created 21 Feb 2026. Never called. Not issued yet: it gets its expiry with its secret.",
  ],
  retiring: [
    { ...used, replacedAt: at(-1), retiresAt: at(6) },
    "Created 21 Feb 2026. First called 22 Feb 2026, last used 14 minutes ago. Replaced 31 May 2026; still accepted until 7 Jun 2026, 12:00:00 UTC, in 6 days.",
  ],
  "ended by its overlap": [
    { ...used, lastUsedAt: at(-2), replacedAt: at(-8), retiresAt: at(-1), revokedAt: at(-1) },
    "Created 21 Feb 2026. First called 22 Feb 2026, last used 2 days ago, last refused 14 minutes ago. Replaced 24 May 2026; the overlap ended 31 May 2026, 12:00:00 UTC, 1 day ago. Still called after its end.",
  ],
  "replaced without overlap": [
    { ...fresh, replacedAt: at(-2), revokedAt: at(-2) },
    "Created 21 Feb 2026. Never called. Replaced and revoked 30 May 2026, 12:00:00 UTC, 2 days ago. It would have expired 3 months later.",
  ],
  "revoked by hand": [
    { ...used, lastCallAt: at(-3), lastUsedAt: at(-3), revokedAt: at(-2) },
    "Created 21 Feb 2026. First called 22 Feb 2026, last used 3 days ago. Revoked 30 May 2026, 12:00:00 UTC, 2 days ago. It would have expired 3 months later.",
  ],
  "revoked by hand in its overlap": [
    { ...fresh, replacedAt: at(-5), retiresAt: at(2), revokedAt: at(-2) },
    "Created 21 Feb 2026. Never called. Revoked 30 May 2026, 12:00:00 UTC, 2 days ago. It would have expired 3 months later.",
  ],
  "revoked after its expiry": [
    { ...used, lastCallAt: at(-9), lastUsedAt: at(-9), expiresAt: at(-7), revokedAt: at(-2) },
    "Created 21 Feb 2026. First called 22 Feb 2026, last used 9 days ago. Expired 25 May 2026, 12:00:00 UTC, 7 days ago; revoked 30 May 2026, 12:00:00 UTC, 2 days ago.",
  ],
  "expired, still called": [
    { ...used, lastUsedAt: at(-9), expiresAt: at(-7) },
    "Created 21 Feb 2026. First called 22 Feb 2026, last used 9 days ago, last refused 14 minutes ago. Expired 25 May 2026, 12:00:00 UTC, 7 days ago. Still called after its end.",
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
    const life = layLifeline({ ...used, lastUsedAt: at(-9), expiresAt: at(-7) }, NOW);
    expect(life.barEnd).toBeLessThan(1);
    expect(life.isAlive).toBe(false);
    const kinds = life.marks.map((mark) => mark.kind);
    expect(kinds).toEqual(["created", "first_call", "last_used", "expires", "last_refused", "now"]);
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
      method: constantFrom("long_lived", "oauth"),
      createdAt: instant,
      expiresAt: maybe,
      revokedAt: maybe,
      retiresAt: maybe,
      replacedAt: maybe,
      firstCallAt: maybe,
      lastCallAt: maybe,
      lastUsedAt: maybe,
    });
    assert(
      property(facts, array(facts), (some, others) => {
        const scale = lifelineScale([some, ...others], NOW);
        expect(scale).not.toBeNull();
        for (const life of [layLifeline(some, NOW), ...(scale ? [layOnScale(some, NOW, scale)] : [])]) {
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
        }
        expect(lifelineSentence(some, NOW)).toMatch(/^Created .*\.$/);
      }),
    );
  });
});

/** The marks of calls, without those of the key's own life. */
function callKinds(facts: LifelineFacts): string[] {
  const own = new Set<string>(["created", "now", "expires"]);
  return layLifeline(facts, NOW).marks.flatMap(({ kind }) => (own.has(kind) ? [] : [kind]));
}

describe("the calls on a lifeline", () => {
  it.each<[string, Partial<LifelineFacts>, string[]]>([
    ["none", {}, []],
    ["one, accepted", { firstCallAt: at(-2), lastCallAt: at(-2), lastUsedAt: at(-2) }, ["last_used"]],
    ["one, refused", { firstCallAt: at(-2), lastCallAt: at(-2) }, ["last_refused"]],
    ["all refused", { firstCallAt: at(-9), lastCallAt: at(-2) }, ["first_refused", "last_refused"]],
    [
      "accepted to the last",
      { firstCallAt: at(-9), lastCallAt: at(-2), lastUsedAt: at(-2) },
      ["first_call", "last_used"],
    ],
    [
      "accepted, then refused",
      { firstCallAt: at(-9), lastCallAt: at(-2), lastUsedAt: at(-5) },
      ["first_call", "last_used", "last_refused"],
    ],
    [
      "the first accepted, the rest refused",
      { firstCallAt: at(-9), lastCallAt: at(-2), lastUsedAt: at(-9) },
      ["last_used", "last_refused"],
    ],
  ])("are marked by their verdict: %s", (_, calls, kinds) => {
    expect(callKinds({ ...fresh, ...calls })).toEqual(kinds);
  });
});

describe("lifelines on one scale", () => {
  const half = { ...fresh, createdAt: at(-50), expiresAt: at(50) };

  it("reach from the first creation to the last expiry, so that lengths compare and now is in one line", () => {
    const scale = lifelineScale([fresh, half], NOW);
    expect(scale).toEqual({ from: Date.parse(at(-100)), to: Date.parse(at(100)) });
    if (!scale) return;
    expect(layOnScale(fresh, NOW, scale).segments).toEqual([
      { kind: "lived", from: 0, to: 0.5 },
      { kind: "ahead", from: 0.5, to: 1 },
    ]);
    expect(layOnScale(half, NOW, scale).segments).toEqual([
      { kind: "lived", from: 0.25, to: 0.5 },
      { kind: "ahead", from: 0.5, to: 0.75 },
    ]);
  });

  it("are not flattened by one key for ten years, which is cut instead and has no marks beyond", () => {
    const long = { ...fresh, createdAt: at(-3_000), expiresAt: at(3_650) };
    const scale = lifelineScale([fresh, long], NOW);
    expect(scale).toEqual({ from: Date.parse(at(-400)), to: Date.parse(at(400)) });
    if (!scale) return;
    const life = layOnScale(long, NOW, scale);
    expect(life.segments).toEqual([
      { kind: "lived", from: 0, to: 0.5 },
      { kind: "ahead", from: 0.5, to: 1 },
    ]);
    expect(life.marks.map((mark) => mark.kind)).toEqual(["now"]);
  });

  it("have no scale where there is none of them, and a day where all is over at once", () => {
    expect(lifelineScale([], NOW)).toBeNull();
    expect(lifelineScale([{ createdAt: NOW, expiresAt: NOW }], NOW)).toEqual({
      from: Date.parse(NOW),
      to: Date.parse(at(1)),
    });
  });
});
