import { describe, expect, it } from "vitest";

import {
  AUTHENTICATION_METHODS,
  availabilityOf,
  methodRefusal,
  PLANS,
  unavailableText,
  type Availability,
} from "./availability";

describe("where integration keys are available (R1)", () => {
  const cases: [
    environment: "sandbox" | "production",
    plan: (typeof PLANS)[number],
    on: boolean,
    Availability,
  ][] = [
    ["sandbox", "developer", false, "available"],
    ["sandbox", "developer", true, "available"],
    ["sandbox", "business", false, "available"],
    ["sandbox", "enterprise", false, "available"],
    ["production", "developer", false, "plan_not_eligible"],
    ["production", "developer", true, "plan_not_eligible"],
    ["production", "business", false, "plan_not_eligible"],
    ["production", "business", true, "plan_not_eligible"],
    ["production", "enterprise", false, "feature_not_enabled"],
    ["production", "enterprise", true, "available"],
  ];

  it.each(cases)("%s, plan %s, feature %s: %s", (environment, plan, hasIntegrationKeys, expected) => {
    expect(availabilityOf({ environment, plan, hasIntegrationKeys })).toBe(expected);
  });

  it("says which condition is missing and the way out", () => {
    expect(unavailableText("plan_not_eligible", "business")).toBe(
      "Integration keys need the Enterprise plan. This account is on Business. Ask your account manager.",
    );
    expect(unavailableText("feature_not_enabled", "enterprise")).toMatch(/request access/);
  });
});

describe("which methods can be created where (R3)", () => {
  it("is the table of the specification", () => {
    const table = AUTHENTICATION_METHODS.flatMap((method) =>
      (["sandbox", "production"] as const).flatMap((environment) =>
        [false, true].map((isGoLiveRequired) => [
          method,
          environment,
          isGoLiveRequired,
          methodRefusal(method, environment, isGoLiveRequired),
        ]),
      ),
    );
    expect(table).toEqual([
      ["long_lived", "sandbox", false, null],
      ["long_lived", "sandbox", true, null],
      ["long_lived", "production", false, null],
      ["long_lived", "production", true, "go_live_required"],
      ["oauth", "sandbox", false, null],
      ["oauth", "sandbox", true, null],
      ["oauth", "production", false, "method_not_available"],
      ["oauth", "production", true, "method_not_available"],
    ]);
  });
});
