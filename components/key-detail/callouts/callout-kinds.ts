/** What must be known about a key before anything else. */
import type { LifelineFacts } from "@/components/key-parts/lifeline/lifeline-geometry";
import type { AuthenticationMethod } from "@/lib/domain/keys/availability";
import { DAY_MS } from "@/lib/domain/time/durations";

export type CalloutKind =
  | "revoked"
  | "overlap_ended"
  | "expired"
  | "owner_inactive"
  | "retiring"
  | "expires_soon";

const SOON_MS = 30 * DAY_MS;

type CalloutKey = LifelineFacts & {
  readonly status: "active" | "retiring" | "expired" | "revoked";
  readonly method: AuthenticationMethod;
  readonly isOwnerActive: boolean;
  readonly revokedBy: { readonly name: string } | null;
  /** A command of the operator revokes too: then nobody is named, and it always says why. */
  readonly revokeReason: string | null;
};

/** The callouts of a key, the gravest first. A key that has ended has no use for advice about its future. */
export function calloutsOf(key: CalloutKey, now: string): CalloutKind[] {
  if (key.status === "revoked" || key.status === "expired") {
    return [
      key.status === "expired"
        ? "expired"
        : key.revokedBy || key.revokeReason !== null
          ? "revoked"
          : "overlap_ended",
    ];
  }
  // An app acts as those who consent, whatever becomes of its creator.
  const isRefused = key.method === "long_lived" && !key.isOwnerActive;
  const callouts: CalloutKind[] = isRefused ? ["owner_inactive"] : [];
  if (key.status === "retiring") return [...callouts, "retiring"];
  const left = key.expiresAt === null ? Infinity : Date.parse(key.expiresAt) - Date.parse(now);
  return left <= SOON_MS ? [...callouts, "expires_soon"] : callouts;
}
