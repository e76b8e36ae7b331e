import { describe, expect, it } from "vitest";

import type { RemovalPreview } from "@/lib/contracts/keys/app-credentials";

import { removalWords } from "./removal-words";

const NOW = "2026-11-29T12:00:00.000Z";
type Use = RemovalPreview["use"];
const unused: RemovalPreview = {
  name: "Server",
  lastUsedAt: null,
  isLastCredential: false,
  callsLastDay: 0,
  usedSince: "2026-11-28T12:00:00.000Z",
  use: {
    id: "1",
    kind: "client_secret",
    name: "Server",
    removedAt: null,
    calls: 0,
    callsElsewhere: 0,
    refusedCalls: 0,
    lastCallAt: null,
    provenAt: null,
    quietSince: null,
    rotation: null,
    tokens: 0,
    signIns: 0,
    callers: [],
    callersTotal: 0,
  },
};
const withUse = (use: Partial<Use>, more: Partial<RemovalPreview> = {}): RemovalPreview => ({
  ...unused,
  ...more,
  use: { ...unused.use, ...use },
});
const IN_USE = "2026-11-29T11:00:00.000Z";

describe("what is said before a credential is removed", () => {
  it("names what stops, and that the app goes on with its others", () => {
    expect(removalWords({ ...unused, callsLastDay: 1 }, "secrets", NOW)).toEqual({
      tone: "neutral",
      title: "Whoever uses this client secret gets no tokens any more",
      sentences: [
        "The app's other credentials go on working.",
        "The app made 1 call in the last 24 hours.",
        "None since 28 Nov 2026, 12:00 UTC came with it.",
        "It was never used.",
      ],
    });
  });

  it("counts the calls that fail, and the tokens and sign-ins that end with it", () => {
    const used = withUse(
      { calls: 120, lastCallAt: IN_USE, quietSince: IN_USE, tokens: 3, signIns: 1_000 },
      { callsLastDay: 1_204 },
    );
    expect(removalWords(used, "secrets", NOW).sentences).toEqual([
      "The app's other credentials go on working.",
      "The app made 1,204 calls in the last 24 hours.",
      "120 calls since 28 Nov 2026, 12:00 UTC came with it. Calls like these fail from then on.",
      "3 tokens that were got with it end at once.",
      "1,000 or more sign-ins rest on it: these people would have to sign in again.",
      "It was last used 1 hour ago (29 Nov 2026, 11:00:00 UTC).",
    ]);
    expect(removalWords(withUse({ tokens: 1 }), "secrets", NOW).sentences).toContain(
      "1 token that was got with it ends at once.",
    );
  });

  it("is louder of one that is used, and of the last one of an app that is called", () => {
    const used = withUse({ quietSince: IN_USE, provenAt: IN_USE });
    expect(removalWords(used, "key-pairs", NOW)).toMatchObject({
      tone: "caution",
      title: "Whoever uses this key pair gets no tokens any more",
    });
    expect(removalWords({ ...unused, isLastCredential: true }, "secrets", NOW)).toMatchObject({
      tone: "caution",
      title: "The app gets no tokens any more",
    });
    expect(
      removalWords({ ...used, isLastCredential: true, callsLastDay: 1_204 }, "secrets", NOW),
    ).toMatchObject({
      tone: "danger",
      sentences: expect.arrayContaining(["The app made 1,204 calls in the last 24 hours."]),
    });
  });

  it("is quieter of one that nobody has used for a day or more, and on which no sign-in rests", () => {
    const quiet = { quietSince: "2026-11-23T12:00:00.000Z" };
    expect(removalWords(withUse(quiet), "secrets", NOW)).toMatchObject({
      tone: "neutral",
      sentences: expect.arrayContaining(["Nobody used it for 6 days, since 23 Nov 2026, 12:00:00 UTC."]),
    });
    expect(removalWords(withUse({ ...quiet, signIns: 1 }), "secrets", NOW).tone).toBe("caution");
    const yesterday = { quietSince: "2026-11-28T12:00:00.001Z" };
    expect(removalWords(withUse(yesterday), "secrets", NOW).tone).toBe("caution");
  });

  it("takes no use for one ahead, where the page's clock is behind", () => {
    const used = withUse({ quietSince: "2026-11-29T12:00:09.000Z" });
    expect(removalWords(used, "secrets", NOW).sentences.at(-1)).not.toContain("in ");
  });
});
