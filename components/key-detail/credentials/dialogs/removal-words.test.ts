import { describe, expect, it } from "vitest";

import { removalWords } from "./removal-words";

const NOW = "2026-11-29T12:00:00.000Z";
const unused = { name: "Server", lastUsedAt: null, isLastCredential: false, callsLastDay: 0 };

describe("what is said before a credential is removed", () => {
  it("names what stops, and that the app goes on with its others", () => {
    expect(removalWords({ ...unused, callsLastDay: 1 }, "secrets", NOW)).toEqual({
      tone: "neutral",
      title: "Whoever uses this client secret gets no tokens any more",
      sentences: [
        "The app's other credentials go on working.",
        "The app made 1 call in the last 24 hours.",
        "It was never used.",
      ],
    });
  });

  it("is louder of one that is used, and of the last one of an app that is called", () => {
    const used = { ...unused, lastUsedAt: "2026-11-29T11:00:00.000Z" };
    expect(removalWords(used, "key-pairs", NOW)).toMatchObject({
      tone: "caution",
      title: "Whoever uses this key pair gets no tokens any more",
      sentences: expect.arrayContaining([expect.stringMatching(/^It was last used 1 hour ago \(/)]),
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

  it("is quieter of one that nobody has used for a day or more", () => {
    const quiet = { ...unused, lastUsedAt: "2026-11-23T12:00:00.000Z" };
    expect(removalWords(quiet, "secrets", NOW)).toMatchObject({
      tone: "neutral",
      sentences: expect.arrayContaining(["Nobody used it for 6 days, since 23 Nov 2026, 12:00:00 UTC."]),
    });
    const yesterday = { ...unused, lastUsedAt: "2026-11-28T12:00:00.001Z" };
    expect(removalWords(yesterday, "secrets", NOW).tone).toBe("caution");
  });

  it("takes no use for one ahead, where the page's clock is behind", () => {
    const used = { ...unused, lastUsedAt: "2026-11-29T12:00:09.000Z" };
    expect(removalWords(used, "secrets", NOW).sentences.at(-1)).not.toContain("in ");
  });
});
