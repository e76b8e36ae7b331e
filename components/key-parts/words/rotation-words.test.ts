import { describe, expect, it } from "vitest";

import { DAY_MS } from "@/lib/domain/time/durations";
import { rotationWords } from "./rotation-words";

const words = (part: number, all: number) => rotationWords({ state: "under_way", share: { part, all } });

describe("the words of a rotation", () => {
  it("name the share of calls that still come with the old key", () => {
    expect(words(3, 12)).toEqual({
      text: "25% of the calls of the last 24 hours still came with this key: 3 of 12.",
      advice: "Revoked now, it would stop these programs.",
    });
    expect(words(1, 10_000).text).toBe(
      "<1% of the calls of the last 24 hours still came with this key: 1 of 10,000.",
    );
    expect(words(0, 1).text).toBe("All 1 call of the last 24 hours came with the new key.");
  });

  it("say since when it has been quiet, and call it safe only where the new key is used", () => {
    const quietMs = 6 * DAY_MS;
    expect(rotationWords({ state: "done", quietMs }).text).toBe(
      "Nobody used this key for 6 days: safe to revoke.",
    );
    expect(rotationWords({ state: "idle", quietMs }).text).toBe(
      "Nobody used this key for 6 days, but nobody used the new one in the last 24 hours either.",
    );
    expect(rotationWords({ state: "idle", quietMs }).text).not.toContain("safe");
  });
});
