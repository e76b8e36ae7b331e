/** What an agent says of itself in its client ID metadata document (WIRE-FACTS 9; RFC 7591 section 2 for the names of fields). */
import { readRedirectUri } from "../../apps/redirect-uri";
import { readKeyName } from "../../keys/key-name";
import { SCOPE_CATALOGUE, type Scope } from "../../keys/scopes";
import type { ClientUri } from "./client-uri";

/** An agent by its document. */
export type AgentDocument = ClientUri & {
  /** What it calls itself: nobody has verified that. */
  readonly name: string;
  /** Where answers may go, those that the document lists and that an app could have here. */
  readonly redirectUris: readonly string[];
};

export type DocumentFault =
  | "not_json"
  | "not_an_object"
  | "client_id_differs"
  | "name_unfit"
  | "redirect_uris_unfit"
  | "no_redirect_uri"
  | "has_secret"
  | "other_authentication"
  | "no_code_grant";

export type DocumentReading =
  | { readonly ok: true; readonly agent: AgentDocument }
  | { readonly ok: false; readonly fault: DocumentFault };

const REDIRECT_URIS_MAX = 100;

/**
 * Reads the document that was found at an agent's address. It has to say that it is for this address, what the agent is
 * called, and where answers may go; and nothing of a secret, which an address can't keep. Of its redirect URIs those are left
 * out that no app here could have, such as ones of a program's own scheme; other fields are not looked at.
 */
export function readAgentDocument(client: ClientUri, text: string): DocumentReading {
  const document = parse(text);
  if (document === undefined) return refuse("not_json");
  if (typeof document !== "object" || document === null || Array.isArray(document))
    return refuse("not_an_object");
  const fields = new Map<string, unknown>(Object.entries(document));
  if (fields.get("client_id") !== client.uri) return refuse("client_id_differs");
  if (fields.has("client_secret") || fields.has("client_secret_expires_at")) return refuse("has_secret");
  if ((fields.get("token_endpoint_auth_method") ?? "none") !== "none") return refuse("other_authentication");
  if (
    !lists(fields.get("grant_types"), "authorization_code") ||
    !lists(fields.get("response_types"), "code")
  ) {
    return refuse("no_code_grant");
  }
  const said = fields.get("client_name");
  const name = typeof said === "string" ? readKeyName(said) : null;
  if (!name?.ok) return refuse("name_unfit");
  const redirectUris = readUris(fields.get("redirect_uris"));
  if (redirectUris === null) return refuse("redirect_uris_unfit");
  if (redirectUris.length === 0) return refuse("no_redirect_uri");
  return { ok: true, agent: { ...client, name: name.name, redirectUris } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** True of a list with this entry, and where there is none: the field may be left out. */
function lists(value: unknown, entry: string): boolean {
  return value === undefined || (Array.isArray(value) && value.includes(entry));
}

function readUris(value: unknown): string[] | null {
  if (!Array.isArray(value) || value.length > REDIRECT_URIS_MAX) return null;
  const uris: string[] = [];
  for (const entry of value) {
    if (typeof entry !== "string") return null;
    const reading = readRedirectUri(entry);
    if (reading.ok && reading.uri === entry) uris.push(entry);
  }
  return uris;
}

function refuse(fault: DocumentFault): DocumentReading {
  return { ok: false, fault };
}

/** What an agent may ask a person for: all but to act for somebody who is not there, which takes a signature of its own. */
export const AGENT_SCOPES: readonly Scope[] = SCOPE_CATALOGUE.map(({ name }) => name).filter(
  (name) => name !== "impersonation",
);
