/**
 * Legacy authentication as clients of before 2021 speak it: a person's name and password beside an integration key, in the
 * header `X-DocuSign-Authentication` as JSON or XML (WIRE-FACTS 6, PRODUCT 11). What is read here was checked by nobody yet.
 */
import { childrenText, readXml } from "./xml";

/** Longer than any name, password and key together can be, written in entities. */
export const LEGACY_HEADER_MAX = 8_192;
/** Of a name or a password: longer ones are nobody's. */
const FIELD_MAX = 1_000;

export type LegacyCredential = {
  /** An address or a user's id, as it was sent, without white space around it. */
  readonly username: string;
  readonly password: string;
  /** The GUID of the key, in lower case. */
  readonly integratorKey: string;
};

/** Why there is no credential in a text: it has not its form, or it wants to act as somebody else. */
export type LegacyFault = { readonly fault: "malformed" | "on_behalf_of" };

export const MALFORMED: LegacyFault = { fault: "malformed" };
const ON_BEHALF_OF: LegacyFault = { fault: "on_behalf_of" };

/** Four letters may stand before the GUID, as in `YDMN-339fa93c-…`: both forms name the same key. */
const INTEGRATOR_KEY = /^(?:[a-z]{4}-)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** The GUID that an integrator key names, in lower case; null where it is none. */
export function readIntegratorKey(text: string): string | null {
  return INTEGRATOR_KEY.exec(text.trim())?.[1]?.toLowerCase() ?? null;
}

/**
 * The credential in a header `X-DocuSign-Authentication`. Names of fields and elements are exact; fields that are not known,
 * or twice there, make it malformed, since who stands behind the gate may read it another way.
 */
export function readLegacyHeader(text: string): LegacyCredential | LegacyFault {
  if (text.length > LEGACY_HEADER_MAX) return MALFORMED;
  const plain = text.trim();
  const fields = plain.startsWith("{") ? jsonFields(plain) : xmlFields(plain);
  return fields ? toCredential(fields) : MALFORMED;
}

export type LegacyFields = {
  readonly username: string;
  readonly password: string;
  readonly integratorKey: string;
  readonly onBehalfOf: string;
};

/** The credential that these fields make. A person may be named as who the person is; nobody acts as somebody else (R6). */
export function toCredential(fields: LegacyFields): LegacyCredential | LegacyFault {
  const { password } = fields;
  const [username, onBehalfOf] = [fields.username.trim(), fields.onBehalfOf.trim()];
  const integratorKey = readIntegratorKey(fields.integratorKey);
  const isWhole = username !== "" && password !== "" && integratorKey !== null;
  if (!isWhole || username.length > FIELD_MAX || password.length > FIELD_MAX) return MALFORMED;
  if (onBehalfOf !== "" && onBehalfOf.toLowerCase() !== username.toLowerCase()) return ON_BEHALF_OF;
  return { username, password, integratorKey };
}

const FIELDS = ["Username", "Password", "IntegratorKey", "SendOnBehalfOf"] as const;
const NAMES: ReadonlySet<string> = new Set(FIELDS);

function jsonFields(text: string): LegacyFields | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const entries = Object.entries(value);
  // JSON.parse keeps the last of two fields of one name, and another reader the first.
  if (entries.some(([name]) => !NAMES.has(name)) || keysIn(text) !== entries.length) return null;
  return fieldsOf(new Map(entries));
}

/** Texts before a colon: names of fields, those inside of others too. */
function keysIn(text: string): number {
  const texts = text.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g) ?? [];
  return texts.filter((one) => one.endsWith(":")).length;
}

function xmlFields(text: string): LegacyFields | null {
  const root = readXml(text);
  if (root?.name !== "DocuSignCredentials" || root.text.trim() !== "") return null;
  const found = childrenText(root, NAMES);
  // White space around a password belongs to how the XML is laid out.
  return found && fieldsOf(new Map(Array.from(found, ([name, value]) => [name, value.trim()])));
}

function fieldsOf(found: ReadonlyMap<string, unknown>): LegacyFields | null {
  const [username, password, integratorKey, onBehalfOf = ""] = FIELDS.map(
    (name) => found.get(name) ?? undefined,
  );
  if (typeof username !== "string" || typeof password !== "string") return null;
  if (typeof integratorKey !== "string" || typeof onBehalfOf !== "string") return null;
  return { username, password, integratorKey, onBehalfOf };
}
