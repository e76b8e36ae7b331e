/** Permission profiles: what a member may do in the console (R2). What a key of theirs may do: scope-ceiling.ts. */

export const PROFILES = ["admin", "developer", "member", "viewer"] as const;
export type Profile = (typeof PROFILES)[number];

export const ENVIRONMENTS = ["sandbox", "production"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** Profiles that exist in an environment: `developer` is for sandbox accounts only. */
export function profilesOf(environment: Environment): readonly Profile[] {
  return environment === "sandbox" ? PROFILES : PROFILES.filter((profile) => profile !== "developer");
}

export const PERMISSIONS = [
  "account:read",
  "access:request",
  "key:read",
  "key:create",
  "key:manage",
  "key:end",
  "key:transfer",
  "policy:read",
  "policy:update",
  "member:read",
  "member:update",
  "member:leave",
  "audit:read",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const EVERYONE: readonly Permission[] = ["account:read", "member:leave"];
const PERMITTED: Record<Profile, ReadonlySet<Permission>> = {
  admin: new Set(PERMISSIONS),
  developer: new Set([...EVERYONE, "key:read", "key:create", "key:manage", "key:end", "policy:read"]),
  member: new Set(EVERYONE),
  viewer: new Set(EVERYONE),
};

/**
 * True if the profile may do this in its account (R2). A developer's `key:manage` and `key:end` cover own keys only:
 * ask {@link mayManageKey} about a certain key.
 */
export function permits(profile: Profile, permission: Permission): boolean {
  return PERMITTED[profile].has(permission);
}

/**
 * True if the person may replace and revoke the key (R2): an admin every key of the account, a developer those that he
 * or she created.
 */
export function mayManageKey(profile: Profile, userId: string, keyCreatorId: string): boolean {
  return profile === "admin" || (profile === "developer" && userId === keyCreatorId);
}
