/** R1: where integration keys are to be had, and which condition is missing where they are not. */
import type { Environment } from "../people/profiles";

export const PLANS = ["developer", "business", "enterprise"] as const;
export type Plan = (typeof PLANS)[number];

export const ACCOUNT_STATUSES = ["active", "closed"] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

export const PLAN_LABELS: Record<Plan, string> = {
  developer: "Developer",
  business: "Business",
  enterprise: "Enterprise",
};

/** What R1 looks at. */
export type Entitlement = {
  readonly environment: Environment;
  readonly plan: Plan;
  readonly hasIntegrationKeys: boolean;
};

export type Availability = "available" | "plan_not_eligible" | "feature_not_enabled";

/**
 * Whether an account has integration keys (R1): a sandbox account always; a production account on Enterprise with the
 * feature enabled.
 */
export function availabilityOf(account: Entitlement): Availability {
  if (account.environment === "sandbox") return "available";
  if (account.plan !== "enterprise") return "plan_not_eligible";
  return account.hasIntegrationKeys ? "available" : "feature_not_enabled";
}

/** Why an account has no integration keys, in words: the rule, and the way out. */
export function unavailableText(availability: Exclude<Availability, "available">, plan: Plan): string {
  return availability === "plan_not_eligible"
    ? `Integration keys need the Enterprise plan. This account is on ${PLAN_LABELS[plan]}. Ask your account manager.`
    : "Integration keys are not enabled for this account yet. An admin can request access.";
}

export const AUTHENTICATION_METHODS = ["long_lived", "oauth"] as const;
export type AuthenticationMethod = (typeof AUTHENTICATION_METHODS)[number];

export const METHOD_LABELS: Record<AuthenticationMethod, string> = {
  long_lived: "Long-lived key",
  oauth: "OAuth app",
};

/** What a key of this method is called in a sentence. */
export const METHOD_NOUNS: Record<AuthenticationMethod, string> = { long_lived: "key", oauth: "app" };

export type MethodRefusal = "method_not_available" | "go_live_required";

/** Why a key of this method can't be created in such an account (R3). Null: allowed. */
export function methodRefusal(
  method: AuthenticationMethod,
  environment: Environment,
  isGoLiveRequired: boolean,
): MethodRefusal | null {
  if (environment === "sandbox") return null;
  if (method === "oauth") return "method_not_available";
  return isGoLiveRequired ? "go_live_required" : null;
}
