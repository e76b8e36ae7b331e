/**
 * The shape of secrets on the wire: `<prefix>_<40 base62><6 base62 of CRC-32>`.
 * A wrong checksum is refused without a look into the database.
 */
import type { Environment } from "../people/profiles";

export const SECRET_KINDS = ["ik", "iks", "ikt", "ikr", "ikc"] as const;
/**
 * The kinds of secrets by the beginning of their text. ik: long-lived key; iks: client secret; ikt, ikr, ikc: OAuth
 * access token, refresh token, code.
 */
export type SecretKind = (typeof SECRET_KINDS)[number];

/** The digits of base62, in their order. */
export const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
export const SECRET_BODY_LENGTH = 40;
export const CHECKSUM_LENGTH = 6;
const SHAPE = /^(ik[strc]?)_(test|live)_([0-9A-Za-z]{40})([0-9A-Za-z]{6})$/;

/** The longest text that can be a secret; anything longer is malformed without a closer look. */
export const SECRET_MAX_LENGTH = 3 + 1 + 4 + 1 + SECRET_BODY_LENGTH + CHECKSUM_LENGTH;

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The register of a CRC-32 after one more byte. */
export function stepCrc(register: number, byte: number): number {
  return (CRC_TABLE[(register ^ byte) & 0xff] ?? 0) ^ (register >>> 8);
}

/** CRC-32 (ISO-HDLC, the one of zlib) of an ASCII text. */
export function crc32(text: string): number {
  let register = 0xffffffff;
  for (let index = 0; index < text.length; index += 1) register = stepCrc(register, text.charCodeAt(index));
  return (register ^ 0xffffffff) >>> 0;
}

function base62Checksum(text: string): string {
  let value = crc32(text);
  let digits = "";
  for (let index = 0; index < CHECKSUM_LENGTH; index += 1) {
    digits = ALPHABET.charAt(value % 62) + digits;
    value = Math.floor(value / 62);
  }
  return digits;
}

/** The prefix of secrets of a kind: `ik_test`, `ik_live`, `iks_test`, … */
export function secretPrefix(kind: SecretKind, environment: Environment): string {
  return `${kind}_${environment === "sandbox" ? "test" : "live"}`;
}

/**
 * Writes a secret from random bytes: each byte below 248 gives one base62 digit, the rest is passed over, so
 * every digit is equally likely.
 * @param randomBytes at least 40 usable bytes; null is returned when they do not suffice.
 */
export function formatSecret(
  kind: SecretKind,
  environment: Environment,
  randomBytes: Uint8Array,
): string | null {
  let body = "";
  for (const byte of randomBytes) {
    if (body.length === SECRET_BODY_LENGTH) break;
    if (byte < 248) body += ALPHABET.charAt(byte % 62);
  }
  if (body.length < SECRET_BODY_LENGTH) return null;
  const unsigned = `${secretPrefix(kind, environment)}_${body}`;
  return unsigned + base62Checksum(unsigned);
}

export type SecretReading = { readonly kind: SecretKind; readonly environment: Environment };

/** What kind of secret the text is, or null where shape or checksum are wrong. */
export function readSecret(text: string): SecretReading | null {
  if (text.length > SECRET_MAX_LENGTH) return null;
  const match = SHAPE.exec(text);
  if (!match) return null;
  const unsigned = text.slice(0, -CHECKSUM_LENGTH);
  if (base62Checksum(unsigned) !== match[4]) return null;
  const kind = SECRET_KINDS.find((candidate) => candidate === match[1]);
  if (!kind) return null;
  return { kind, environment: match[2] === "test" ? "sandbox" : "production" };
}
