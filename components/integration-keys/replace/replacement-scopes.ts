/** What a replacement may take over of the old key's scopes: all of them, or those that calls have used. */
import { mayHold } from "@/lib/domain/keys/scope-ceiling";
import type { Profile } from "@/lib/domain/people/profiles";
import { LONG_LIVED_SCOPES, readScopes, type Scope } from "@/lib/domain/keys/scopes";

export const SCOPE_CHOICES = ["all", "used"] as const;
export type ScopeChoice = (typeof SCOPE_CHOICES)[number];

export type ReplacementScopes = Readonly<Record<ScopeChoice, readonly Scope[]>> & {
  /** What the new key would leave out with those used alone. */
  readonly unused: readonly Scope[];
};

/**
 * The old key's scopes, each in one of two heaps. What a new key can't hold, or the person may not give, is in neither.
 * @param used scopes of allowed calls of the old key, ever
 */
export function replacementScopes(
  oldScopes: readonly string[],
  used: readonly string[],
  profile: Profile,
): ReplacementScopes {
  const all = readScopes(oldScopes).scopes.filter(
    (scope) => LONG_LIVED_SCOPES.includes(scope) && mayHold(profile, scope),
  );
  const isUsed = new Set(used);
  return {
    all,
    used: all.filter((scope) => isUsed.has(scope)),
    unused: all.filter((scope) => !isUsed.has(scope)),
  };
}

/** Which of the choices these scopes are; null for a choice of the person's own. */
export function scopeChoiceOf(scopes: ReadonlySet<Scope>, given: ReplacementScopes): ScopeChoice | null {
  const isSame = (others: readonly Scope[]) =>
    others.length === scopes.size && others.every((scope) => scopes.has(scope));
  return SCOPE_CHOICES.find((choice) => isSame(given[choice])) ?? null;
}
