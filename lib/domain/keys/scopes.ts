/**
 * The scope catalogue: every scope a credential can hold, what it lets a caller do,
 * and the Acrobat Sign names that mean the same (`agreement_read` = `agreements:read`).
 */
import { OAUTH_SCOPES, RESOURCES, type ResourceEntry, type ScopeGroup } from "./scope-resources";

type ResourceScope = {
  [
    R in (typeof RESOURCES)[number] as R["resource"]
  ]: `${R["resource"]}:${Extract<keyof R["actions"], string>}`;
}[(typeof RESOURCES)[number]["resource"]];

/** A scope by its canonical name. */
export type Scope = ResourceScope | (typeof OAUTH_SCOPES)[number]["name"];

export type ScopeEntry = {
  readonly name: Scope;
  readonly group: ScopeGroup;
  readonly resource: string;
  readonly action: string;
  readonly resourceLabel: string;
  readonly sentence: string;
  readonly warning: string | null;
  /** The Acrobat Sign name, accepted wherever a scope is read. */
  readonly alias: string | null;
};

function entriesOf(entry: ResourceEntry): ScopeEntry[] {
  return Object.entries(entry.actions).map(([action, text]) => ({
    // Built from the same literals as the type ResourceScope, and the tests compare both.
    name: `${entry.resource}:${action}` as Scope,
    group: entry.group,
    resource: entry.resource,
    action,
    resourceLabel: entry.label,
    sentence: text.sentence,
    warning: text.warning ?? null,
    alias: entry.alias ? `${entry.alias}_${action}` : null,
  }));
}

/** Every scope, in the order in which pickers and documents show them. */
export const SCOPE_CATALOGUE: readonly ScopeEntry[] = [
  ...RESOURCES.flatMap(entriesOf),
  ...OAUTH_SCOPES.map((scope): ScopeEntry => ({
    name: scope.name,
    group: "OAuth",
    resource: scope.name,
    action: "grant",
    resourceLabel: scope.name,
    sentence: scope.sentence,
    warning: "warning" in scope ? scope.warning : null,
    alias: null,
  })),
];

const BY_NAME = new Map<string, ScopeEntry>(SCOPE_CATALOGUE.map((entry) => [entry.name, entry]));
const BY_ALIAS = new Map<string, ScopeEntry>(
  SCOPE_CATALOGUE.flatMap((entry) => (entry.alias ? [[entry.alias, entry] as const] : [])),
);

/** Scopes that a long-lived key may hold: all but the OAuth ones. */
export const LONG_LIVED_SCOPES: readonly Scope[] = SCOPE_CATALOGUE.filter(
  (entry) => entry.group !== "OAuth",
).map((entry) => entry.name);

/** The canonical scope for a canonical or Acrobat name, or null if the catalogue has no such scope. */
export function parseScope(text: string): Scope | null {
  return (BY_NAME.get(text) ?? BY_ALIAS.get(text))?.name ?? null;
}

/** The catalogue's entry of a scope. */
export function scopeEntry(scope: Scope): ScopeEntry {
  const entry = BY_NAME.get(scope);
  if (!entry) throw new Error(`The scope catalogue has no ${scope}`);
  return entry;
}

const ORDER = new Map<string, number>(SCOPE_CATALOGUE.map((entry, index) => [entry.name, index]));

/** The scopes in the catalogue's order, each once. */
export function sortScopes(scopes: Iterable<Scope>): Scope[] {
  return [...new Set(scopes)].toSorted((a, b) => (ORDER.get(a) ?? 0) - (ORDER.get(b) ?? 0));
}

export type ScopeListReading = { readonly scopes: Scope[]; readonly unknown: string[] };

/**
 * Reads a list of canonical or Acrobat names: the known ones canonical, once each, in catalogue order;
 * the unknown ones as they were written.
 */
export function readScopes(names: Iterable<string>): ScopeListReading {
  const scopes: Scope[] = [];
  const unknown: string[] = [];
  for (const name of names) {
    const scope = parseScope(name);
    if (scope) scopes.push(scope);
    else unknown.push(name);
  }
  return { scopes: sortScopes(scopes), unknown };
}
