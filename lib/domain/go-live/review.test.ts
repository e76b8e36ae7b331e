import { describe, expect, it } from "vitest";

import { readReadiness, type ReadinessCall } from "./readiness";
import { CLASSIFICATIONS, reviewKey, violationText } from "./review";

const call = (id: string, minute: number, rest: Partial<ReadinessCall> = {}): ReadinessCall => ({
  id,
  at: new Date(Date.UTC(2026, 10, 29, 0, minute)),
  method: "POST",
  path: "/restapi/v2.1/envelopes",
  code: "allowed",
  outcomeStatus: null,
  ...rest,
});
const enough = readReadiness(Array.from({ length: 20 }, (_, index) => call(`c${index}`, index)));
const met = [{ code: "production_account", isMet: true, detail: "Acme Production." }] as const;
const unmet = [{ code: "production_account", isMet: false, detail: "Acme Production is closed." }] as const;
const facts = {
  policy: "calls",
  classification: "private_custom",
  readiness: enough,
  prerequisites: met,
} as const;

describe("a review", () => {
  it("passes what is for the customer alone, and has support look at what is offered to others", () => {
    const outcomes = CLASSIFICATIONS.map((classification) => reviewKey({ ...facts, classification }).outcome);
    expect(Object.fromEntries(CLASSIFICATIONS.map((name, index) => [name, outcomes[index]]))).toEqual({
      private_custom: "passed",
      third_party: "passed",
      public: "pending",
      embedded: "pending",
    });
  });

  it("fails for want of calls, and names those that did not count and those that broke a rule", () => {
    const get = { method: "GET", path: "/restapi/v2.1/envelopes/1" };
    const readiness = readReadiness([
      call("good", 0),
      call("refused", 1, { code: "insufficient_scope" }),
      call("failed", 2, { outcomeStatus: 500 }),
      call("me", 3, { path: "/v1/me" }),
      call("read", 4, get),
      call("again", 5, get),
      call("rush", 6, { code: "burst_limit_exceeded" }),
      call("full", 7, { code: "hourly_limit_exceeded" }),
    ]);
    const { outcome, findings } = reviewKey({ ...facts, readiness, classification: "public" });
    expect(outcome).toBe("failed");
    expect(findings.map(({ code, callIds }) => [code, callIds])).toEqual([
      ["not_enough_calls", ["refused", "failed"]],
      ["polling", ["again"]],
      ["burst_limit", ["rush"]],
      ["hourly_limit", ["full"]],
    ]);
    expect(findings[0]?.detail).toMatch(/^2 of 20 calls/);
  });

  it("does not mind a broken rule where enough calls lie clear of it", () => {
    const readiness = readReadiness([...enough.calls, call("rush", 40, { code: "burst_limit_exceeded" })]);
    expect(reviewKey({ ...facts, readiness })).toEqual({ outcome: "passed", findings: [] });
  });

  it("asks for no calls where the operator's policy does not", () => {
    const readiness = readReadiness([]);
    expect(reviewKey({ ...facts, readiness, policy: "entitlement" }).outcome).toBe("passed");
    expect(reviewKey({ ...facts, readiness }).outcome).toBe("failed");
  });

  it("fails for a prerequisite under either policy, and says it first", () => {
    for (const policy of ["calls", "entitlement"] as const) {
      const { outcome, findings } = reviewKey({
        ...facts,
        policy,
        prerequisites: unmet,
        readiness: readReadiness([]),
      });
      expect(outcome).toBe("failed");
      expect(findings[0]).toEqual({
        code: "production_account",
        detail: "Acme Production is closed.",
        callIds: [],
      });
    }
  });
});

it("says of a broken rule how often, and what to do instead", () => {
  expect(violationText("polling", 1, "/a")).toMatch(/^GET \/a was read again once .*webhook\.$/);
  expect(violationText("hourly_limit", 1_200, null)).toMatch(/1,200 times/);
  expect(violationText("burst_limit", 2, null)).toMatch(/2 times/);
});
