import { randomBytes } from "node:crypto";

import { sha256 } from "./secrets";

/** 256 bits: nobody guesses one, so that a hash without a key is enough at rest. */
const BYTES = 32;

/** A new token of a link that is mailed: the text for the mail alone, its hash for the table. */
export function newLinkToken(): { readonly text: string; readonly hash: Buffer } {
  const text = randomBytes(BYTES).toString("base64url");
  return { text, hash: linkHash(text) };
}

/** What the tables know a link's token by. */
export function linkHash(token: string): Buffer {
  return sha256(token);
}
