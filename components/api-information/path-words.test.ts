import { describe, expect, it } from "vitest";

import { goLivePath, type PathFacts } from "@/lib/domain/go-live/path";
import { nextStep, stepLabel } from "./path-words";

const FACTS: PathFacts = {
  policy: "calls",
  hasKey: true,
  hasCalled: true,
  callsCounted: 14,
  state: "demo",
};
const KEY = { id: "k1", name: "Import", callsCounted: 14 };
const next = (facts: Partial<PathFacts>, key: typeof KEY | null = KEY) =>
  nextStep("a1", { steps: goLivePath({ ...FACTS, ...facts }), key, callsNeeded: 20 });

describe("what comes next on the way to production", () => {
  it("is done where it says: in the form of a key, on this page, or on the key's board", () => {
    expect(next({ hasKey: false, hasCalled: false, callsCounted: 0 }, null)?.act).toEqual({
      label: "Create the first key",
      href: "/accounts/a1/api-information/integration-keys/new",
    });
    expect(next({ hasCalled: false, callsCounted: 0 })?.act).toBeNull();
    expect(next({})).toEqual({
      text: "14 of 20 calls within 24 hours count so far. The board says of each why or why not.",
      act: {
        label: "Go Live of “Import”",
        href: "/accounts/a1/api-information/integration-keys/k1?tab=go-live",
      },
    });
  });

  it("is nothing to do where support has it, and nothing at all once the key is live", () => {
    expect(next({ callsCounted: 20, state: "review_pending" })?.text).toMatch(/^Support looks at the review/);
    expect(next({ callsCounted: 20, state: "migration_requested" })?.text).toMatch(/^Support decides/);
    expect(next({ callsCounted: 20, state: "live" })).toBeNull();
  });

  it("names the number of calls that the operator asks for", () => {
    expect(stepLabel("calls", 20)).toBe("Make 20 that count");
  });
});
