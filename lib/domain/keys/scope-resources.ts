/** The list that the scope catalogue is made of, in the order in which pickers and documents show it. */

export const SCOPE_GROUPS = ["Signing", "Workspace", "OAuth"] as const;
export type ScopeGroup = (typeof SCOPE_GROUPS)[number];

type ScopeText = { readonly sentence: string; readonly warning?: string };
/** A resource with its scopes. */
export type ResourceEntry = {
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

/** What there is, and what may be done to it: `resource:action` is a scope. */
export const RESOURCES = [
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
        sentence: "Sign agreements as the person it acts for",
        warning: "A signature made so binds the person it acts for.",
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
export const OAUTH_SCOPES = [
  { name: "signature", sentence: "Create and send agreements and obtain links to start signing" },
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
