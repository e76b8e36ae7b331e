/**
 * Legacy authentication in SOAP: a WS-Security `UsernameToken` in the header of the envelope, whose user name has the key in
 * brackets before it (`[integratorKey]username`) and whose password is plain (WIRE-FACTS 6; OASIS, UsernameToken Profile 1.0).
 */
import { MALFORMED, toCredential, type LegacyCredential, type LegacyFault } from "./credential";
import { readXmlUntil, type XmlElement } from "./xml";

/** The header stands at the beginning; documents in the body may be large and are not read. */
export const SOAP_HEADER_MAX = 32_768;

const ENVELOPES: ReadonlySet<string> = new Set([
  "http://schemas.xmlsoap.org/soap/envelope/",
  "http://www.w3.org/2003/05/soap-envelope",
]);
const SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const PASSWORD_TEXT =
  "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";
const KEYED_NAME = /^\[([^\][]{1,60})\](.+)$/s;

/** What comes behind the header is not read, but is searched: a parser that takes the last of two would find another one. */
const ANOTHER_HEADER = /<(?:[^\s<>/:]+:)?Header[\s/>]/;

/** The credential in a SOAP envelope. Two of anything are none: who stands behind the gate may take the other. */
export function readSoapEnvelope(text: string): LegacyCredential | LegacyFault {
  const read = readXmlUntil(text.slice(0, SOAP_HEADER_MAX), "Header");
  if (!read || ANOTHER_HEADER.test(read.rest + text.slice(SOAP_HEADER_MAX))) return MALFORMED;
  const envelope = read.element;
  if (envelope.name !== "Envelope" || !ENVELOPES.has(envelope.namespace)) return MALFORMED;
  const header = only(envelope, "Header", envelope.namespace);
  const token = only(only(header, "Security", SECURITY), "UsernameToken", SECURITY);
  const [name, password] = [only(token, "Username", SECURITY), only(token, "Password", SECURITY)];
  const [, integratorKey = "", username = ""] = KEYED_NAME.exec(name?.text.trim() ?? "") ?? [];
  if (!password || !isPlain(password)) return MALFORMED;
  return toCredential({ username, password: password.text.trim(), integratorKey, onBehalfOf: "" });
}

function isPlain({ attributes, children }: XmlElement): boolean {
  return children.length === 0 && (attributes.get("Type") ?? PASSWORD_TEXT) === PASSWORD_TEXT;
}

/** The child of that name, in whatever namespace it stands; null where there is none, another's or a second one. */
function only(parent: XmlElement | null, name: string, namespace: string): XmlElement | null {
  const found = parent?.children.filter((child) => child.name === name) ?? [];
  const [child] = found;
  return child && found.length === 1 && child.namespace === namespace ? child : null;
}
