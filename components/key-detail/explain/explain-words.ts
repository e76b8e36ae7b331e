/** "Explain access" in words: what each check is called, and what to do about a refusal. */
import type { AuthenticationMethod } from "@/lib/domain/keys/availability";
import { isReplaceable, type KeyStatus } from "@/lib/domain/keys/key-lifecycle";
import type { KnownKeyRefusal } from "@/lib/domain/verdict/refusals";
import { listed } from "@/lib/domain/format/lists";

export const CHECK_LABELS: Record<KnownKeyRefusal, string> = {
  revoked_key: "Revocation",
  expired_key: "Expiry",
  wrong_environment: "Environment",
  wrong_resource: "Resource",
  account_closed: "Account open",
  account_not_entitled: "Account entitled",
  owner_inactive: "Acts as",
  ip_not_allowed: "Address",
  ambiguous_path: "Path",
  unknown_route: "Route",
  wrong_account: "Account in the path",
  insufficient_scope: "Scopes",
  hourly_limit_exceeded: "Hourly limit",
  burst_limit_exceeded: "Burst limit",
};

export type StepTarget =
  | { readonly to: "replace"; readonly scopes: readonly string[] }
  | { readonly to: "members" | "usage" | "api_information" | "successor" | "create" };

/** What somebody can do: a sentence, and where. */
export type NextStep = { readonly text: string; readonly label: string; readonly target: StepTarget | null };

export type StepFacts = {
  readonly code: KnownKeyRefusal | "allowed";
  /** Needed scopes that the key was not granted, and those that its owner's profile takes away. */
  readonly notGranted: readonly string[];
  readonly narrowed: readonly string[];
  readonly ownerName: string;
  readonly key: {
    readonly status: KeyStatus;
    readonly method: AuthenticationMethod;
    readonly scopes: readonly string[];
    readonly canManage: boolean;
    readonly replacedByKeyId: string | null;
    readonly environment: string;
    readonly expiresAt: string | null;
  };
};

/** The ways out of a refusal, the first one first; none for what is let through. */
export function nextSteps(facts: StepFacts): NextStep[] {
  const { key, ownerName } = facts;
  switch (facts.code) {
    case "allowed":
      return [];
    case "revoked_key":
    case "expired_key":
      // Asked about an instant ahead: there is time.
      if (key.status === "active") return [replaceStep(facts, "Replace the key before then.", [])];
      if (key.replacedByKeyId) {
        return [step("Use the key that replaced it.", "See its replacement", { to: "successor" })];
      }
      return [
        key.status === "expired" && key.canManage
          ? replaceStep(facts, "It stays refused. Replace it, and give the new key to the program.", [])
          : step("It stays refused. Use another key.", "Create one like it", { to: "create" }),
      ];
    case "wrong_environment": {
      const other = key.environment === "sandbox" ? "production" : "sandbox";
      return [step(`Use a key of a ${other} account there, or call the ${key.environment} address.`)];
    }
    case "wrong_resource":
      return [step("The app asks for a token with the resource of this API.")];
    case "account_closed":
      return [step("Keys of a closed account stay refused. Use a key of another account.")];
    case "account_not_entitled":
      return [
        step("Ask support for integration keys for this account.", "API Information", {
          to: "api_information",
        }),
      ];
    case "owner_inactive":
      return [step(`Reactivate ${ownerName}, or use a key of somebody else.`, "Members", { to: "members" })];
    case "ip_not_allowed":
      return [
        replaceStep(
          facts,
          "Call from an allowed address, or replace the key with one that has this address in its list.",
          [],
        ),
      ];
    case "insufficient_scope":
      return scopeSteps(facts);
    case "hourly_limit_exceeded":
    case "burst_limit_exceeded":
      return [step("Wait for the next window; spread calls out.", "See who calls", { to: "usage" })];
    case "ambiguous_path":
    case "unknown_route":
    case "wrong_account":
      return [step("Correct the request: compare its method and path with the API's reference.")];
  }
}

function scopeSteps(facts: StepFacts): NextStep[] {
  const { notGranted, narrowed, ownerName } = facts;
  return [
    ...(notGranted.length > 0
      ? [replaceStep(facts, `Replace the key with one that also has ${listed(notGranted)}.`, notGranted)]
      : []),
    ...(narrowed.length > 0
      ? [
          step(
            `Change the profile of ${ownerName}, or let somebody who may hold ${listed(narrowed)} create the key.`,
            "Members",
            { to: "members" },
          ),
        ]
      : []),
  ];
}

function replaceStep({ key }: StepFacts, text: string, added: readonly string[]): NextStep {
  const isPossible = key.canManage && isReplaceable(key);
  return isPossible
    ? step(text, "Replace key", { to: "replace", scopes: [...key.scopes, ...added] })
    : step(text);
}

function step(text: string, label = "", target: StepTarget | null = null): NextStep {
  return { text, label, target };
}

/** Why a scope is or is not held, beside its name. */
export function scopeStateText(
  state: "held" | "not_granted" | "narrowed" | "owner_inactive",
  owner: { readonly name: string; readonly profile: string },
): string {
  switch (state) {
    case "held":
      return "Held";
    case "not_granted":
      return "Not granted to this key";
    case "narrowed":
      return `Narrowed: ${owner.name}, ${owner.profile}, may not hold it`;
    case "owner_inactive":
      return `Nothing while ${owner.name} is not active`;
  }
}
