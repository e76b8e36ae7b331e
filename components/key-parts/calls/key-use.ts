/** Whether a key was ever used: an accepted call is a use, a refused one is none. */

type CalledKey = { readonly lastUsedAt: string | null; readonly lastCallAt: string | null };

export type KeyUse =
  | { readonly kind: "used"; readonly at: string }
  | { readonly kind: "refused_only"; readonly at: string }
  | { readonly kind: "never" };

/** The last use of a key; where there is none, whether somebody has tried. */
export function keyUse({ lastUsedAt, lastCallAt }: CalledKey): KeyUse {
  if (lastUsedAt !== null) return { kind: "used", at: lastUsedAt };
  return lastCallAt === null ? { kind: "never" } : { kind: "refused_only", at: lastCallAt };
}
