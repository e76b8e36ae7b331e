import { describe, expect, it } from "vitest";

import { continuitySentence, continuityWarning, deactivationSentence, profileSentence } from "./member-words";

describe("the words about an account's continuity", () => {
  it("warn as long as one person leaving is enough (S3)", () => {
    expect(continuityWarning({ activeAdmins: 1, sharedAdmins: 0, liveKeys: 3 })).toContain("3 live keys");
    expect(continuityWarning({ activeAdmins: 0, sharedAdmins: 0, liveKeys: 0 })).not.toBeNull();
    expect(continuityWarning({ activeAdmins: 2, sharedAdmins: 0, liveKeys: 3 })).toBeNull();
  });

  it("say how many admins there are, and how many of them are shared", () => {
    expect(continuitySentence({ activeAdmins: 3, sharedAdmins: 1, liveKeys: 0 })).toBe(
      "3 active admins, 1 shared.",
    );
    expect(continuitySentence({ activeAdmins: 1, sharedAdmins: 0, liveKeys: 0 })).toBe("1 active admin.");
  });
});

describe("the words before a member is changed", () => {
  it.each([
    [0, 0, "No live key acts as this member, so no calls stop."],
    [1, 0, "1 live key stops at once. It was not used in the last 24 hours."],
    [3, 1204, "3 live keys stop at once. They made 1,204 calls in the last 24 hours."],
  ])("say that %i keys with %i calls stop", (liveKeys, callsLastDay, sentence) => {
    expect(deactivationSentence({ liveKeys, callsLastDay })).toBe(sentence);
  });

  it.each([
    [0, 0, 0, "No live key acts as this member."],
    [2, 0, 0, "The member's 2 live keys keep every scope they have now."],
    [3, 2, 0, "2 live keys lose scopes with the next call."],
    [3, 1, 1, "1 live key loses scopes with the next call. 1 live key gets back scopes granted before."],
  ])("of %i keys say that %i narrow and %i widen", (liveKeys, narrowedKeys, widenedKeys, sentence) => {
    expect(profileSentence({ liveKeys, narrowedKeys, widenedKeys })).toBe(sentence);
  });
});
