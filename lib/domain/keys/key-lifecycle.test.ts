import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  isReplaceable,
  KEY_STATUSES,
  keyRefusalText,
  keyStatus,
  revocationOf,
  STATUS_LABELS,
  stepKey,
  type KeyEvent,
  type KeyLife,
  type KeyStatus,
} from "./key-lifecycle";

const now = new Date("2026-11-22T12:00:00.000Z");
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const life = (given: Partial<KeyLife>): KeyLife => ({
  expiresAt: hours(1_000),
  revokedAt: null,
  retiresAt: null,
  ...given,
});

const instant = fc.integer({ min: -72, max: 72 }).map(hours);
const maybe = fc.option(instant, { nil: null });
const anyLife = fc.record<KeyLife>({ expiresAt: maybe, revokedAt: maybe, retiresAt: maybe });
const overlap = fc.constantFrom(0, 3_600, 86_400, 604_800, 2_592_000);
const anyEvent: fc.Arbitrary<KeyEvent> = fc.oneof(
  instant.map((at) => ({ type: "revoke" as const, at })),
  fc.tuple(instant, overlap, fc.boolean()).map(([at, overlapSeconds, isReplaced]) => ({
    type: "replace" as const,
    at,
    overlapSeconds,
    isReplaced,
  })),
);

describe("the status of a key", () => {
  const cases: [string, Partial<KeyLife>, KeyStatus][] = [
    ["nothing happened", {}, "active"],
    ["without an expiry (OAuth app)", { expiresAt: null }, "active"],
    ["a millisecond before its expiry", { expiresAt: new Date(now.getTime() + 1) }, "active"],
    ["at its expiry", { expiresAt: now }, "expired"],
    ["after its expiry", { expiresAt: hours(-1) }, "expired"],
    ["revoked before", { revokedAt: hours(-1) }, "revoked"],
    ["revoked at this instant", { revokedAt: now }, "revoked"],
    ["revoked by a clock that was ahead of this one", { revokedAt: hours(1) }, "revoked"],
    ["revoked, then expired", { revokedAt: hours(-2), expiresAt: hours(-1) }, "revoked"],
    ["expired, then revoked", { revokedAt: hours(-1), expiresAt: hours(-2) }, "revoked"],
    ["in its overlap", { retiresAt: hours(1) }, "retiring"],
    ["a millisecond before the end of its overlap", { retiresAt: new Date(now.getTime() + 1) }, "retiring"],
    ["at the end of its overlap", { retiresAt: now }, "revoked"],
    ["after its overlap", { retiresAt: hours(-1) }, "revoked"],
    ["in its overlap, and expired all the same", { retiresAt: hours(1), expiresAt: hours(-1) }, "expired"],
    ["in its overlap, and revoked by hand", { retiresAt: hours(1), revokedAt: hours(-1) }, "revoked"],
  ];
  it.each(cases)("%s", (_, given, expected) => {
    expect(keyStatus(life(given), now)).toBe(expected);
  });

  it("never leads back from an end, whatever the clock does later", () => {
    fc.assert(
      fc.property(anyLife, instant, fc.nat(200), (any, at, laterHours) => {
        const later = new Date(at.getTime() + laterHours * 3_600_000);
        const before = keyStatus(any, at);
        if (before === "revoked") expect(keyStatus(any, later)).toBe("revoked");
        if (before === "expired") expect(["expired", "revoked"]).toContain(keyStatus(any, later));
      }),
    );
  });

  it("dates a revocation by whichever came first: by hand, or by the end of the overlap", () => {
    fc.assert(
      fc.property(anyLife, (any) => {
        const ends = [any.revokedAt, any.retiresAt].filter((at) => at !== null);
        const first = ends.length === 0 ? null : new Date(Math.min(...ends.map((at) => at.getTime())));
        expect(revocationOf(any)).toEqual(first);
      }),
    );
  });
});

describe("every status and every event", () => {
  const lives: Record<KeyStatus, KeyLife> = {
    active: life({}),
    retiring: life({ retiresAt: hours(10) }),
    expired: life({ expiresAt: hours(-1) }),
    revoked: life({ revokedAt: hours(-1) }),
  };
  const revoke: KeyEvent = { type: "revoke", at: now };
  const replace: KeyEvent = { type: "replace", at: now, overlapSeconds: 3_600, isReplaced: false };
  const replaceAtOnce: KeyEvent = { ...replace, overlapSeconds: 0 };
  const replaceAgain: KeyEvent = { ...replace, isReplaced: true };

  it.each<[KeyStatus, KeyEvent, string]>([
    ["active", revoke, "revoked"],
    ["active", replace, "retiring"],
    ["active", replaceAtOnce, "revoked"],
    ["retiring", revoke, "revoked"],
    ["retiring", replace, "key_already_replaced"],
    ["retiring", replaceAtOnce, "key_already_replaced"],
    ["expired", revoke, "revoked"],
    ["expired", replace, "expired"],
    ["expired", replaceAtOnce, "expired"],
    ["active", replaceAgain, "key_already_replaced"],
    ["retiring", replaceAgain, "key_already_replaced"],
    ["expired", replaceAgain, "key_already_replaced"],
    ["revoked", replaceAgain, "key_already_revoked"],
    ["revoked", revoke, "key_already_revoked"],
    ["revoked", replace, "key_already_revoked"],
    ["revoked", replaceAtOnce, "key_already_revoked"],
  ])("%s and %o: %s", (status, event, expected) => {
    expect(keyStatus(lives[status], now)).toBe(status);
    const step = stepKey(lives[status], event);
    expect(step.ok ? keyStatus(step.life, now) : step.refusal).toBe(expected);
    if (!step.ok) expect(keyRefusalText(step.refusal)).toMatch(/\.$/);
  });

  it("offers a replacement where the step is taken, and nowhere else", () => {
    for (const status of KEY_STATUSES) {
      for (const isReplaced of [false, true]) {
        const replacedByKeyId = isReplaced ? "its successor" : null;
        const isOffered = (method: "long_lived" | "oauth", expiresAt: string | null) =>
          isReplaceable({ status, method, replacedByKeyId, expiresAt });
        const isTaken = stepKey(lives[status], { ...replace, isReplaced }).ok;
        expect(isOffered("long_lived", now.toISOString())).toBe(isTaken);
        expect(isOffered("oauth", null)).toBe(false);
        // Of a production copy there is nothing to replace before its secret is issued.
        expect(isOffered("long_lived", null)).toBe(false);
      }
    }
  });

  it("leaves the life of an expired key as it is: its successor takes nothing over but its place", () => {
    const step = stepKey(lives.expired, replace);
    expect(step).toEqual({ ok: true, life: lives.expired });
  });

  it("has a word for every status", () => {
    expect(KEY_STATUSES.map((status) => STATUS_LABELS[status])).toEqual([
      "Active",
      "Retiring",
      "Expired",
      "Revoked",
    ]);
  });
});

describe("a step", () => {
  it("never moves the expiry, never undoes an end, and never makes the key live longer (R4, R8)", () => {
    fc.assert(
      fc.property(anyLife, anyEvent, fc.nat(200), (any, event, laterHours) => {
        const step = stepKey(any, event);
        if (!step.ok) return;
        expect(step.life.expiresAt).toEqual(any.expiresAt);
        const later = new Date(event.at.getTime() + laterHours * 3_600_000);
        const livesAfter = ["active", "retiring"].includes(keyStatus(step.life, later));
        const livedBefore = ["active", "retiring"].includes(keyStatus(any, later));
        expect(livesAfter && !livedBefore).toBe(false);
        if (event.type === "revoke") expect(keyStatus(step.life, event.at)).toBe("revoked");
      }),
    );
  });

  it("ends an overlap after the chosen time, or with the old key's expiry if that comes first (R4)", () => {
    fc.assert(
      fc.property(maybe, fc.constantFrom(3_600, 86_400, 604_800, 2_592_000), (expiresAt, overlapSeconds) => {
        const replace = { type: "replace", at: now, overlapSeconds, isReplaced: false } as const;
        const step = stepKey(life({ expiresAt }), replace);
        expect(step.ok).toBe(true);
        if (!step.ok) return;
        if (expiresAt && expiresAt <= now) {
          expect(step.life).toEqual(life({ expiresAt }));
          return;
        }
        const end = now.getTime() + overlapSeconds * 1_000;
        expect(step.life.retiresAt?.getTime()).toBe(Math.min(end, expiresAt?.getTime() ?? Infinity));
        expect(step.life.revokedAt).toBeNull();
      }),
    );
  });

  it("can be taken once: repeating it is refused", () => {
    fc.assert(
      fc.property(anyLife, anyEvent, (any, event) => {
        const first = stepKey(any, event);
        const again = event.type === "replace" ? { ...event, isReplaced: true } : event;
        if (first.ok) expect(stepKey(first.life, again).ok).toBe(false);
      }),
    );
  });
});
