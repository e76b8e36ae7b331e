import { describe, expect, it } from "vitest";

import { carryOverPlan, type AppSetUp, type CarryOverFacts } from "./carry-over";

const NONE: AppSetUp = { secrets: 0, keyPairs: 0, redirectUris: 0 };
const plan = (facts: CarryOverFacts) =>
  carryOverPlan(facts).map(
    ({ code, isDone, sandbox, production }) => `${code} ${production} of ${sandbox}${isDone ? ", done" : ""}`,
  );
const app = (sandbox: Partial<AppSetUp>, production: Partial<AppSetUp> = {}, isPublic = false) =>
  plan({
    method: "oauth",
    isPublic,
    isCalled: false,
    sandbox: { ...NONE, ...sandbox },
    production: { ...NONE, ...production },
  });

describe("the carry-over plan", () => {
  it("of a long-lived key is to issue its secret and to make the first call", () => {
    expect(plan({ method: "long_lived", isIssued: false, isCalled: false })).toEqual([
      "key 0 of 1",
      "first_call 0 of 1",
    ]);
    expect(plan({ method: "long_lived", isIssued: true, isCalled: true })).toEqual([
      "key 1 of 1, done",
      "first_call 1 of 1, done",
    ]);
  });

  it("of an app names each kind that the sandbox has, with how many, and is done kind by kind", () => {
    expect(app({ secrets: 2, keyPairs: 1, redirectUris: 3 }, { secrets: 1 })).toEqual([
      "secrets 1 of 2, done",
      "key_pairs 0 of 1",
      "redirect_uris 0 of 3",
      "first_call 0 of 1",
    ]);
  });

  it("asks a confidential app for a secret where it has nothing else to prove who it is", () => {
    expect(app({ redirectUris: 1 })).toEqual(["secrets 0 of 0", "redirect_uris 0 of 1", "first_call 0 of 1"]);
    expect(app({ keyPairs: 1 })).toEqual(["key_pairs 0 of 1", "first_call 0 of 1"]);
    expect(app({ redirectUris: 1 }, {}, true)).toEqual(["redirect_uris 0 of 1", "first_call 0 of 1"]);
  });
});
