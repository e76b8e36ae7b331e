import { describe, expect, it } from "vitest";

import type { StateDifference } from "./recorded-state";
import { chainWords, differenceWords } from "./chain-words";

const whole = { isValid: true, events: 1204, firstFault: null, differenceCount: 0 };

describe("the words for a check of the record", () => {
  it("say that it is whole, where it breaks, that it has no beginning, and that something differs", () => {
    expect(chainWords(whole)).toContain("All 1,204 events are there");
    const broken = { ...whole, isValid: false };
    expect(chainWords({ ...broken, firstFault: { sequence: 7, kind: "missing" } })).toBe(
      "Event 7 is gone from the record.",
    );
    expect(chainWords({ ...broken, firstFault: { sequence: 1, kind: "unbegun" } })).toContain("no beginning");
    expect(chainWords({ ...broken, differenceCount: 1 })).toContain("1 thing here differs");
    expect(chainWords({ ...broken, differenceCount: 2 })).toContain("2 things here differ");
  });

  const key: StateDifference = {
    kind: "changed",
    subjectKind: "integration_key",
    subjectId: "0190",
    subjectName: "Nightly export",
    field: "revokedAt",
    recorded: "2027-03-01T12:00:00.000Z",
    present: null,
  };
  it.each<[Partial<StateDifference>, string]>([
    [{}, "Key Nightly export (0190) is not revoked, and the record says that it was."],
    [
      { field: "expiresAt", present: "2028-03-01T12:00:00.000Z" },
      "Key Nightly export (0190): expires is 1 Mar 2028, 12:00:00 UTC, and the record says 1 Mar 2027, 12:00:00 UTC.",
    ],
    [{ kind: "gone", field: null }, "Key Nightly export (0190) is gone, and the record has no end of it."],
    [
      { kind: "unrecorded", field: null },
      "Key Nightly export (0190) is there, and the record has no beginning of it.",
    ],
    [
      { subjectKind: "account", field: "plan", recorded: "business", present: "enterprise" },
      "The account: plan is Enterprise, and the record says Business.",
    ],
    [
      { subjectKind: "session", field: "isEnded", recorded: true, present: false },
      "Session 0190 is live, and the record says that it was ended.",
    ],
  ])("name what differs: %j", (change, words) => {
    expect(differenceWords({ ...key, ...change })).toBe(words);
  });
});
