/** What gives a private key away in a text that should be a public one: asked before it is sent, and again where it arrives. */

/** Members that only private and symmetric keys have (RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1). */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] as const;

/** True of a text that holds a private key as PEM, of whichever kind, or that is a JWK with private members, or a set with such a one. */
export function holdsPrivateKey(text: string): boolean {
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) return true;
  const jwk = parseObject(text.trim());
  return jwk !== null && keysOf(jwk).some((key) => PRIVATE_MEMBERS.some((name) => name in key));
}

/** The JWK itself, and those of a set (RFC 7517 section 5). */
function keysOf(jwk: object): readonly object[] {
  const keys: unknown = "keys" in jwk ? jwk.keys : [];
  return [
    jwk,
    ...(Array.isArray(keys)
      ? keys.filter((key): key is object => typeof key === "object" && key !== null)
      : []),
  ];
}

function parseObject(text: string): object | null {
  if (!text.startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
