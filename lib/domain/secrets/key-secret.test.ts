import { crc32 as zlibCrc32 } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  crc32,
  formatSecret,
  readSecret,
  SECRET_KINDS,
  SECRET_MAX_LENGTH,
  secretPrefix,
  type SecretKind,
} from "./key-secret";
import { ENVIRONMENTS, type Environment } from "../people/profiles";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomBytes = fc.uint8Array({ minLength: 64, maxLength: 64 });
const aKind = fc.constantFrom(...SECRET_KINDS);
const anEnvironment = fc.constantFrom(...ENVIRONMENTS);
const aSecret = fc
  .tuple(aKind, anEnvironment, randomBytes)
  .map(([kind, environment, bytes]) => formatSecret(kind, environment, bytes))
  .filter((secret) => secret !== null);

function secretOf(kind: SecretKind, environment: Environment): string {
  return formatSecret(kind, environment, new Uint8Array(40).fill(7)) ?? "";
}

describe("a secret", () => {
  it.each([
    ["ik", "production", "ik_live_"],
    ["ik", "sandbox", "ik_test_"],
    ["iks", "sandbox", "iks_test_"],
    ["ikt", "production", "ikt_live_"],
  ] as const)("of kind %s in %s begins with %s", (kind, environment, prefix) => {
    expect(`${secretPrefix(kind, environment)}_`).toBe(prefix);
    expect(secretOf(kind, environment)).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{46}$`));
  });

  it("is read back as what it was written, whatever the random bytes", () => {
    fc.assert(
      fc.property(aKind, anEnvironment, randomBytes, (kind, environment, bytes) => {
        const secret = formatSecret(kind, environment, bytes);
        if (secret === null) return;
        expect(readSecret(secret)).toEqual({ kind, environment });
        expect(secret.length).toBeLessThanOrEqual(SECRET_MAX_LENGTH);
      }),
    );
  });

  it("is refused after any change of a single character", () => {
    const secret = secretOf("ik", "production");
    for (let index = 0; index < secret.length; index += 1) {
      for (const character of `${ALPHABET}_-. é\0`) {
        if (character === secret[index]) continue;
        const changed = secret.slice(0, index) + character + secret.slice(index + 1);
        expect(readSecret(changed), changed).toBeNull();
      }
    }
  });

  it("is refused after two characters are swapped", () => {
    fc.assert(
      fc.property(aSecret, fc.nat(44), (secret, place) => {
        const index = secret.length - 46 + place;
        const [a, b] = [secret.charAt(index), secret.charAt(index + 1)];
        fc.pre(a !== b);
        expect(readSecret(secret.slice(0, index) + b + a + secret.slice(index + 2))).toBeNull();
      }),
    );
  });

  it("is refused when cut short at either end, or with anything added", () => {
    const secret = secretOf("ik", "sandbox");
    for (let length = 0; length < secret.length; length += 1) {
      expect(readSecret(secret.slice(0, length))).toBeNull();
      expect(readSecret(secret.slice(secret.length - length))).toBeNull();
    }
    for (const addition of [" ", "\n", "0", "=", "\0"]) {
      expect(readSecret(secret + addition)).toBeNull();
      expect(readSecret(addition + secret)).toBeNull();
    }
  });

  it("is never read from any other text, however long", () => {
    fc.assert(fc.property(fc.string(), (text) => readSecret(text) === null));
    expect(readSecret("ik_live_".padEnd(1_000_000, "A"))).toBeNull();
  });

  it("needs 40 usable random bytes: those above 247 would make some digits likelier", () => {
    expect(formatSecret("ik", "sandbox", new Uint8Array(39))).toBeNull();
    expect(formatSecret("ik", "sandbox", new Uint8Array(64).fill(248))).toBeNull();
    expect(formatSecret("ik", "sandbox", new Uint8Array(40).fill(247))).not.toBeNull();
  });
});

describe("the checksum", () => {
  it("is the CRC-32 of the check value of its catalogue entry", () => {
    expect(crc32("123456789")).toBe(0xcbf43926);
  });

  it("is that of zlib for any ASCII text", () => {
    // Node has it since 20.15; an older one leaves the check value above.
    if (typeof zlibCrc32 !== "function") return;
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
        expect(crc32(text)).toBe(zlibCrc32(text));
      }),
    );
  });
});
