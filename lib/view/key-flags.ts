/** What an admin should notice about a key beyond its status, in words. */
import type { KeyStatus } from "../domain/key-lifecycle";
import { knockText, type Knock } from "./key-knocks";

/** The facts that flags are made of; a row of the list has them all. */
export type FlaggedKey = {
  readonly status: KeyStatus;
  readonly scopes: readonly string[];
  readonly effectiveScopes: readonly string[];
  readonly isOwnerActive: boolean;
  readonly createdBy: { readonly name: string };
  readonly knock: Knock | null;
};

export type KeyFlag = {
  readonly kind: "owner_inactive" | "narrowed" | "knock";
  readonly label: string;
  readonly explanation: string;
};

/** R6 and R8: who calls in vain; a key without an active owner, or one narrowed by its owner's profile. */
export function keyFlags(key: FlaggedKey): KeyFlag[] {
  return [...(key.knock ? [knockFlag(key.knock)] : []), ...lifeFlags(key)];
}

function knockFlag(knock: Knock): KeyFlag {
  const explanation =
    knock.reason === "wrong_environment"
      ? "In the last 7 days; every such call was refused."
      : "Calls with this key keep coming and are refused.";
  return { kind: "knock", label: knockText(knock), explanation };
}

function lifeFlags(key: FlaggedKey): KeyFlag[] {
  if (key.status === "revoked" || key.status === "expired") return [];
  if (!key.isOwnerActive) {
    return [
      {
        kind: "owner_inactive",
        label: "Creator deactivated",
        explanation: `Every call is refused while ${key.createdBy.name} is deactivated.`,
      },
    ];
  }
  const [left, granted] = [key.effectiveScopes.length, key.scopes.length];
  if (left >= granted) return [];
  return [
    {
      kind: "narrowed",
      label: `Narrowed to ${left} of ${granted} scopes`,
      explanation: `The present profile of ${key.createdBy.name} does not allow the others.`,
    },
  ];
}
