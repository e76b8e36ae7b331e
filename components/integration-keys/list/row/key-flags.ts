/** What an admin should notice about a key beyond its status, in words. */
import { knockAlarm, type KnockAlarm } from "@/lib/domain/calls/knock-alarm";
import type { AuthenticationMethod } from "@/lib/domain/keys/availability";
import type { KeyStatus } from "@/lib/domain/keys/key-lifecycle";
import { knockText, type Knock } from "@/components/key-parts/calls/key-knocks";

/** The facts that flags are made of; a row of the list has them all. */
export type FlaggedKey = {
  readonly status: KeyStatus;
  readonly method: AuthenticationMethod;
  readonly scopes: readonly string[];
  readonly effectiveScopes: readonly string[];
  readonly isOwnerActive: boolean;
  readonly createdBy: { readonly name: string };
  readonly knock: Knock | null;
};

export type KeyFlag = {
  readonly kind: "owner_inactive" | "narrowed" | "wrong_environment";
  readonly alarm: KnockAlarm;
  /** A few words, for a row that is one line high. */
  readonly short: string;
  readonly label: string;
  readonly explanation: string;
};

/**
 * The flags of a key: without an active owner, or narrowed by its owner's profile (R6), or called in the wrong
 * environment. That an ended key is called stands where its use does.
 */
export function keyFlags(key: FlaggedKey): KeyFlag[] {
  if (key.status === "revoked" || key.status === "expired") return [];
  // An app acts as those who consent, whatever becomes of its creator.
  const ofOwner = key.method === "oauth" ? [] : ownerFlags(key);
  return [...(key.knock ? [knockFlag(key.knock)] : []), ...ofOwner];
}

function knockFlag(knock: Knock): KeyFlag {
  return {
    kind: "wrong_environment",
    alarm: knockAlarm(knock),
    short: "Wrong environment",
    label: knockText(knock),
    explanation: "In the last 7 days; every such call was refused.",
  };
}

function ownerFlags(key: FlaggedKey): KeyFlag[] {
  if (!key.isOwnerActive) {
    return [
      {
        kind: "owner_inactive",
        alarm: "alarm",
        short: "Creator inactive",
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
      alarm: "caution",
      short: `${left} of ${granted} scopes`,
      label: `Narrowed to ${left} of ${granted} scopes`,
      explanation: `The present profile of ${key.createdBy.name} does not allow the others.`,
    },
  ];
}
