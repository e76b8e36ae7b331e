/**
 * The scope catalogue (PRODUCT section 5): every scope a credential can hold, what it lets a caller do,
 * and the Acrobat Sign names that mean the same (`agreement_read` = `agreements:read`).
 */

export const SCOPE_GROUPS = ["Signing", "Workspace", "OAuth"] as const;
export type ScopeGroup = (typeof SCOPE_GROUPS)[number];

type ScopeText = { readonly sentence: string; readonly warning?: string };
type ResourceEntry = {
  readonly group: ScopeGroup;
  readonly resource: string;
  readonly label: string;
  /** Singular stem of the Acrobat Sign alias: `agreement` gives `agreement_read`. */
  readonly alias?: string;
  readonly actions: Readonly<Record<string, ScopeText>>;
};

const read = (what: string): ScopeText => ({ sentence: `Read ${what}` });
const write = (what: string): ScopeText => ({ sentence: `Create and change ${what}` });
const remove = (what: string): ScopeText => ({ sentence: `Delete ${what}` });

const RESOURCES = [
  {
    group: "Signing",
    resource: "users",
    label: "Users",
    alias: "user",
    actions: {
      read: read("the people of this account"),
      write: {
        sentence: "Add and change the people of this account",
        warning: "Can give other people more than this key itself may do.",
      },
      login: {
        sentence: "Sign people in on their behalf",
        warning: "Whoever holds this key can open the account as any of its people.",
      },
    },
  },
  {
    group: "Signing",
    resource: "agreements",
    label: "Agreements",
    alias: "agreement",
    actions: {
      read: read("agreements and their documents"),
      write: write("agreements and their documents"),
      send: {
        sentence: "Send agreements for signature",
        warning: "Sends mail to anyone in the name of this account.",
      },
      sign: {
        sentence: "Sign agreements as the key's creator",
        warning: "A signature made with this key binds the person who created it.",
      },
      retention: {
        sentence: "Delete agreement documents by retention rule",
        warning: "Documents removed by retention cannot be brought back.",
      },
    },
  },
  {
    group: "Signing",
    resource: "widgets",
    label: "Web forms",
    alias: "widget",
    actions: { read: read("web forms"), write: write("web forms") },
  },
  {
    group: "Signing",
    resource: "library",
    label: "Library",
    alias: "library",
    actions: {
      read: read("library documents and templates"),
      write: write("library documents and templates"),
      retention: {
        sentence: "Delete library documents by retention rule",
        warning: "Documents removed by retention cannot be brought back.",
      },
    },
  },
  {
    group: "Signing",
    resource: "workflows",
    label: "Workflows",
    alias: "workflow",
    actions: { read: read("workflows"), write: write("workflows") },
  },
  {
    group: "Signing",
    resource: "webhooks",
    label: "Webhooks",
    alias: "webhook",
    actions: {
      read: read("webhooks"),
      write: {
        sentence: "Create and change webhooks",
        warning: "A webhook sends account data to an address that the holder of this key chooses.",
      },
      retention: {
        sentence: "Delete webhook records by retention rule",
        warning: "Records removed by retention cannot be brought back.",
      },
    },
  },
  {
    group: "Workspace",
    resource: "teammates",
    label: "Teammates",
    actions: {
      read: read("teammates"),
      write: {
        sentence: "Invite and change teammates",
        warning: "Can give other people more than this key itself may do.",
      },
      delete: remove("teammates"),
    },
  },
  {
    group: "Workspace",
    resource: "emails",
    label: "Emails",
    actions: { read: read("emails"), write: write("emails"), delete: remove("emails") },
  },
  {
    group: "Workspace",
    resource: "signatures",
    label: "Signatures",
    actions: { read: read("signatures"), write: write("signatures"), delete: remove("signatures") },
  },
  {
    group: "Workspace",
    resource: "smart_fields",
    label: "Smart fields",
    actions: { read: read("smart fields"), write: write("smart fields"), delete: remove("smart fields") },
  },
  {
    group: "Workspace",
    resource: "folders",
    label: "Folders",
    actions: { read: read("folders"), write: write("folders"), delete: remove("folders") },
  },
  {
    group: "Workspace",
    resource: "assets",
    label: "Assets",
    actions: { read: read("assets"), write: write("assets"), delete: remove("assets") },
  },
  {
    group: "Workspace",
    resource: "marketing_campaigns",
    label: "Marketing campaigns",
    actions: {
      read: read("marketing campaigns"),
      write: write("marketing campaigns"),
      delete: remove("marketing campaigns"),
    },
  },
  {
    group: "Workspace",
    resource: "integrations",
    label: "Integrations",
    actions: { read: read("integrations and integration keys, never their secrets") },
  },
  {
    group: "Workspace",
    resource: "financial_documents",
    label: "Financial documents",
    actions: { read: read("invoices and other financial documents") },
  },
] as const satisfies readonly ResourceEntry[];

/** Scopes of S5, asked for at authorization time; never granted to a long-lived key. */
const OAUTH_SCOPES = [
  { name: "signature", sentence: "Create and send envelopes and obtain links to start signing" },
  {
    name: "extended",
    sentence: "Renew access without asking the person again",
    warning: "Access lasts until somebody revokes it.",
  },
  {
    name: "impersonation",
    sentence: "Act for a person who is not present",
    warning: "The application can act as any person who has consented.",
  },
] as const;

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
