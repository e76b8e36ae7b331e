import { describe, expect, it } from "vitest";

import { KNOCK_ALARMS, knockAlarm, KNOCKS_OF_A_FLOOD, KNOCKS_OF_A_PROGRAM } from "./knock-alarm";

describe("the alarm for calls in vain", () => {
  it.each([
    [0, "quiet"],
    [1, "quiet"],
    [KNOCKS_OF_A_PROGRAM - 1, "quiet"],
    [KNOCKS_OF_A_PROGRAM, "caution"],
    [KNOCKS_OF_A_FLOOD - 1, "caution"],
    [KNOCKS_OF_A_FLOOD, "alarm"],
    [1_000_000, "alarm"],
  ])("is for %i calls of the last 24 hours: %s", (lastDayCalls, expected) => {
    expect(knockAlarm({ lastDayCalls })).toBe(expected);
  });

  it("never falls where calls grow", () => {
    const loudness = Array.from({ length: 300 }, (_, lastDayCalls) =>
      KNOCK_ALARMS.indexOf(knockAlarm({ lastDayCalls })),
    );
    expect(loudness).toEqual(loudness.toSorted((a, b) => a - b));
  });

  it("lets no number of calls that are over be an alarm", () => {
    const past = { calls: 1_000_000, lastDayCalls: 0 };
    expect(knockAlarm(past)).toBe("quiet");
  });
});
