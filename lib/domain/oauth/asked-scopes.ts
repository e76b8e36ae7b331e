/**
 * What an app asks for, and what it gets of it (PRODUCT 10). `signature` opens the Signing group; effective is what was
 * asked, within what was opened or named, the app's ceiling, and the member's present profile, which the gate looks at.
 */
import { LONG_LIVED_SCOPES, parseScope, scopeEntry, sortScopes, type Scope } from "../keys/scopes";

/** Names of OpenID Connect that clients ask by: what they are for, user info, every token may read. */
const IDENTITY_NAMES = ["openid", "profile", "email"] as const;
type IdentityName = (typeof IDENTITY_NAMES)[number];
/** A scope by the name that consents and answers have it by. */
export type GrantName = Scope | IdentityName;

const SIGNING: readonly Scope[] = LONG_LIVED_SCOPES.filter((scope) => scopeEntry(scope).group === "Signing");
/** More names than there are in one request are none of a client's. */
const NAMES_MAX = 100;

export type AskedReading =
  | { readonly ok: true; readonly names: readonly GrantName[] }
  | { readonly ok: false; readonly fault: "unknown_scope" | "too_many_scopes" };

/**
 * Reads the `scope` of a request, after the form was decoded. A plus that is left separates like a space, as old Python
 * clients send it (WIRE-FACTS 5); nothing else does. Acrobat names are read too.
 */
export function readAskedScopes(text: string): AskedReading {
  const parts = text.split(/[ +]+/).filter(Boolean);
  if (parts.length > NAMES_MAX) return { ok: false, fault: "too_many_scopes" };
  const names: GrantName[] = [];
  for (const part of parts) {
    const name = IDENTITY_NAMES.find((known) => known === part) ?? parseScope(part);
    // Not repeated: it is from outside, and may be anything.
    if (name === null) return { ok: false, fault: "unknown_scope" };
    if (!names.includes(name)) names.push(name);
  }
  return { ok: true, names };
}

/** True of a name that says who somebody is, and opens nothing of the API. */
export function isIdentityName(name: string): name is IdentityName {
  return IDENTITY_NAMES.some((known) => known === name);
}

/** Names that were kept, as this release understands them; one that is gone since is left out. */
export function keptNames(names: readonly string[]): GrantName[] {
  return names.flatMap((text): GrantName[] => {
    const name = isIdentityName(text) ? text : parseScope(text);
    return name === null ? [] : [name];
  });
}

/**
 * The most that an app's tokens hold: its own scopes. `signature` among them opens the Signing group only where none of
 * the group is named beside it, since then those that are named are the limit.
 */
function ceilingOf(appScopes: readonly Scope[]): ReadonlySet<Scope> {
  const isOpen = appScopes.includes("signature") && !appScopes.some((scope) => SIGNING.includes(scope));
  return new Set(isOpen ? [...appScopes, ...SIGNING] : appScopes);
}

/** What of the asked names the app may get at all: those that open something within its ceiling. */
export function grantableNames(asked: readonly GrantName[], appScopes: readonly Scope[]): GrantName[] {
  const ceiling = ceilingOf(appScopes);
  return asked.filter((name) => {
    if (isIdentityName(name)) return true;
    return ceiling.has(name) || (name === "signature" && SIGNING.some((scope) => ceiling.has(scope)));
  });
}

/** The scopes of a token with these names: what they open, within the app's ceiling, in the catalogue's order. */
export function tokenScopes(names: readonly GrantName[], appScopes: readonly Scope[]): Scope[] {
  const ceiling = ceilingOf(appScopes);
  const opened = names.flatMap((name): readonly Scope[] => {
    if (isIdentityName(name)) return [];
    return name === "signature" ? ["signature", ...SIGNING] : [name];
  });
  return sortScopes(opened.filter((scope) => ceiling.has(scope)));
}

/** True if a consent to these names covers the asked ones: each of them, or `signature` for one of the Signing group. */
export function covers(consented: readonly string[], asked: readonly GrantName[]): boolean {
  const opensSigning = consented.includes("signature");
  return asked.every(
    (name) =>
      isIdentityName(name) ||
      consented.includes(name) ||
      (opensSigning && SIGNING.some((scope) => scope === name)),
  );
}

/** A consent with more names: those that it had first, each once. */
export function widened(consented: readonly string[], asked: readonly GrantName[]): string[] {
  return [...new Set([...consented, ...asked])];
}

/** Names as a `scope` field has them. */
export function scopeText(names: readonly string[]): string {
  return names.join(" ");
}
