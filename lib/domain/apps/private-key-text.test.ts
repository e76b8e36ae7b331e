import { describe, expect, it } from "vitest";

import { holdsPrivateKey } from "./private-key-text";

const pem = (label: string) => `-----BEGIN ${label}-----\nMIIB\n-----END ${label}-----\n`;

describe("a private key is seen", () => {
  it.each([
    ["PKCS#8", pem("PRIVATE KEY")],
    ["PKCS#1", pem("RSA PRIVATE KEY")],
    ["encrypted", pem("ENCRYPTED PRIVATE KEY")],
    ["of OpenSSH", pem("OPENSSH PRIVATE KEY")],
    ["behind a public one", `${pem("PUBLIC KEY")}${pem("RSA PRIVATE KEY")}`],
    ["as a JWK", '  {"kty":"RSA","n":"x","e":"AQAB","d":"y"}'],
    ["as a JWK with one private member", '{"kty":"RSA","n":"x","e":"AQAB","qi":null}'],
    ["as a symmetric JWK", '{"kty":"oct","k":"x"}'],
    ["in a JWK set", '{"keys":[null,{"kty":"RSA","n":"x","e":"AQAB"},{"kty":"RSA","d":"y"}]}'],
    ["in a file of a service account", `{"private_key":"${pem("PRIVATE KEY").replaceAll("\n", "\\n")}"}`],
    ["with its line breaks written out", pem("PRIVATE KEY").replaceAll("\n", "\\n")],
  ])("%s", (_, text) => {
    expect(holdsPrivateKey(text)).toBe(true);
  });
});

it.each([
  ["a public key", pem("PUBLIC KEY")],
  ["a public JWK", '{"kty":"RSA","n":"x","e":"AQAB","kid":"d"}'],
  ["half of a JWK", '{"d":'],
  ["a list", "[1]"],
  ["a public JWK set", '{"keys":[{"kty":"RSA","n":"x","e":"AQAB"}]}'],
  ["a JWK set without keys", '{"keys":null}'],
  ["null", "null"],
  ["nothing", ""],
])("%s is none", (_, text) => {
  expect(holdsPrivateKey(text)).toBe(false);
});
