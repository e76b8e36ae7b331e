/** The granted scopes of a key as a grid of resources and actions, with how lately each was used. */
import { SCOPE_ACTIONS } from "@/lib/domain/keys/scope-actions";
import { parseScope, scopeEntry, type Scope } from "@/lib/domain/keys/scopes";
import { relativeTime } from "@/lib/domain/format/dates";
import { listed } from "@/lib/domain/format/lists";
import { count } from "@/lib/domain/format/numbers";
import { DAY_MS } from "@/lib/domain/time/durations";

const RECENT_MS = 30 * DAY_MS;

/** How lately a scope was used. recent: in the last 30 days; earlier: before that; never: not used so far. */
export type ScopeUse = "recent" | "earlier" | "never";

export type ScopeCell = {
  readonly scope: Scope;
  readonly action: string;
  readonly use: ScopeUse;
  /** False where the creator's present profile takes it away (R6). */
  readonly isEffective: boolean;
  /** "agreements:read, used 3 days ago". */
  readonly text: string;
};

export type ScopeRow = {
  readonly resource: string;
  readonly label: string;
  /** One per action of the picture; null where the key does not hold it. */
  readonly cells: readonly (ScopeCell | null)[];
};

export type ScopePicture = {
  readonly actions: readonly string[];
  readonly rows: readonly ScopeRow[];
  readonly sentence: string;
  readonly neverUsed: readonly Scope[];
};

type ScopedKey = { readonly scopes: readonly string[]; readonly effectiveScopes: readonly string[] };
type Use = { readonly scope: string; readonly lastUsedAt: string };

/** Draws up the grid of a key's scopes. Scopes that the catalogue does not know are left out. */
export function pictureScopes(key: ScopedKey, uses: readonly Use[], now: string): ScopePicture {
  const usedAt = new Map(uses.map((use) => [use.scope, use.lastUsedAt]));
  const effective = new Set(key.effectiveScopes);
  const cells = key.scopes.flatMap((name) => {
    const scope = parseScope(name);
    return scope ? [cellOf(scope, effective.has(name), usedAt.get(name) ?? null, now)] : [];
  });
  const held = new Set(cells.map((cell) => cell.action));
  const actions = SCOPE_ACTIONS.filter((action) => held.has(action));
  const rows = new Map<string, ScopeCell[]>();
  for (const cell of cells) {
    const { resource } = scopeEntry(cell.scope);
    rows.set(resource, [...(rows.get(resource) ?? []), cell]);
  }
  return {
    actions,
    rows: [...rows].map(([resource, own]) => ({
      resource,
      label: own[0] ? scopeEntry(own[0].scope).resourceLabel : resource,
      cells: actions.map((action) => own.find((cell) => cell.action === action) ?? null),
    })),
    sentence: sentenceOf(cells),
    neverUsed: cells.filter((cell) => cell.use === "never").map((cell) => cell.scope),
  };
}

function cellOf(scope: Scope, isEffective: boolean, usedAt: string | null, now: string): ScopeCell {
  const use = useOf(usedAt, now);
  const used = usedAt === null ? "never used" : `used ${relativeTime(usedAt, now)}`;
  const text = `${scope}, ${used}${isEffective ? "" : ", not allowed by the creator's present profile"}`;
  return { scope, action: scopeEntry(scope).action, use, isEffective, text };
}

function useOf(usedAt: string | null, now: string): ScopeUse {
  if (usedAt === null) return "never";
  return Date.parse(now) - Date.parse(usedAt) <= RECENT_MS ? "recent" : "earlier";
}

const NAMED = 3;

function sentenceOf(cells: readonly ScopeCell[]): string {
  const recent = cells.filter((cell) => cell.use === "recent").length;
  const never = cells.filter((cell) => cell.use === "never").map((cell) => cell.scope);
  const used = `${recent} of ${count(cells.length, "scope")} used in the last 30 days.`;
  if (never.length === 0) return used;
  if (never.length === cells.length) return "None of its scopes has been used yet.";
  const names = never.length > NAMED ? [...never.slice(0, NAMED), `${never.length - NAMED} more`] : never;
  return `${used} Never used: ${listed(names)}.`;
}
