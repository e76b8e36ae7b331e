/** What gives a private key away in a text that should be a public one: asked before it is sent, and again where it arrives. */

/** Members that only private and symmetric keys have (RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1). */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] as const;

/** True of a text that holds a private key as PEM, of whichever kind, or that is a JWK with private members. */
export function holdsPrivateKey(text: string): boolean {
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) return true;
  const jwk = parseObject(text.trim());
  return jwk !== null && PRIVATE_MEMBERS.some((name) => name in jwk);
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
