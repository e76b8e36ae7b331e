/** What must be known about a key before anything else. */
import type { LifelineFacts } from "./lifeline";
import { DAY_MS } from "../domain/durations";

export type NoticeKind =
  | "revoked"
  | "overlap_ended"
  | "expired"
  | "owner_inactive"
  | "retiring"
  | "expires_soon";

const SOON_MS = 30 * DAY_MS;

type NoticedKey = LifelineFacts & {
  readonly status: "active" | "retiring" | "expired" | "revoked";
  readonly isOwnerActive: boolean;
  readonly revokedBy: { readonly name: string } | null;
};

/** The notices of a key, the gravest first. A key that has ended has no use for advice about its future. */
export function noticesOf(key: NoticedKey, now: string): NoticeKind[] {
  if (key.status === "revoked" || key.status === "expired") {
    return [key.status === "expired" ? "expired" : key.revokedBy ? "revoked" : "overlap_ended"];
  }
  const notices: NoticeKind[] = key.isOwnerActive ? [] : ["owner_inactive"];
  if (key.status === "retiring") return [...notices, "retiring"];
  const left = key.expiresAt === null ? Infinity : Date.parse(key.expiresAt) - Date.parse(now);
  return left <= SOON_MS ? [...notices, "expires_soon"] : notices;
}
