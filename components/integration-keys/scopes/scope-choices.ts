/** The scope picker's contents: what is offered, what is not and why, and what a search leaves of it. */
import { searchedName } from "@/lib/domain/keys/name-text";
import type { Profile } from "@/lib/domain/people/profiles";
import { mayHold } from "@/lib/domain/keys/scope-ceiling";
import { SCOPE_ACTIONS } from "@/lib/domain/keys/scope-actions";
import {
  LONG_LIVED_SCOPES,
  scopeEntry,
  sortScopes,
  type Scope,
  type ScopeEntry,
} from "@/lib/domain/keys/scopes";

export type ScopeChoice = ScopeEntry & {
  /** Why the scope can't be chosen, or null where it can. */
  readonly refusal: string | null;
};

export type ScopeResource = {
  readonly resource: string;
  readonly label: string;
  /** Resources that no key can change, by design (S4). */
  readonly isReadOnly: boolean;
  readonly choices: readonly ScopeChoice[];
};

export type ScopeSection = { readonly group: string; readonly resources: readonly ScopeResource[] };

/** Every scope of a long-lived key by group and resource, for a creator with this profile (R6). */
export function scopeSections(profile: Profile): ScopeSection[] {
  const sections = new Map<string, Map<string, ScopeChoice[]>>();
  for (const entry of LONG_LIVED_SCOPES.map(scopeEntry)) {
    const resources = sections.get(entry.group) ?? new Map<string, ScopeChoice[]>();
    sections.set(entry.group, resources);
    const choices = resources.get(entry.resource) ?? [];
    resources.set(entry.resource, choices);
    choices.push({ ...entry, refusal: refusalOf(profile, entry.name) });
  }
  return [...sections].map(([group, resources]) => ({
    group,
    resources: [...resources].map(([resource, choices]) => ({
      resource,
      label: choices[0]?.resourceLabel ?? resource,
      isReadOnly: choices.every((choice) => choice.action === "read"),
      choices,
    })),
  }));
}

/** The columns of the grid: every action that some scope has, also while a search hides those scopes. */
export const SCOPE_COLUMNS: readonly string[] = SCOPE_ACTIONS.filter((action) =>
  LONG_LIVED_SCOPES.some((scope) => scopeEntry(scope).action === action),
);

function refusalOf(profile: Profile, scope: Scope): string | null {
  return mayHold(profile, scope) ? null : `A key acts as you, and your profile (${profile}) may not do this.`;
}

/** The sections with only the scopes in which every word of the search is found; empty sections are left out. */
export function searchScopes(sections: readonly ScopeSection[], search: string): ScopeSection[] {
  const words = searchedName(search).toLowerCase().split(" ").filter(Boolean);
  if (words.length === 0) return [...sections];
  return sections
    .map((section) => ({
      ...section,
      resources: section.resources
        .map((resource) => ({
          ...resource,
          choices: resource.choices.filter((choice) => isFoundBy(choice, words)),
        }))
        .filter((resource) => resource.choices.length > 0),
    }))
    .filter((section) => section.resources.length > 0);
}

function isFoundBy(choice: ScopeChoice, words: readonly string[]): boolean {
  const text =
    `${choice.name} ${choice.alias ?? ""} ${choice.resourceLabel} ${choice.sentence}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

export type ScopePreset = {
  readonly label: string;
  readonly hint: string;
  readonly scopes: readonly Scope[];
};

const PRESETS: readonly ScopePreset[] = [
  {
    label: "Read everything",
    hint: "Every read scope; changes nothing.",
    scopes: LONG_LIVED_SCOPES.filter((scope) => scopeEntry(scope).action === "read"),
  },
  {
    label: "Send agreements",
    hint: "Make agreements from the library, send them and follow them.",
    scopes: ["agreements:read", "agreements:write", "agreements:send", "library:read"],
  },
  {
    label: "Reporting",
    hint: "Read what was sent, signed and by whom.",
    scopes: ["users:read", "agreements:read", "widgets:read", "library:read", "workflows:read"],
  },
  {
    label: "Follow events",
    hint: "Set up webhooks and read the agreements they tell of.",
    scopes: ["agreements:read", "webhooks:read", "webhooks:write"],
  },
];

/** The presets, each narrowed to what a creator with this profile may hold. */
export function scopePresets(profile: Profile): ScopePreset[] {
  return PRESETS.map((preset) => ({
    ...preset,
    scopes: sortScopes(preset.scopes.filter((scope) => mayHold(profile, scope))),
  })).filter((preset) => preset.scopes.length > 0);
}
