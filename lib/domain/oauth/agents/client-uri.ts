/** A client_id that is the address of a document (WIRE-FACTS 9; draft-ietf-oauth-client-id-metadata-document section 3). */
import { readKeyName } from "../../keys/key-name";
import { KEY_NAME_MAX_LENGTH } from "../../keys/name-text";
import { readUrl } from "../../read-url";

const MAX_LENGTH = 500;
const HOST_MAX_LENGTH = 253;
const VISIBLE_ASCII = /^https:\/\/[!-~]+$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The address by which an agent is known. */
export type ClientUri = {
  /** As it is compared: character by character. */
  readonly uri: string;
  /** Who answers for the document: the host, with its port where that is not 443. */
  readonly host: string;
};

/** True of a client_id that claims to be an address, whether or not it can be one. */
export function isAddressLike(clientId: string): boolean {
  return /^https?:/i.test(clientId);
}

/**
 * Reads a client_id as the address of an agent's document: https, a name with a dot in it, a path, and nothing that could be
 * written in two ways. Null for anything else: user names, queries, fragments, dot segments and IP addresses among it.
 */
export function readClientUri(clientId: string): ClientUri | null {
  if (clientId.length > MAX_LENGTH || !VISIBLE_ASCII.test(clientId) || /[?#@]/.test(clientId)) return null;
  const url = readUrl(clientId);
  // Dot segments, upper case, the usual port and characters that browsers escape are written otherwise there.
  if (!url || url.href !== clientId || url.pathname === "/" || url.port === "0") return null;
  return isDomainName(url.hostname) ? { uri: clientId, host: url.host } : null;
}

function isDomainName(hostname: string): boolean {
  const labels = hostname.split(".");
  return (
    hostname.length <= HOST_MAX_LENGTH &&
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? "")
  );
}

/**
 * The name that an agent has wherever a key is named: where it is from, since that is verified and what it calls itself is
 * not. At most as long as names of keys are; of a host that is longer its end, by which it belongs to somebody.
 */
export function agentKeyName({ uri, host }: ClientUri): string {
  const whole = uri.slice("https://".length);
  const end = `…${host.slice(1 - KEY_NAME_MAX_LENGTH)}`;
  for (const name of [whole, host]) if (readKeyName(name).ok) return name;
  return end;
}
