import type { Profile } from "./profiles";

/** Profiles as people read them. */
export const PROFILE_LABELS: Record<Profile, string> = {
  admin: "Admin",
  developer: "Developer",
  member: "Member",
  viewer: "Viewer",
};

/** What each profile may do, in a sentence (R2, R6). */
export const PROFILE_SENTENCES: Record<Profile, string> = {
  admin: "Manages keys, members and the key policy, and sees the audit log. Keys may hold every scope.",
  developer: "Creates keys and manages those of their own. Keys may hold every scope.",
  member: "Sees API Information. Keys lose what changes users, webhooks, workflows and retention.",
  viewer: "Sees API Information. Keys keep reading scopes only, without financial documents.",
};
