import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";

import { holdsSecret, maskSecrets } from "./secrets-in-text";

const pairs = [
  ["RSA", ["pkcs1", "pkcs8"], generateKeyPairSync("rsa", { modulusLength: 2048 })],
  ["P-256", ["sec1", "pkcs8"], generateKeyPairSync("ec", { namedCurve: "P-256" })],
  ["P-384", ["sec1", "pkcs8"], generateKeyPairSync("ec", { namedCurve: "P-384" })],
  ["Ed25519", ["pkcs8"], generateKeyPairSync("ed25519")],
] as const;

const FORMS = pairs.flatMap(([name, types, { privateKey }]) => [
  ...types.flatMap((type) => {
    const pem = privateKey.export({ type, format: "pem" }).toString();
    const der = privateKey.export({ type, format: "der" }).toString("base64");
    return [
      [`${name} in PEM, ${type}`, pem],
      [`${name} in PEM on one line, ${type}`, pem.replaceAll("\n", " ")],
      [`${name} in PEM as JSON, ${type}`, JSON.stringify(pem)],
      [`${name} in PEM, percent-encoded, ${type}`, encodeURIComponent(pem)],
      [`${name} in PEM, cut short, ${type}`, pem.slice(0, pem.length / 2)],
      [`${name} without its first line, ${type}`, pem.replace(/^.*\n/, "")],
      [`${name} in DER, ${type}`, der],
    ] as const;
  }),
  [`${name} as JWK`, JSON.stringify(privateKey.export({ format: "jwk" }))] as const,
]);

describe.each(FORMS)("a private key: %s", (_, key) => {
  it("is found, and nothing of its value is left", () => {
    const text = `We sign with ${key}`;
    expect(holdsSecret(text)).toBe(true);
    const masked = maskSecrets(text);
    expect(masked).toMatch(/^We sign with /);
    const long = masked.match(/[\w+/-]{30,}/g) ?? [];
    expect(long.filter((part) => !publicParts(key).includes(part))).toEqual([]);
  });
});

/** What of a JWK everybody may know. */
function publicParts(key: string): unknown[] {
  if (!key.startsWith("{")) return [];
  const { n, x, y } = JSON.parse(key) as Record<string, string>;
  return [n, x, y];
}

it("is told from what everybody may know", () => {
  for (const [, , { publicKey }] of pairs) {
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
    const der = publicKey.export({ type: "spki", format: "der" }).toString("base64");
    const jwk = JSON.stringify(publicKey.export({ format: "jwk" }));
    for (const text of [pem, der, jwk, `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----`]) {
      expect(maskSecrets(text)).toBe(text);
      expect(holdsSecret(text)).toBe(false);
    }
  }
});

it("leaves what stands after it", () => {
  const [, , { privateKey }] = pairs[0];
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  expect(maskSecrets(`Ours: ${pem}for the night`)).toBe("Ours: private key…\nfor the night");
});
