import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from "node:crypto";
import { describe, expect, it } from "vitest";

import { generateRsaKeyPair, readPublicKey } from "./rsa-keys";

const pair = (modulusLength: number, publicExponent?: number) =>
  generateKeyPairSync("rsa", { modulusLength, ...(publicExponent === undefined ? {} : { publicExponent }) });
/** Primes are searched for: most are found in a second, and a few in many. */
const SEARCH = { timeout: 60_000 };
const { publicKey, privateKey } = pair(2_048);
const pem = (key: KeyObject, type: "spki" | "pkcs1" = "spki") =>
  key.export({ type, format: "pem" }).toString();
const jwk = (key: KeyObject) => key.export({ format: "jwk" });
const codeOf = (text: string) => {
  const reading = readPublicKey(text);
  return reading.ok ? "ok" : reading.code;
};

/** The JWK member of another modulus of the same length, or nearly. */
function withModulus(change: (modulus: bigint) => bigint): string {
  const modulus = BigInt(`0x${Buffer.from(jwk(publicKey).n ?? "", "base64url").toString("hex")}`);
  return Buffer.from(change(modulus).toString(16), "hex").toString("base64url");
}

/** The PEM of the key's bytes with others around them. */
function padded(change: (der: Buffer) => Buffer): string {
  const der = change(publicKey.export({ type: "spki", format: "der" }));
  return `-----BEGIN PUBLIC KEY-----\n${der.toString("base64")}\n-----END PUBLIC KEY-----`;
}

describe("a public key", () => {
  const whole = pem(publicKey);
  it.each([
    ["SubjectPublicKeyInfo", whole],
    ["PKCS#1", pem(publicKey, "pkcs1")],
    ["a JWK", JSON.stringify(jwk(publicKey))],
    [
      "a JWK with what else may stand in one",
      JSON.stringify({ use: "sig", alg: "RS256", key_ops: ["verify"], kid: "1", ...jwk(publicKey) }),
    ],
    ["line breaks of Windows", whole.replaceAll("\n", "\r\n")],
    ["no line breaks", whole.replaceAll("\n", "")],
    ["spaces for line breaks", whole.replaceAll("\n", " ")],
    ["white space around it", `\n  ${whole}\n\n`],
    ["a byte order mark", `\ufeff${whole}`],
    ["line breaks that are written out", whole.replaceAll("\n", "\\n")],
    ["quotes and line breaks that are written out", JSON.stringify(whole.replaceAll("\n", "\r\n"))],
    ["a line of settings", `PUBLIC_KEY='${whole.replaceAll("\n", "\\n")}'`],
    ["the attributes of a key store", `Bag Attributes\n    friendlyName: import\n${whole}`],
    ["SubjectPublicKeyInfo under the line of PKCS#1", whole.replaceAll("PUBLIC KEY", "RSA PUBLIC KEY")],
    ["PKCS#1 under the other line", pem(publicKey, "pkcs1").replaceAll("RSA PUBLIC KEY", "PUBLIC KEY")],
  ])("is read from %s, always as the same key", (_, text) => {
    const reading = readPublicKey(text);
    expect(reading).toMatchObject({ ok: true, key: { pem: whole, bits: 2_048 } });
  });

  it("has the thumbprint of RFC 7638", () => {
    // The example of its section 3.1.
    const example = {
      kty: "RSA",
      n: "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
      e: "AQAB",
    };
    expect(readPublicKey(JSON.stringify(example))).toMatchObject({
      key: { thumbprint: "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", bits: 2_048 },
    });
  });

  it("of fewer than 3,072 bits is taken with a warning", SEARCH, () => {
    expect(readPublicKey(whole)).toMatchObject({ ok: true, warning: expect.stringContaining("3,072") });
    expect(readPublicKey(pem(pair(3_072).publicKey))).toMatchObject({ ok: true, warning: null });
  });
});

describe("what is refused", () => {
  const secret = jwk(privateKey);
  it.each([
    [
      "a private key in PKCS#8",
      privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      "private_key",
    ],
    [
      "a private key in PKCS#1",
      privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
      "private_key",
    ],
    [
      "an encrypted private key",
      privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }).toString(),
      "private_key",
    ],
    ["a private key behind a public one", `${pem(publicKey)}${pem(privateKey, "pkcs1")}`, "private_key"],
    ["a private JWK", JSON.stringify(secret), "private_key"],
    ["a JWK with one private member", JSON.stringify({ ...jwk(publicKey), qi: secret.qi }), "private_key"],
    ["a symmetric JWK", JSON.stringify({ kty: "oct", k: "c2VjcmV0" }), "private_key"],
    ["a key of 1,024 bits", pem(pair(1_024).publicKey), "too_short"],
    ["a key of 2,047 bits", pem(pair(2_047).publicKey), "too_short"],
    ["an EC key", pem(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey), "not_rsa"],
    [
      "an EC key as a JWK",
      JSON.stringify(jwk(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey)),
      "not_rsa",
    ],
    ["an Ed25519 key", pem(generateKeyPairSync("ed25519").publicKey), "not_rsa"],
    ["an RSA-PSS key", pem(generateKeyPairSync("rsa-pss", { modulusLength: 2_048 }).publicKey), "not_rsa"],
    ["a JWK with the exponent 1", JSON.stringify({ ...jwk(publicKey), e: "AQ" }), "weak_exponent"],
    [
      "a JWK whose exponent is its modulus",
      JSON.stringify({ ...jwk(publicKey), e: jwk(publicKey).n }),
      "weak_exponent",
    ],
    [
      "a JWK with an even modulus",
      JSON.stringify({ ...jwk(publicKey), n: withModulus((n) => n - 1n) }),
      "weak_modulus",
    ],
    [
      "a JWK whose modulus a small prime divides",
      JSON.stringify({ ...jwk(publicKey), n: withModulus((n) => n - (n % 47n)) }),
      "weak_modulus",
    ],
    [
      "a PEM with something behind the key",
      padded((der) => Buffer.concat([der, Buffer.of(5, 0)])),
      "not_readable",
    ],
    [
      "a PEM with something before the key",
      padded((der) => Buffer.concat([Buffer.of(0), der])),
      "not_readable",
    ],
    ["a JWK for encryption", JSON.stringify({ ...jwk(publicKey), use: "enc" }), "other_use"],
    ["a JWK for HMAC", JSON.stringify({ ...jwk(publicKey), alg: "HS256" }), "other_use"],
    [
      "a JWK for encryption by its algorithm",
      JSON.stringify({ ...jwk(publicKey), alg: "RSA-OAEP" }),
      "other_use",
    ],
    ["a JWK that may not verify", JSON.stringify({ ...jwk(publicKey), key_ops: ["encrypt"] }), "other_use"],
    ["a JWK with no list of uses", JSON.stringify({ ...jwk(publicKey), key_ops: "verify" }), "other_use"],
    ["a JWK with an even exponent", JSON.stringify({ ...jwk(publicKey), e: "AQAA" }), "weak_exponent"],
    ["a certificate", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "certificate"],
    [
      "another PEM",
      "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----",
      "not_readable",
    ],
    ["a PEM that was cut off", pem(publicKey).slice(0, 200), "not_readable"],
    ["a PEM without its last line", pem(publicKey).replace(/-----END.*/s, ""), "not_readable"],
    ["a PEM with letters missing", pem(publicKey).replace("MIIBIjAN", "MIIB"), "not_readable"],
    ["base64 alone", pem(publicKey).replaceAll(/-----.*-----/g, ""), "not_readable"],
    ["an SSH key", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ dev@acme.example", "not_readable"],
    ["a JWK without a modulus", JSON.stringify({ kty: "RSA", e: "AQAB" }), "not_readable"],
    ["a JWK set", JSON.stringify({ keys: [jwk(publicKey)] }), "not_readable"],
    ["a JWK set with a private key", JSON.stringify({ keys: [jwk(publicKey), secret] }), "private_key"],
    ["two public keys", `${pem(publicKey)}${pem(publicKey)}`, "not_readable"],
    ["half of a JWK", "{", "not_readable"],
    ["nothing", "", "not_readable"],
    ["very much", "A".repeat(20_001), "not_readable"],
  ])("is %s", (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it("of SSH is told how it is written as PEM", () => {
    for (const text of ["ssh-rsa AAAA dev@acme.example", "---- BEGIN SSH2 PUBLIC KEY ----\nAAAA"]) {
      expect(readPublicKey(text)).toMatchObject({
        code: "not_readable",
        detail: expect.stringContaining("ssh-keygen -e -m PKCS8"),
      });
    }
  });

  it("is never repeated in the refusal", () => {
    const reading = readPublicKey(JSON.stringify(secret));
    expect(JSON.stringify(reading)).not.toContain(String(secret.d).slice(0, 10));
    expect(readPublicKey(JSON.stringify({ kty: "x".repeat(100) }))).toMatchObject({
      detail: expect.not.stringContaining("x".repeat(21)),
    });
  });
});

describe("a generated pair", () => {
  it("has 3,072 bits, signs and verifies, and its private key is PKCS#1", SEARCH, async () => {
    const made = await generateRsaKeyPair();
    expect(made.publicKey.bits).toBe(3_072);
    expect(made.privateKeyPem).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
    const data = Buffer.from("header.payload");
    const signature = sign("sha256", data, createPrivateKey(made.privateKeyPem));
    expect(verify("sha256", data, createPublicKey(made.publicKey.pem), signature)).toBe(true);
    expect(readPublicKey(made.publicKey.pem)).toEqual({ ok: true, key: made.publicKey, warning: null });
  });

  it("is made while the event loop goes on", SEARCH, async () => {
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 1);
    await generateRsaKeyPair();
    clearInterval(turning);
    expect(turns).toBeGreaterThan(10);
  });
});
