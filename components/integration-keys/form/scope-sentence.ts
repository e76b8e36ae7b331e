/** What a set of scopes lets a key do, as one sentence that reads while it is being chosen. */
import {
  readScopes,
  SCOPE_CATALOGUE,
  scopeEntry,
  type Scope,
  type ScopeEntry,
} from "@/lib/domain/keys/scopes";
import { listed } from "@/lib/domain/format/lists";

/** How a resource is called inside a sentence, where its label in lower case does not do. */
const OBJECTS: Readonly<Record<string, string>> = { library: "the library" };

const ACTION_ORDER = ["read", "write", "delete", "send", "sign", "retention", "login"] as const;

/**
 * What scopes let a key do, in a sentence: "This key may read users and agreements; and send agreements for
 * signature." Names that the catalogue does not know are left out.
 * @param subject who may: "This key", "It"
 */
export function scopeSentence(scopes: Iterable<string>, subject = "This key"): string {
  const chosen = readScopes(scopes).scopes.map(scopeEntry);
  if (chosen.length === 0) return `${subject} may do nothing yet: no scope is chosen.`;
  const clauses = [
    ...ACTION_ORDER.flatMap((action) => clauseOf(action, entriesWith(chosen, action))),
    ...chosen.filter((entry) => entry.group === "OAuth").map((entry) => lowerFirst(entry.sentence)),
  ];
  return `${subject} may ${joinClauses(clauses)}.`;
}

/** The warnings of the chosen scopes: those that let a key gain more than its name says. */
export function scopeWarnings(
  scopes: Iterable<string>,
): { readonly scope: Scope; readonly warning: string }[] {
  return readScopes(scopes).scopes.flatMap((scope) => {
    const { warning } = scopeEntry(scope);
    return warning === null ? [] : [{ scope, warning }];
  });
}

function clauseOf(action: (typeof ACTION_ORDER)[number], entries: readonly ScopeEntry[]): string[] {
  if (entries.length === 0) return [];
  const objects = listed(entries.map(objectOf));
  switch (action) {
    case "read":
      return [isWholeAction(action, entries) ? "read everything" : `read ${objects}`];
    case "write":
      return [
        isWholeAction(action, entries)
          ? `create and change everything except ${listed(resourcesWithout(action))}`
          : `create and change ${objects}`,
      ];
    case "delete":
      return [`delete ${objects}`];
    case "retention":
      return [`delete records of ${objects} by retention rule`];
    case "send":
    case "sign":
    case "login":
      return entries.map((entry) => lowerFirst(entry.sentence));
  }
}

function entriesWith(entries: readonly ScopeEntry[], action: string): ScopeEntry[] {
  return entries.filter((entry) => entry.action === action);
}

function isWholeAction(action: string, entries: readonly ScopeEntry[]): boolean {
  return entries.length === entriesWith(SCOPE_CATALOGUE, action).length;
}

function resourcesWithout(action: string): string[] {
  const withAction = new Set(entriesWith(SCOPE_CATALOGUE, action).map((entry) => entry.resource));
  const others = SCOPE_CATALOGUE.filter(
    (entry) => entry.group !== "OAuth" && !withAction.has(entry.resource),
  );
  return [...new Set(others.map(objectOf))];
}

function objectOf(entry: ScopeEntry): string {
  return OBJECTS[entry.resource] ?? entry.resourceLabel.toLowerCase();
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Clauses may hold lists of their own, so semicolons part them. */
function joinClauses(clauses: readonly string[]): string {
  if (clauses.length < 3 && clauses.every((clause) => !clause.includes(","))) return listed(clauses);
  const last = clauses.at(-1) ?? "";
  return clauses.length < 2 ? last : `${clauses.slice(0, -1).join("; ")}; and ${last}`;
}
