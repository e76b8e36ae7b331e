/** Private keys as they stand in texts (R9): PEM, DER in base64, and JWK. Public keys and certificates are none. */

/** From its first line to its last, or to where the text was cut. What may be left of it is its first group. */
const PEM =
  /-{3,}\s*BEGIN (?:[A-Z0-9]+ )*(PRIVATE KEY)(?: BLOCK)?\s*-{3,}[^]*?(?:-{3,}\s*END [A-Z0-9 ]+-{3,}|$)/;

/**
 * By the beginning of the DER in base64, which no public key has: a sequence whose first member is a version. RSA of 1,024 bits
 * and more in PKCS #1 and #8, EC in SEC 1 and PKCS #8, Ed25519 in PKCS #8; lines after the first are long ones.
 */
const DER =
  /(?:MII[\w+/-]{2}[AQgw]IBA[AD]|MI[GH][\w+/-]AgE[AB]|MHcCAQEE|MC4CAQAwBQYDK2Vw)[\w+/-]{30,}={0,2}(?:\s+[\w+/-]{40,}={0,2})*(?:\s+[\w+/-]+={1,2})?/;

/** The members of a JWK that are private, those of a symmetric one among them. */
const JWK = /["'](?:d|p|q|dp|dq|qi|k)["']\s*:\s*["'][\w-]{40,}["']?/;

/** Each finds private keys. */
export const PRIVATE_KEYS: readonly RegExp[] = [
  new RegExp(PEM.source, "gi"),
  new RegExp(DER.source, "g"),
  new RegExp(JWK.source, "g"),
];
