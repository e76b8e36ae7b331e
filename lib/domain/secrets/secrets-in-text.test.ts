import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { ALPHABET, formatSecret, readSecret, SECRET_KINDS, secretPrefix } from "./key-secret";
import { ENVIRONMENTS } from "../people/profiles";
import { holdsSecret, maskSecrets } from "./secrets-in-text";

const aSecret = fc
  .tuple(
    fc.constantFrom(...SECRET_KINDS),
    fc.constantFrom(...ENVIRONMENTS),
    fc.uint8Array({ minLength: 64, maxLength: 64 }),
  )
  .map(([kind, environment, bytes]) => formatSecret(kind, environment, bytes))
  .filter((secret) => secret !== null);

const bytes = Uint8Array.from({ length: 64 }, (_, index) => (index * 67 + 11) % 248);
const secrets = SECRET_KINDS.flatMap((kind) =>
  ENVIRONMENTS.map((environment) => formatSecret(kind, environment, bytes) ?? ""),
);
const bodyOf = (secret: string) => secret.slice(secret.lastIndexOf("_") + 1);
const percent = (text: string) =>
  Array.from(text, (character) => `%${character.charCodeAt(0).toString(16)}`).join("");
/** As East Asian keyboards write ASCII. */
const wide = (text: string) =>
  text.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const inThree = (text: string, between: string) =>
  [text.slice(0, 20), text.slice(20, 31), text.slice(31)].join(between);

/** How a secret gets into a text, by mistake or by machine. */
const FORMS: readonly (readonly [name: string, write: (secret: string) => string])[] = [
  ["as it is", (secret) => secret],
  ["between others", (secret) => `a ${secret}, b`],
  ["with letters right before and after it", (secret) => `x${secret}y`],
  ["with its prefix in capitals", (secret) => secret.replace(/^.*_/, (prefix) => prefix.toUpperCase())],
  ["with %5f", (secret) => secret.replaceAll("_", "%5f")],
  ["with one %5F", (secret) => secret.replace("_", "%5F")],
  ["with %255f", (secret) => secret.replaceAll("_", "%255f")],
  ["with %25255F", (secret) => secret.replaceAll("_", "%25255F")],
  ["with one %5f and one %255F", (secret) => secret.replace("_", "%5f").replace("_", "%255F")],
  ["percent-encoded whole", percent],
  ["percent-encoded whole, twice", (secret) => percent(secret).replaceAll("%", "%25")],
  ["with its letters percent-encoded", (secret) => secret.replaceAll(/[a-z]/g, percent)],
  ["as JSON of JSON", (secret) => secret.replaceAll("_", "\\\\u005f")],
  ["with \\x5f", (secret) => secret.replaceAll("_", "\\x5f")],
  ["in full width", wide],
  ["without its prefix, in full width", (secret) => wide(bodyOf(secret))],
  ["with a prefix in full width alone", (secret) => secret.replaceAll("_", "\uFF3F")],
  ["as HTML", (secret) => secret.replaceAll("_", "&#95;")],
  ["as HTML in hex", (secret) => secret.replaceAll("_", "&#x5F;")],
  ["without its prefix", bodyOf],
  ["without its prefix, within other letters", (secret) => `abc${bodyOf(secret)}def`],
  ["with half of its prefix", (secret) => secret.slice(2)],
  ["with other signs in its prefix", (secret) => secret.replaceAll("_", "-")],
  ["broken by line ends", (secret) => inThree(secret, "\n")],
  ["broken by encoded line ends", (secret) => inThree(secret, "%0D%0A")],
  ["broken by quotes", (secret) => inThree(secret, `" + "`)],
  ["broken by what is not seen", (secret) => inThree(secret, "\u200B")],
  ["broken by control characters", (secret) => inThree(secret, "\u0007")],
  ["broken, without its prefix", (secret) => inThree(bodyOf(secret), " ")],
  ["in base64", (secret) => btoa(secret)],
  ["in base64, as a user name", (secret) => btoa(`${secret}:`)],
  ["in base64, as a password", (secret) => btoa(`a:${secret}`)],
  ["in base64, second of two", (secret) => btoa(`ab:${secret}`)],
  ["in hex", (secret) => Array.from(secret, (sign) => sign.charCodeAt(0).toString(16)).join("")],
];

/** What would be left of a secret: no four digits of it in a row, plainly or encoded. */
function expectNothingOf(secret: string, masked: string): void {
  const body = bodyOf(secret);
  const read = decodeURIComponent(
    masked.replaceAll(/%(?:25)+/g, "%").replaceAll(/%(?![0-7][0-9a-f])/gi, "%25"),
  );
  const pieces = Array.from({ length: body.length - 3 }, (_, from) => body.slice(from, from + 4));
  expect(pieces.filter((piece) => masked.includes(piece) || read.includes(piece))).toEqual([]);
}

describe.each(FORMS)("a secret %s", (_, write) => {
  it.each(secrets)("is found and masked: %s", (secret) => {
    const text = write(secret);
    expect(holdsSecret(text)).toBe(true);
    const masked = maskSecrets(text);
    expectNothingOf(secret, masked);
    expect(masked).toContain("…");
    expect(maskSecrets(masked)).toBe(masked);
  });

  it("is masked with what is around it left as it was", () => {
    const masked = maskSecrets(`/a/b?c=1 ${write(secrets[1] ?? "")} möre/100% \\ & <end>`);
    expect(masked).toMatch(/^\/a\/b\?c=1 /);
    expect(masked).toMatch(/ möre\/100% \\ & <end>$/);
  });
});

describe("a part of a secret", () => {
  const secret = secrets[1] ?? "";

  it("is masked from the first digit after its prefix on, whether or not the checksum is there", () => {
    for (let length = "ik_live_".length + 1; length <= secret.length; length += 1) {
      expect(maskSecrets(`/x/${secret.slice(0, length)}/y`)).toBe("/x/ik_live_…/y");
      expect(maskSecrets(`/x/${secret.slice(0, length).replaceAll("_", "%5f")}/y`)).toBe("/x/ik_live_…/y");
    }
  });

  it("is most of one from sixteen digits on", () => {
    expect(holdsSecret(secret.slice(0, 8 + 15))).toBe(false);
    expect(holdsSecret(secret.slice(0, 8 + 16))).toBe(true);
    expect(holdsSecret(secret.slice(0, 8 + 16).replaceAll("_", "%5f"))).toBe(true);
  });

  it("is masked where its prefix was cut and its whole body is there", () => {
    expect(maskSecrets(`x ${secret.slice(3, 48)}`)).toBe("x live_…");
  });
});

it("names the kind of a secret that came without its prefix: its checksum knows it", () => {
  for (const secret of secrets) {
    const prefix = secret.slice(0, secret.lastIndexOf("_") + 1);
    expect(maskSecrets(`x ${bodyOf(secret)}`)).toBe(`x ${prefix}…`);
  }
});

it("masks every secret of many, next to each other too", () => {
  const masked = maskSecrets(secrets.join(""));
  for (const secret of secrets) expectNothingOf(secret, masked);
  expect(maskSecrets(secrets.join(" "))).toBe(
    SECRET_KINDS.flatMap((kind) => ENVIRONMENTS.map((of) => `${secretPrefix(kind, of)}_…`)).join(" "),
  );
});

it("finds any secret at any place, with anything before, in and after it", () => {
  const noise = fc.string({
    unit: fc.constantFrom(...Array.from("aZ09 _-/%25\\&;.\n\u200Bé…")),
    maxLength: 80,
  });
  const between = fc.constantFrom("", " ", "\n", "-", '","', "\u200B");
  fc.assert(
    fc.property(noise, aSecret, between, fc.nat(45), noise, (before, secret, inside, at, after) => {
      const body = bodyOf(secret);
      const text = `${before} ${body.slice(0, at)}${inside}${body.slice(at)} ${after}`;
      expect(readSecret(secret)).not.toBeNull();
      expect(holdsSecret(text)).toBe(true);
      expect(maskSecrets(text)).not.toContain(body.slice(at));
      expect(maskSecrets(text)).toContain("…");
    }),
  );
});

describe("a text without a secret", () => {
  const whole = secrets[1] ?? "";
  const swapped = whole.endsWith("0") ? "1" : "0";

  it.each([
    "",
    "ik_live ik_test_ ik_prod_abc",
    "a live_test_run of the sandbox",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "/api/rest/v6/agreements/CBJCHBCAABAAo3FYUgHnFvpmf2hEjpJL3pPWj4BzyYBu/members?x=%20%2F&y=%25",
    "01a225fd-9e9b-77a5-b39e-4435004ea33a 01a225fd-9e9b-77a5-b39e-4435004ea33b",
    "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "Crème brûlée für 中村さん 🚀 — 100 % \\ & &amp; %zz %",
    `${bodyOf(whole).slice(0, -1)}${swapped}`,
  ])("is left as it is: %s", (text) => {
    expect(holdsSecret(text)).toBe(false);
    expect(maskSecrets(text)).toBe(text);
  });

  it("is left as it is, whatever it is: digits by chance fit no checksum", () => {
    const digits = fc.string({ unit: fc.constantFrom(...Array.from(ALPHABET)), maxLength: 300 });
    fc.assert(
      fc.property(fc.oneof(digits, fc.string({ unit: "binary", maxLength: 300 })), (text) => {
        fc.pre(!/(?:live|test)_/i.test(text));
        expect(maskSecrets(text)).toBe(text);
      }),
    );
  });
});

describe("the token of a mailed link", () => {
  const token = "aB3_-".repeat(9).slice(0, 43);
  it.each([
    `/api/invitations/${token}/accept`,
    `https://keys.example.test/invitation#${token}`,
    `See https://keys.example.test/forgotten-password/new#${token}.`,
  ])("is masked in %j, and kept out of what stays", (text) => {
    expect(maskSecrets(text)).toBe(text.replace(token, "…"));
    expect(holdsSecret(text)).toBe(true);
  });

  it("is not looked for in addresses that have none", () => {
    const text = "/api/invitations/accept and /invitation#members";
    expect(maskSecrets(text)).toBe(text);
  });
});
