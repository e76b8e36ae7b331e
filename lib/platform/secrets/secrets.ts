import { createHash, hash, randomBytes } from "node:crypto";

import { formatSecret, secretPrefix, type SecretKind } from "../../domain/secrets/key-secret";
import type { Environment } from "../../domain/people/profiles";

export type NewSecret = {
  /** The secret in clear: for the one response that reveals it, and nowhere else (R9). */
  readonly text: string;
  readonly hash: Buffer;
  readonly prefix: string;
  readonly lastFour: string;
};

/** A new secret of 40 random base62 digits (238 bits) with its checksum. */
export function newSecret(kind: SecretKind, environment: Environment): NewSecret {
  for (;;) {
    // 64 bytes leave 40 usable ones but once in 10^20 times.
    const text = formatSecret(kind, environment, randomBytes(64));
    if (text) {
      return {
        text,
        hash: sha256(text),
        prefix: secretPrefix(kind, environment),
        lastFour: text.slice(-4),
      };
    }
  }
}

/** SHA-256 of a text in UTF-8. Enough for secrets of 238 random bits; passwords are Argon2id instead. */
export function sha256(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}

/** SHA-256 of a text in hex, at half of the cost of {@link sha256}: for the hot path. */
export function sha256Hex(text: string): string {
  return hash("sha256", text, "hex");
}
