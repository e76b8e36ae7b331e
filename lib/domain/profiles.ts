/** Permission profiles: what a member may do in the console (R2) and what a key of theirs may do (R6). */
import { SCOPE_CATALOGUE, type Scope, type ScopeEntry } from "./scopes";

export const PROFILES = ["admin", "developer", "member", "viewer"] as const;
export type Profile = (typeof PROFILES)[number];

export const ENVIRONMENTS = ["sandbox", "production"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** Profiles that exist in an environment: `developer` is for sandbox accounts only. */
export function profilesOf(environment: Environment): readonly Profile[] {
  return environment === "sandbox" ? PROFILES : PROFILES.filter((profile) => profile !== "developer");
}

const MEMBER_LACKS = new Set<string>([
  "users:write",
  "users:login",
  "teammates:write",
  "teammates:delete",
  "workflows:write",
]);
const MEMBER_LACKS_RESOURCES = new Set(["webhooks", "integrations", "financial_documents"]);

const CEILINGS: Record<Profile, (entry: ScopeEntry) => boolean> = {
  admin: () => true,
  developer: () => true,
  member: (entry) =>
    !MEMBER_LACKS.has(entry.name) &&
    !MEMBER_LACKS_RESOURCES.has(entry.resource) &&
    entry.action !== "retention",
  viewer: (entry) => entry.action === "read" && entry.name !== "financial_documents:read",
};

const ALLOWED: Record<Profile, ReadonlySet<Scope>> = {
  admin: ceilingSet("admin"),
  developer: ceilingSet("developer"),
  member: ceilingSet("member"),
  viewer: ceilingSet("viewer"),
};

function ceilingSet(profile: Profile): ReadonlySet<Scope> {
  return new Set(SCOPE_CATALOGUE.filter(CEILINGS[profile]).map((entry) => entry.name));
}

/** True if a key of a member with this profile may use the scope (R6). */
export function mayHold(profile: Profile, scope: Scope): boolean {
  return ALLOWED[profile].has(scope);
}

/** Effective scopes: what was granted, narrowed to what the creator's present profile may hold (R6). */
export function effectiveScopes(granted: readonly Scope[], profile: Profile): Scope[] {
  return granted.filter((scope) => mayHold(profile, scope));
}

export const PERMISSIONS = [
  "account:read",
  "access:request",
  "key:read",
  "key:create",
  "key:manage",
  "policy:read",
  "policy:update",
  "member:read",
  "member:update",
  "audit:read",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const EVERYONE: readonly Permission[] = ["account:read"];
const PERMITTED: Record<Profile, ReadonlySet<Permission>> = {
  admin: new Set(PERMISSIONS),
  developer: new Set([...EVERYONE, "key:read", "key:create", "key:manage", "policy:read"]),
  member: new Set(EVERYONE),
  viewer: new Set(EVERYONE),
};

/**
 * True if the profile may do this in its account (R2). A developer's `key:manage` covers own keys only:
 * ask {@link mayManageKey} about a certain key.
 */
export function permits(profile: Profile, permission: Permission): boolean {
  return PERMITTED[profile].has(permission);
}

/** R2: an admin manages every key of the account, a developer those that he or she created. */
export function mayManageKey(profile: Profile, userId: string, keyCreatorId: string): boolean {
  return profile === "admin" || (profile === "developer" && userId === keyCreatorId);
}
