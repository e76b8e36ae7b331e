import type { Scope } from "../keys/scopes";

/** What a key needs to list the keys of its account at the gate. */
export const KEY_LIST_SCOPES: readonly Scope[] = ["integrations:read"];

/** Addresses that the gate answers itself, after a check of its own; any key may ask at these. */
const ANY_KEY = new Set([
  "/v1/me",
  "/api/rest/v6/baseUris",
  "/api/rest/v5/base_uris",
  "/restapi/v2/login_information",
]);
const KEYS = /^\/v1\/integration-keys(?:\/[^/]+)?$/;
/** Request logging of the person whom the credential acts as. */
const DIAGNOSTICS = /^\/restapi\/v2\.1\/diagnostics\/(settings|request_logs(?:\/[^/]+)?)$/;
const DIAGNOSTICS_WRITES: Readonly<Record<string, string>> = { settings: "PUT", request_logs: "DELETE" };
const READS = new Set(["GET", "HEAD"]);
const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/**
 * The scopes that the gate itself asks of a request at one of its own addresses, where no route table has a say.
 * @returns null for every other request
 */
export function ownNeeds(method: string, path: string): readonly Scope[] | null {
  if (ANY_KEY.has(path)) return READS.has(method) ? [] : null;
  const diagnostics = DIAGNOSTICS.exec(path)?.[1];
  if (diagnostics !== undefined) {
    return READS.has(method) || DIAGNOSTICS_WRITES[diagnostics] === method ? [] : null;
  }
  if (!KEYS.test(path)) return null;
  if (READS.has(method)) return KEY_LIST_SCOPES;
  // Any write is refused, whoever asks, once the key has been let through.
  return WRITES.has(method) ? [] : null;
}
