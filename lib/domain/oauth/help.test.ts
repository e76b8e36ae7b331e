import { describe, expect, it } from "vitest";

import { consentRequired } from "./consent-required";
import { assertionRefusal } from "./requests/assertion";
import { HELP_TOPICS, helpAddress, helpOf } from "./help";
import { readClockSentence, readConsentAddress } from "./help-details";
import { invalidGrant, OAuthError } from "./oauth-error";

const ISSUER = "https://keys.example.com";
const GUID = "0f8fad5b-d9cb-469f-a165-70867728950e";
const NOW = new Date("2026-11-30T12:00:00.000Z");
const at = (seconds: number) => NOW.getTime() / 1_000 + seconds;

const searchOf = (address: string) => Object.fromEntries(new URL(address).searchParams);

describe("a refusal leads to the page that explains it", () => {
  it.each([
    ["no_valid_keys_or_signatures", "signature"],
    ["issuer_not_found", "app-not-found"],
    ["user_not_found", "user-not-found"],
    ["expired_client_token", "code"],
    ["expired_grant", "refresh-token"],
  ] as const)("%s, whose words the wire fixes: %s", (description, topic) => {
    const refusal = invalidGrant(description);
    expect([refusal.code, refusal.message]).toEqual(["invalid_grant", description]);
    expect(helpAddress(ISSUER, helpOf(refusal))).toBe(`${ISSUER}/help/oauth/${topic}`);
  });

  it.each([
    ["invalid_client", "client"],
    ["invalid_grant", "code"],
    ["unauthorized_client", "app-not-allowed"],
    ["invalid_scope", "scopes"],
    ["consent_required", "consent-required"],
    ["too_many_refusals", "too-many-refusals"],
    ["server_error", "trouble"],
  ] as const)("%s in words of ours: %s", (code, topic) => {
    expect(helpOf(new OAuthError(code, "words"))).toEqual({ topic });
    expect(HELP_TOPICS).toContain(topic);
  });
});

describe("an assertion whose times are at fault says by how much", () => {
  it.each([
    [
      { exp: at(-90) },
      "The assertion ended 90 seconds ago by the clock here. Its exp is in the past.",
      "ended=90",
    ],
    [
      { exp: at(-61), nbf: at(500) },
      "The assertion ended 61 seconds ago by the clock here. Its exp is in the past.",
      "ended=61",
    ],
    [{ exp: at(9_000), nbf: at(300) }, "no_valid_keys_or_signatures", "begins=300"],
    [
      { exp: at(172_800) },
      "The assertion ends in 172800 seconds by the clock here. At most 86400 are taken.",
      "ends=172800",
    ],
  ])("%o", (claims, description, query) => {
    const refusal = assertionRefusal(claims, NOW);
    expect([refusal.code, refusal.message]).toEqual(["invalid_grant", description]);
    expect(helpAddress(ISSUER, helpOf(refusal))).toBe(`${ISSUER}/help/oauth/clock?${query}`);
  });

  it.each([
    {},
    { exp: at(60), nbf: at(0) },
    { exp: at(-60) },
    { exp: at(86_460), nbf: at(60) },
    { exp: "soon", nbf: null },
    { exp: Number.NaN },
    { exp: 1e300 },
    { exp: at(100), nbf: Infinity },
  ])("and no other does: %o", (claims) => {
    const refusal = assertionRefusal(claims, NOW);
    expect(refusal.message).toBe("no_valid_keys_or_signatures");
    expect(helpOf(refusal)).toEqual({ topic: "signature" });
  });

  it("in a sentence of its page, which shows nothing else that somebody writes there", () => {
    expect(readClockSentence({ ended: "90" })).toMatch(/^The assertion ended 90 seconds ago\./);
    expect(readClockSentence({ begins: "1" })).toMatch(/begins in 1 second\./);
    expect(readClockSentence({ ends: "172800" })).toMatch(/ends in 172,800 seconds\./);
    for (const text of ["0", "-1", "1e3", "<b>", "9".repeat(16), ""]) {
      expect(readClockSentence({ ended: text, begins: text, ends: text })).toBeNull();
    }
    expect(readClockSentence({ ended: ["1", "2"] })).toBeNull();
  });
});

describe("a missing consent", () => {
  const asked = { clientId: GUID, names: ["signature", "impersonation"] as const };

  it("names the address that gives it, in printable ASCII, and its page has the same", () => {
    const redirectUri = "https://app.example.com/it's?a=1&b=%22";
    const refusal = consentRequired(ISSUER, { ...asked, redirectUri });
    const address = readConsentAddress(ISSUER, searchOf(helpAddress(ISSUER, helpOf(refusal))));
    expect(refusal.message).toBe(
      `The person has not consented to these scopes for this app. It is given at ${address}`,
    );
    expect(refusal.message).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
    expect(searchOf(address ?? "")).toEqual({
      response_type: "code",
      client_id: GUID,
      scope: "signature impersonation",
      redirect_uri: redirectUri,
    });
  });

  it("of an app without a redirect URI says what comes first", () => {
    const refusal = consentRequired(ISSUER, { ...asked, redirectUri: null });
    expect(refusal.message).toMatch(/Give the app a redirect URI first\.$/);
    expect(readConsentAddress(ISSUER, searchOf(helpAddress(ISSUER, helpOf(refusal))))).toBeNull();
  });

  it.each([
    { client_id: "x" },
    { scope: "nothing" },
    { scope: "" },
    { redirect_uri: "javascript:alert(1)" },
    { redirect_uri: "http://elsewhere.example/" },
    { redirect_uri: undefined },
    { client_id: [GUID, GUID] },
  ])("is shown no address for what was made up: %o", (change) => {
    const good = { client_id: GUID, scope: "signature", redirect_uri: "https://app.example.com/back" };
    expect(readConsentAddress(ISSUER, good)).not.toBeNull();
    expect(readConsentAddress(ISSUER, { ...good, ...change })).toBeNull();
  });
});
