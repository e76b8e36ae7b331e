import { describe, expect, it } from "vitest";

import { GO_LIVE_STATES, type GoLiveState } from "./journey";
import { goLivePath, type PathFacts } from "./path";

const BEGINNING: PathFacts = {
  policy: "calls",
  hasKey: false,
  hasCalled: false,
  callsCounted: 0,
  state: "demo",
};
const path = (facts: Partial<PathFacts>) => {
  const steps = goLivePath({ ...BEGINNING, ...facts });
  return steps.map(({ code, status }) => `${code} ${status}`).join(", ");
};
const ENOUGH = { hasKey: true, hasCalled: true, callsCounted: 20 };

describe("the path from nothing to production", () => {
  it("goes from a key to a call to enough of them", () => {
    const rest = "review later, migration later, live later";
    expect(path({})).toBe(`key next, call later, calls later, ${rest}`);
    expect(path({ hasKey: true })).toBe(`key done, call next, calls later, ${rest}`);
    expect(path({ hasKey: true, hasCalled: true, callsCounted: 19 })).toBe(
      `key done, call done, calls next, ${rest}`,
    );
    expect(path(ENOUGH)).toBe("key done, call done, calls done, review next, migration later, live later");
  });

  it.each<[GoLiveState, string]>([
    ["demo", "review next, migration later, live later"],
    ["review_failed", "review next, migration later, live later"],
    ["review_expired", "review next, migration later, live later"],
    ["review_pending", "review waiting, migration later, live later"],
    ["review_passed", "review done, migration next, live later"],
    ["declined", "review done, migration next, live later"],
    ["withdrawn", "review done, migration next, live later"],
    ["migration_requested", "review done, migration done, live waiting"],
    ["live", "review done, migration done, live done"],
  ])("%s", (state, end) => {
    expect(path({ ...ENOUGH, state })).toBe(`key done, call done, calls done, ${end}`);
  });

  it("asks for no number of calls where the operator does not", () => {
    expect(path({ policy: "entitlement", hasKey: true, hasCalled: true })).toBe(
      "key done, call done, review next, migration later, live later",
    );
  });

  it("has what comes before a step that is done as done, though its calls are too old to be seen", () => {
    for (const state of ["review_passed", "migration_requested", "live"] as const) {
      expect(path({ state })).toMatch(/^key done, call done, calls done, review done/);
    }
    expect(path({ hasKey: true, callsCounted: 20 })).toMatch(/^key done, call done, calls done/);
  });

  it("has one step that is next or waiting, and none once the key is live", () => {
    for (const policy of ["calls", "entitlement"] as const) {
      for (const state of GO_LIVE_STATES) {
        for (const callsCounted of [0, 19, 20]) {
          const steps = goLivePath({ policy, state, callsCounted, hasKey: true, hasCalled: true });
          const open = steps.filter(({ status }) => status === "next" || status === "waiting");
          expect(open, `${policy} ${state} ${callsCounted}`).toHaveLength(state === "live" ? 0 : 1);
        }
      }
    }
  });
});
