import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";

import { isProven, readChallenge } from "./pkce";

const hash = (text: string) => createHash("sha256").update(text).digest("base64url");
/** RFC 7636 appendix B. */
const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

describe("a challenge", () => {
  const given = { code_challenge: challenge, code_challenge_method: "S256" };
  it("is taken with S256 alone, and has to be there for a public app", () => {
    expect(readChallenge(given, true)).toBe(challenge);
    expect(readChallenge({}, false)).toBeNull();
    expect(() => readChallenge({}, true)).toThrow("code_challenge is missing");
  });

  it.each([
    { code_challenge: challenge },
    { code_challenge: challenge, code_challenge_method: "plain" },
    { code_challenge: challenge, code_challenge_method: "s256" },
    { code_challenge: verifier.slice(1), code_challenge_method: "S256" },
    { code_challenge: `${challenge}=`, code_challenge_method: "S256" },
    { code_challenge_method: "S256" },
  ])("is refused as %j", (fields) => {
    expect(() => readChallenge(fields, false)).toThrow();
  });
});

describe("a verifier", () => {
  it("proves the challenge that is its hash, and no other (RFC 7636 appendix B)", () => {
    expect(isProven(challenge, verifier, hash)).toBe(true);
    expect(isProven(challenge, `${verifier}x`, hash)).toBe(false);
    expect(isProven(challenge, challenge, hash)).toBe(false);
  });

  it("is there if and only if there was a challenge: neither is left out behind the app's back", () => {
    expect(isProven(challenge, undefined, hash)).toBe(false);
    expect(isProven(null, verifier, hash)).toBe(false);
    expect(isProven(null, undefined, hash)).toBe(true);
  });

  it("of another length or other characters proves nothing, even where its hash is right", () => {
    for (const text of ["short", "a".repeat(129), `${"a".repeat(43)} `]) {
      expect(isProven(hash(text), text, hash)).toBe(false);
    }
  });
});
