import { describe, expect, it } from "vitest";

import { DAY_MS } from "../time/durations";
import { QUIET_MS, rotationOf, type RotationFacts } from "./rotation";

const NOW = new Date("2026-11-29T12:00:00.000Z");
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const facts = (given: Partial<RotationFacts>): RotationFacts => ({
  oldCalls: 0,
  newCalls: 0,
  oldLastUsedAt: null,
  replacedAt: ago(10 * DAY_MS),
  ...given,
});
const of = (given: Partial<RotationFacts>) => rotationOf(facts(given), NOW);

describe("a rotation", () => {
  it("is under way while the old one was used less than a day ago, by its share of all calls", () => {
    expect(of({ oldCalls: 3, newCalls: 9, oldLastUsedAt: ago(1) })).toEqual({
      state: "under_way",
      share: { part: 3, all: 12 },
    });
    expect(of({ oldCalls: 3, oldLastUsedAt: ago(QUIET_MS - 1) })).toEqual({
      state: "under_way",
      share: { part: 3, all: 3 },
    });
  });

  it("is done once nobody has used the old one for exactly a day, and the new one is used", () => {
    const newCalls = 5;
    expect(of({ newCalls, oldLastUsedAt: ago(QUIET_MS - 1) })).toMatchObject({ state: "under_way" });
    expect(of({ newCalls, oldLastUsedAt: ago(QUIET_MS) })).toEqual({ state: "done", quietMs: QUIET_MS });
    expect(of({ newCalls, oldLastUsedAt: ago(6 * DAY_MS) })).toEqual({ state: "done", quietMs: 6 * DAY_MS });
    expect(of({ newCalls })).toEqual({ state: "done", quietMs: 10 * DAY_MS });
  });

  it("counts quiet from the replacement where the old one was last used before it", () => {
    const newCalls = 5;
    const oldLastUsedAt = ago(30 * DAY_MS);
    expect(of({ newCalls, oldLastUsedAt, replacedAt: ago(QUIET_MS) })).toMatchObject({ quietMs: QUIET_MS });
    expect(of({ newCalls, oldLastUsedAt, replacedAt: ago(QUIET_MS - 1) })).toEqual({
      state: "under_way",
      share: { part: 0, all: newCalls },
    });
  });

  it("is idle where nobody uses the new one either: nobody has shown that they changed over", () => {
    expect(of({ oldLastUsedAt: ago(6 * DAY_MS) })).toEqual({ state: "idle", quietMs: 6 * DAY_MS });
    expect(of({ replacedAt: ago(0) })).toEqual({ state: "idle", quietMs: 0 });
  });

  it("of a clock that was set back is not done", () => {
    expect(of({ newCalls: 1, oldLastUsedAt: ago(-DAY_MS) })).toMatchObject({ state: "under_way" });
  });
});
