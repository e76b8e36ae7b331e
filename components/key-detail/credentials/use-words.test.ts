import { describe, expect, it } from "vitest";

import type { CredentialUse } from "@/lib/contracts/keys/credential-use";

import { signInsText, useWords } from "./use-words";

const NOW = "2026-11-29T12:00:00.000Z";
const looked = { since: "2026-11-28T12:00:00.000Z", isComplete: true, calls: 1_000 };
const use = (given: Partial<CredentialUse>): CredentialUse => ({
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
  ...given,
});
const words = (given: Partial<CredentialUse>) => useWords(use(given), looked, NOW);
const QUIET = { quietSince: "2026-11-23T12:00:00.000Z", provenAt: "2026-11-23T03:59:00.000Z" };
const quietMs = 6 * 86_400_000;

describe("the words of a credential's use", () => {
  it("name its share of the app's calls, and what came with a newer one", () => {
    const lastCallAt = "2026-11-29T11:59:00.000Z";
    const one = { calls: 120, lastCallAt, quietSince: lastCallAt };
    expect(words(one)).toEqual({
      text: "12% of the app's calls in the last 24 hours: 120 of 1,000.",
      advice: null,
    });
    expect(words({ ...one, rotation: { state: "under_way", share: { part: 120, all: 420 } } }).advice).toBe(
      "300 calls came with a newer one.",
    );
    const cut = { ...looked, isComplete: false, since: "2026-11-29T11:00:00.000Z" };
    expect(useWords(use(one), cut, NOW).text).toBe(
      "12% of the app's calls since 29 Nov 2026, 11:00 UTC, the latest 1,000: 120 of 1,000.",
    );
  });

  it("say since when nobody has used it, and call it safe only where a newer one is used and nothing rests on it", () => {
    const quiet = "Nobody used it for 6 days, since 23 Nov 2026, 12:00 UTC";
    expect(words({ ...QUIET, rotation: { state: "done", quietMs } }).text).toBe(`${quiet}: safe to remove.`);
    expect(words(QUIET)).toEqual({ text: `${quiet}.`, advice: null });
    for (const given of [
      { rotation: { state: "idle" as const, quietMs } },
      { rotation: { state: "under_way" as const, share: { part: 0, all: 4 } } },
      { rotation: { state: "done" as const, quietMs }, signIns: 3 },
    ]) {
      const { text, advice } = words({ ...QUIET, ...given });
      expect(text).toBe(`${quiet}.`);
      expect(advice).not.toContain("safe");
      expect(advice).not.toBeNull();
    }
  });

  it("tell a proof of who it is from a call that was made", () => {
    const at = "2026-11-29T09:00:00.000Z";
    expect(words({ provenAt: at, quietSince: at })).toEqual({
      text: "None of the app's calls in the last 24 hours came with it.",
      advice: "But a program proved itself with it 3 hours ago.",
    });
  });

  it("have a word for one that nobody has used", () => {
    expect(words({})).toEqual({ text: "Nobody has used it yet.", advice: null });
    expect(words({ rotation: { state: "done", quietMs } }).advice).toBe("Safe to remove.");
    expect(words({ rotation: { state: "done", quietMs }, signIns: 1 }).advice).toBeNull();
  });

  it("say of one that was removed what still calls with its tokens", () => {
    const removed = { removedAt: "2026-11-29T10:00:00.000Z", calls: 12 };
    expect(words({ ...removed, refusedCalls: 40 })).toEqual({
      text: "Removed 2 hours ago. Before, 12 calls in the last 24 hours came with it.",
      advice: "40 calls with its tokens were refused: programs still have them.",
    });
    expect(words(removed).advice).toBe("No call was refused since.");
  });

  it("name people by how many there are, and a count that was given up as such", () => {
    expect(signInsText(1)).toBe("1 sign-in rests on it: this person would have to sign in again");
    expect(signInsText(1_000)).toMatch(/^1,000 or more sign-ins rest on it: these people/);
  });
});
