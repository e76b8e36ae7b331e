import { describe, expect, it } from "vitest";

import { CALL_CODES } from "@/lib/domain/verdict/refusals";
import { nextSteps, type StepFacts } from "./explain-words";

const facts: StepFacts = {
  code: "insufficient_scope",
  notGranted: ["users:read"],
  narrowed: [],
  ownerName: "Max",
  key: {
    status: "active",
    method: "long_lived",
    scopes: ["agreements:read"],
    canManage: true,
    replacedByKeyId: null,
    environment: "production",
    expiresAt: "2030-01-01T00:00:00.000Z",
  },
};

describe("what to do about a verdict", () => {
  it("is something for every refusal, and nothing for what is let through", () => {
    for (const code of CALL_CODES) {
      expect(nextSteps({ ...facts, code }).length > 0).toBe(code !== "allowed");
    }
  });

  it("is to replace a key that lacks a scope, with what it has and what it lacks", () => {
    expect(nextSteps(facts)[0]?.target).toEqual({ to: "replace", scopes: ["agreements:read", "users:read"] });
  });

  it("sends nobody to a form that would refuse", () => {
    expect(nextSteps({ ...facts, key: { ...facts.key, canManage: false } })[0]?.target).toBeNull();
    expect(nextSteps({ ...facts, key: { ...facts.key, status: "retiring" } })[0]?.target).toBeNull();
    expect(nextSteps({ ...facts, key: { ...facts.key, method: "oauth" } })[0]?.target).toBeNull();
  });

  it("is to look at the member where the profile takes the scope away (R6)", () => {
    const steps = nextSteps({ ...facts, notGranted: [], narrowed: ["webhooks:write"] });
    expect(steps.map((step) => step.target?.to)).toEqual(["members"]);
  });

  it("is to replace a key in time, where it is asked about its end to come", () => {
    expect(nextSteps({ ...facts, code: "expired_key" })[0]?.target?.to).toBe("replace");
    const ended = { ...facts.key, status: "expired" as const };
    expect(nextSteps({ ...facts, code: "expired_key", key: ended })[0]?.target?.to).toBe("replace");
    const colleagues = { ...ended, canManage: false };
    expect(nextSteps({ ...facts, code: "expired_key", key: colleagues })[0]?.target?.to).toBe("create");
  });

  it("is the successor of a key that has one", () => {
    const replaced = { ...facts.key, status: "revoked" as const, replacedByKeyId: "k" };
    expect(nextSteps({ ...facts, code: "revoked_key", key: replaced })[0]?.target).toEqual({
      to: "successor",
    });
  });
});
