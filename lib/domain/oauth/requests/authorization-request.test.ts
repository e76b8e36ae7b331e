import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { answerAddress, readAsker, readAuthorizationRequest, stateOf } from "./authorization-request";
import { durationText } from "../duration-text";

const app = {
  scopes: ["signature", "extended", "impersonation"] as const,
  isPublic: false,
  isImplicitAllowed: true,
};
const read = (text: string, more = {}) =>
  readAuthorizationRequest(new URLSearchParams(text), { ...app, ...more });

it("an authorization request is read, with what a client may leave out", () => {
  expect(read("response_type=code&scope=signature+openid")).toEqual({
    responseType: "code",
    names: ["signature", "openid"],
    organizationNames: null,
    prompts: [],
    loginHint: null,
    challenge: null,
    resource: null,
  });
  const all =
    "response_type=code&scope=signature&prompt=login%20consent&login_hint=a%40b.example&response_mode=query";
  expect(read(`${all}&resource=https://api.example.com`)).toMatchObject({
    prompts: ["login", "consent"],
    loginHint: "a@b.example",
    resource: "https://api.example.com",
  });
  expect(read("response_type=token&scope=signature&response_mode=fragment").responseType).toBe("token");
});

it("a public app needs no PKCE for Implicit, and needs it for a code", () => {
  expect(read("response_type=token&scope=signature", { isPublic: true }).challenge).toBeNull();
  expect(() => read("response_type=code&scope=signature", { isPublic: true })).toThrow(
    "code_challenge is missing",
  );
});

const asker = (text: string) => readAsker(new URLSearchParams(text));

describe("who asks", () => {
  it("is named once, with one address", () => {
    expect(asker("client_id=a&redirect_uri=b&x=1")).toEqual({ clientId: "a", redirectUri: "b" });
    for (const text of [
      "client_id=a",
      "redirect_uri=b",
      "client_id=a&client_id=a&redirect_uri=b",
      "redirect_uri=b&client_id=a&redirect_uri=c",
    ]) {
      expect(asker(text)).toBeNull();
    }
  });
});

describe("an answer", () => {
  it("keeps the redirect URI as it is, and its query", () => {
    expect(answerAddress("https://a.example/cb", { code: "c", state: null }, false)).toBe(
      "https://a.example/cb?code=c",
    );
    expect(answerAddress("https://a.example/cb?x=%20", { code: "c" }, false)).toBe(
      "https://a.example/cb?x=%20&code=c",
    );
    expect(answerAddress("https://a.example/cb?x=1", { code: "c" }, true)).toBe(
      "https://a.example/cb?x=1#code=c",
    );
  });

  it("gives the state back as it came, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const sent = text.toWellFormed();
        const state = stateOf(new URLSearchParams({ state: sent }));
        const url = new URL(answerAddress("https://a.example/?x=1", { state }, false));
        expect(url.searchParams.get("state")).toBe(sent);
        expect([url.origin, url.hash, url.searchParams.get("x")]).toEqual(["https://a.example", "", "1"]);
      }),
    );
  });
});

it.each([
  ["code", ["signature"], "30 days"],
  ["code", ["signature", "extended"], "not used for 30 days"],
  ["token", ["signature"], "8 hours"],
  ["code", ["signature", "impersonation"], "whether you are there or not"],
] as const)("how long it lasts is said: %s of %j for %s", (responseType, names, words) => {
  expect(durationText({ responseType, names })).toContain(words);
});
