import { listed } from "../format/lists";
import { mayHold } from "../keys/scope-ceiling";
import type { Scope } from "../keys/scopes";
import type { Profile } from "../people/profiles";
import type { KnownKeyRefusal } from "../verdict/refusals";
import { REFUSAL_TEXTS } from "../verdict/verdict";

/** What explains a refusal of a key: what it was granted, and what its creator is today. */
export type RefusedKey = {
  readonly scopes: readonly Scope[];
  /** Null where the creator is no active member. */
  readonly profile: Profile | null;
};

/**
 * Why a recorded call was refused, in words, as far as the record and the key show: a missing scope is named, and whether
 * the key was not granted it or its creator may not hold it.
 */
export function refusalText(
  call: { readonly code: KnownKeyRefusal; readonly scopesNeeded: readonly string[] },
  key: RefusedKey,
): string {
  if (call.code !== "insufficient_scope") return REFUSAL_TEXTS[call.code];
  const notGranted = call.scopesNeeded.filter((scope) => !key.scopes.some((granted) => granted === scope));
  if (notGranted.length > 0) {
    return `This key was not granted ${listed(notGranted)}. Replace it with one that has ${notGranted.length === 1 ? "this scope" : "these scopes"}.`;
  }
  const { profile } = key;
  const narrowed = key.scopes.filter(
    (scope) => call.scopesNeeded.includes(scope) && (profile === null || !mayHold(profile, scope)),
  );
  return narrowed.length > 0
    ? `The key was granted ${listed(narrowed)}, but its creator's profile may not hold ${narrowed.length === 1 ? "it" : "them"}.`
    : REFUSAL_TEXTS.insufficient_scope;
}
