/** RSA keys of apps: generated here, or read from what a developer uploads (RFC 7517, RFC 7638). */
import { createHash, createPublicKey, generateKeyPair, type JsonWebKey, KeyObject } from "node:crypto";
import { promisify } from "node:util";

import { RSA_BITS_ADVISED } from "../../domain/apps/app-limits";
import { number } from "../../domain/format/numbers";
import { holdsPrivateKey } from "../../domain/apps/private-key-text";

const GENERATED_BITS = 3_072;
const BITS_MIN = 2_048;
/** Longer ones only slow down whoever verifies with them. */
const BITS_MAX = 8_192;
const TEXT_MAX_LENGTH = 20_000;

export type RsaPublicKey = {
  /** SubjectPublicKeyInfo as PEM: one form, whatever was uploaded. */
  readonly pem: string;
  readonly bits: number;
  /** RFC 7638, SHA-256, in base64url: the same for all ways of writing one key. */
  readonly thumbprint: string;
};

export type PublicKeyFault =
  | "private_key"
  | "certificate"
  | "not_rsa"
  | "too_short"
  | "too_long"
  | "weak_exponent"
  | "weak_modulus"
  | "other_use"
  | "not_readable";

export type PublicKeyReading =
  | { readonly ok: true; readonly key: RsaPublicKey; readonly warning: string | null }
  | { readonly ok: false; readonly code: PublicKeyFault; readonly detail: string };

const generate = promisify(generateKeyPair);

/**
 * Makes a pair of 3,072 bits, in a thread of its own: the event loop goes on.
 * @returns with the private key as PKCS#1 ("BEGIN RSA PRIVATE KEY"), the only form that the Ruby and C# clients take. It is
 *   the only copy.
 */
export async function generateRsaKeyPair(): Promise<{
  readonly publicKey: RsaPublicKey;
  readonly privateKeyPem: string;
}> {
  const { publicKey, privateKey } = await generate("rsa", {
    modulusLength: GENERATED_BITS,
    publicExponent: 65_537,
  });
  return {
    publicKey: toRsaPublicKey(publicKey),
    privateKeyPem: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
  };
}

/**
 * Reads a public key: PEM (SubjectPublicKeyInfo or PKCS#1, whatever its line breaks) or a JWK. Nothing of what is refused is
 * repeated or kept; a private key least of all.
 */
export function readPublicKey(text: string): PublicKeyReading {
  const trimmed = text.trim();
  if (trimmed.length > TEXT_MAX_LENGTH) return refuse("not_readable", "This is too long to be a public key.");
  if (holdsPrivateKey(trimmed)) return refuse("private_key", PRIVATE_TEXT);
  const read = trimmed.startsWith("{") ? readJwk(trimmed) : readPem(trimmed);
  return read instanceof KeyObject ? judge(read) : read;
}

type Refusal = Extract<PublicKeyReading, { ok: false }>;

const PRIVATE_TEXT =
  "This is a private key, and it was not kept. It belongs on your server alone: make a new pair if others saw it. Upload the public key.";
const SSH_TEXT =
  "This is a key of SSH. Write it as PEM: ssh-keygen -e -m PKCS8 -f FILE, and upload what that prints.";
const UNREADABLE_TEXT =
  "This is no public key in PEM (BEGIN PUBLIC KEY) or as a JWK. Copy it whole, with its first and last line.";

/** The key without what stands around it in a setting or a file: quotes, line breaks that are written out, words before it. */
function pemIn(text: string): string {
  const written = text.replaceAll(/\\r|\\n/g, "\n").replaceAll(/^["'`]|["'`,;]+$/g, "");
  // RFC 7468 section 2: explanatory text may stand before a key, such as the attributes that OpenSSL writes.
  return written.slice(Math.max(0, written.indexOf("-----BEGIN "))).trim();
}

function readPem(text: string): KeyObject | Refusal {
  if (/^ssh-\S+ |^---- BEGIN SSH2 /.test(text)) return refuse("not_readable", SSH_TEXT);
  const parts = /^-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END ([A-Z0-9 ]+)-----$/.exec(
    pemIn(text),
  );
  if (!parts || parts[1] !== parts[3]) return refuse("not_readable", UNREADABLE_TEXT);
  const [, label, body = ""] = parts;
  if (label === "CERTIFICATE") {
    return refuse(
      "certificate",
      "This is a certificate. Upload its public key: openssl x509 -pubkey -noout -in FILE.",
    );
  }
  const key = Buffer.from(body.replaceAll(/\s/g, ""), "base64");
  if (label !== "PUBLIC KEY" && label !== "RSA PUBLIC KEY") return refuse("not_readable", UNREADABLE_TEXT);
  // Either form is met under the other's first line: the bytes say which it is.
  const [spki, pkcs1] = (["spki", "pkcs1"] as const).map((type) => readDer(key, type));
  return spki instanceof KeyObject ? spki : (pkcs1 ?? refuse("not_readable", UNREADABLE_TEXT));
}

function readDer(key: Buffer, type: "spki" | "pkcs1"): KeyObject | Refusal {
  const read = keyOr({ key, format: "der", type });
  if (!(read instanceof KeyObject) || read.asymmetricKeyType !== "rsa") return read;
  // OpenSSL reads the first value and leaves what follows it; a key is the whole text, or none.
  return read.export({ format: "der", type }).equals(key) ? read : refuse("not_readable", UNREADABLE_TEXT);
}

function readJwk(text: string): KeyObject | Refusal {
  const jwk = parseObject(text);
  if (!jwk) return refuse("not_readable", UNREADABLE_TEXT);
  const { kty, n, e } = jwk;
  if (typeof kty === "string" && kty !== "RSA") return refuse("not_rsa", notRsaText(kty));
  if (typeof n !== "string" || typeof e !== "string") return refuse("not_readable", UNREADABLE_TEXT);
  const otherUse = otherUseOf(jwk);
  if (otherUse !== null) return refuse("other_use", otherUse);
  return keyOr({ key: { kty: "RSA", n, e }, format: "jwk" });
}

const SIGNING_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

/** What a JWK says that it is for, where that is not the verifying of signatures (RFC 7517 section 4); null otherwise. */
function otherUseOf({ use, alg, key_ops: operations }: Readonly<Record<string, unknown>>): string | null {
  if (use !== undefined && use !== "sig") {
    return 'The JWK\'s "use" is not "sig": it is no key for signatures. Make a pair for signing.';
  }
  if (alg !== undefined && !SIGNING_ALGORITHMS.some((known) => known === alg)) {
    return `The JWK's "alg" is none that an RSA key signs with: ${SIGNING_ALGORITHMS.join(", ")}.`;
  }
  if (operations === undefined) return null;
  const mayVerify = Array.isArray(operations) && operations.includes("verify");
  return mayVerify ? null : 'The JWK\'s "key_ops" do not have "verify": it is no key for signatures.';
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

type KeyInput =
  | { readonly key: Buffer; readonly format: "der"; readonly type: "spki" | "pkcs1" }
  | { readonly key: JsonWebKey; readonly format: "jwk" };

function keyOr(input: KeyInput): KeyObject | Refusal {
  try {
    return createPublicKey(input);
  } catch {
    return refuse("not_readable", UNREADABLE_TEXT);
  }
}

function judge(key: KeyObject): PublicKeyReading {
  if (key.asymmetricKeyType !== "rsa")
    return refuse("not_rsa", notRsaText(key.asymmetricKeyType ?? "another"));
  const { modulusLength: bits = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (bits < BITS_MIN) {
    return refuse(
      "too_short",
      `The key has ${number(bits)} bits. At least 2,048 are needed, 3,072 are advised.`,
    );
  }
  if (bits > BITS_MAX)
    return refuse("too_long", `The key has ${number(bits)} bits. At most 8,192 are taken.`);
  const modulus = modulusOf(key);
  if (publicExponent < 3n || publicExponent % 2n === 0n || publicExponent >= EXPONENT_TOO_LARGE) {
    return refuse(
      "weak_exponent",
      "The key's exponent is none that is safe. Make a new pair: usual is 65537.",
    );
  }
  if (SMALL_PRIMES.some((prime) => modulus % prime === 0n)) {
    return refuse(
      "weak_modulus",
      "The key's modulus has a small factor: anybody can find its private key. Make a new pair.",
    );
  }
  const warning =
    bits < RSA_BITS_ADVISED
      ? `${number(bits)} bits are enough until 2030. 3,072 are advised for a new key.`
      : null;
  return { ok: true, key: toRsaPublicKey(key), warning };
}

/** No client makes one so large (FIPS 186-5 section A.1.1); as large as the modulus, it would sign whatever was sent. */
const EXPONENT_TOO_LARGE = 2n ** 256n;

/** A modulus of an RSA key has two large factors, and none of these: least of all 2. */
const SMALL_PRIMES = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n];

function modulusOf(key: KeyObject): bigint {
  const { n } = key.export({ format: "jwk" });
  return BigInt(`0x${Buffer.from(n ?? "", "base64url").toString("hex") || "0"}`);
}

function toRsaPublicKey(key: KeyObject): RsaPublicKey {
  const { n, e } = key.export({ format: "jwk" });
  return {
    pem: key.export({ type: "spki", format: "pem" }).toString(),
    bits: key.asymmetricKeyDetails?.modulusLength ?? 0,
    // The members in this order and without white space, as RFC 7638 section 3 says.
    thumbprint: createHash("sha256").update(`{"e":"${e}","kty":"RSA","n":"${n}"}`).digest("base64url"),
  };
}

function notRsaText(kind: string): string {
  return `This is a key of kind ${kind.slice(0, 20)}. Clients of this platform sign with RSA: upload an RSA key.`;
}

function refuse(code: PublicKeyFault, detail: string): Refusal {
  return { ok: false, code, detail };
}
