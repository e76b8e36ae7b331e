/** Fields of a request to the authorization server, from a query or a form (RFC 6749 sections 3.1 and 3.2). */
import { OAuthError } from "../oauth-error";
import { readUrl } from "../../read-url";

export type Fields = Readonly<Record<string, string | undefined>>;

/**
 * Fields by name. One without a value is as good as left out; one that comes twice makes the request no request, and so
 * does U+0000, which no database holds.
 * @throws OAuthError invalid_request
 */
export function readFields(search: URLSearchParams): Fields {
  const fields = new Map<string, string>();
  for (const [name, value] of search) {
    if (fields.has(name)) throw new OAuthError("invalid_request", "A parameter is given twice.");
    if (value.includes("\0") || !value.isWellFormed())
      throw new OAuthError("invalid_request", "A parameter holds what no text can.");
    fields.set(name, value);
  }
  return Object.fromEntries([...fields].filter(([, value]) => value !== ""));
}

/** A field that has to be there. @throws OAuthError invalid_request that names it */
export function needed(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined) throw new OAuthError("invalid_request", `The parameter ${name} is missing.`);
  return value;
}

const RESOURCE_MAX_LENGTH = 2_000;

/** The resource that a token is asked for (RFC 8707): an absolute address without a fragment. @throws OAuthError invalid_target */
export function readResource(fields: Fields): string | null {
  const text = fields["resource"];
  if (text === undefined) return null;
  const url = text.length <= RESOURCE_MAX_LENGTH ? readUrl(text) : null;
  const isAddress = url !== null && (url.protocol === "https:" || url.protocol === "http:");
  if (!isAddress || text.includes("#")) {
    throw new OAuthError("invalid_target", "The resource is no absolute address without a fragment.");
  }
  return text;
}
