/** What a key may do by the profile of its creator (R6). */
import type { Profile } from "../people/profiles";
import { SCOPE_CATALOGUE, type Scope, type ScopeEntry } from "./scopes";

const MEMBER_LACKS = new Set<string>([
  "users:write",
  "users:login",
  "teammates:write",
  "teammates:delete",
  "workflows:write",
]);
const MEMBER_LACKS_RESOURCES = new Set(["webhooks", "integrations", "financial_documents"]);

const isMembers = (entry: ScopeEntry) =>
  !MEMBER_LACKS.has(entry.name) &&
  !MEMBER_LACKS_RESOURCES.has(entry.resource) &&
  entry.action !== "retention";

const CEILINGS: Record<Profile, (entry: ScopeEntry) => boolean> = {
  admin: () => true,
  developer: () => true,
  member: isMembers,
  // A viewer never holds what a member may not.
  viewer: (entry) => entry.action === "read" && isMembers(entry),
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
