import { describe, expect, it } from "vitest";

import { AGENT_SCOPES, readAgentDocument } from "./agent-document";

const CLIENT = { uri: "https://agent.example/client.json", host: "agent.example" };
const DOCUMENT = {
  client_id: CLIENT.uri,
  client_name: "Assistant",
  redirect_uris: ["https://agent.example/callback", "http://127.0.0.1/callback"],
  token_endpoint_auth_method: "none",
};
const read = (document: unknown) => readAgentDocument(CLIENT, JSON.stringify(document));
const without = (...names: (keyof typeof DOCUMENT)[]) =>
  Object.fromEntries(Object.entries(DOCUMENT).filter(([name]) => !names.some((each) => each === name)));

describe("an agent's document", () => {
  it("says what the agent is called and where answers may go", () => {
    const { redirect_uris: redirectUris } = DOCUMENT;
    expect(read(DOCUMENT)).toEqual({ ok: true, agent: { ...CLIENT, name: "Assistant", redirectUris } });
  });

  it.each([
    ["the method of authentication", without("token_endpoint_auth_method")],
    [
      "other fields",
      { ...DOCUMENT, logo_uri: "https://agent.example/logo.png", jwks: { keys: [] }, scope: 7 },
    ],
    [
      "grants and answers, among them ours",
      { ...DOCUMENT, grant_types: ["authorization_code", "refresh_token"], response_types: ["code"] },
    ],
  ])("may leave out or have %s", (_, document) => {
    expect(read(document)).toMatchObject({ ok: true });
  });

  it("gives no redirect URI that no app could have, and those beside it", () => {
    const unfit = [
      "assistant://callback",
      "http://agent.example/callback",
      "https://agent.example/*",
      "https://agent.example/callback#a",
      "https://Agent.example/callback",
      " https://agent.example/callback",
      "https://a:b@agent.example/callback",
      "javascript:alert(1)",
      "",
    ];
    const reading = read({ ...DOCUMENT, redirect_uris: [...unfit, "http://localhost:3118/callback"] });
    expect(reading).toMatchObject({ ok: true, agent: { redirectUris: ["http://localhost:3118/callback"] } });
    expect(read({ ...DOCUMENT, redirect_uris: unfit })).toEqual({ ok: false, fault: "no_redirect_uri" });
  });

  it("keeps its name in the form in which names are compared", () => {
    expect(read({ ...DOCUMENT, client_name: "  My   assistant " })).toMatchObject({
      agent: { name: "My assistant" },
    });
  });

  it.each([
    ["not_json", ""],
    ["not_json", "{"],
    ["not_json", `${JSON.stringify(DOCUMENT)}x`],
    ["not_an_object", "null"],
    ["not_an_object", "7"],
    ["not_an_object", '"text"'],
    ["not_an_object", JSON.stringify([DOCUMENT])],
  ])("is refused as %s: %s", (fault, text) => {
    expect(readAgentDocument(CLIENT, text)).toEqual({ ok: false, fault });
  });

  it.each([
    ["client_id_differs", "no client_id", without("client_id")],
    ["client_id_differs", "another's", { ...DOCUMENT, client_id: "https://other.example/client.json" }],
    ["client_id_differs", "one with a slash more", { ...DOCUMENT, client_id: `${CLIENT.uri}/` }],
    ["client_id_differs", "one in upper case", { ...DOCUMENT, client_id: CLIENT.uri.toUpperCase() }],
    ["client_id_differs", "a list", { ...DOCUMENT, client_id: [CLIENT.uri] }],
    ["name_unfit", "no name", without("client_name")],
    ["name_unfit", "an empty name", { ...DOCUMENT, client_name: " " }],
    ["name_unfit", "a name that is none", { ...DOCUMENT, client_name: { en: "Assistant" } }],
    ["name_unfit", "a name of two lines", { ...DOCUMENT, client_name: "Assistant\nof Acme" }],
    ["name_unfit", "a name that reads backwards", { ...DOCUMENT, client_name: "Assistant\u202E" }],
    ["name_unfit", "a long name", { ...DOCUMENT, client_name: "a".repeat(81) }],
    ["redirect_uris_unfit", "no redirect URIs", without("redirect_uris")],
    [
      "redirect_uris_unfit",
      "one redirect URI",
      { ...DOCUMENT, redirect_uris: "https://agent.example/callback" },
    ],
    ["redirect_uris_unfit", "one that is no text", { ...DOCUMENT, redirect_uris: [null] }],
    [
      "redirect_uris_unfit",
      "too many",
      { ...DOCUMENT, redirect_uris: Array.from({ length: 101 }, () => "https://agent.example/a") },
    ],
    ["no_redirect_uri", "an empty list", { ...DOCUMENT, redirect_uris: [] }],
    ["has_secret", "a secret", { ...DOCUMENT, client_secret: "s3cret" }],
    ["has_secret", "the end of a secret", { ...DOCUMENT, client_secret_expires_at: 0 }],
    [
      "other_authentication",
      "a secret in the form",
      { ...DOCUMENT, token_endpoint_auth_method: "client_secret_post" },
    ],
    ["other_authentication", "a signature", { ...DOCUMENT, token_endpoint_auth_method: "private_key_jwt" }],
    ["no_code_grant", "Implicit alone", { ...DOCUMENT, grant_types: ["implicit"] }],
    ["no_code_grant", "tokens alone", { ...DOCUMENT, response_types: ["token"] }],
    ["no_code_grant", "grants that are no list", { ...DOCUMENT, grant_types: "authorization_code" }],
  ])("is refused as %s with %s", (fault, _, document) => {
    expect(read(document)).toEqual({ ok: false, fault });
  });

  it("has no other fields by way of the prototype", () => {
    const text = JSON.stringify(without("client_id")).replace(
      "{",
      `{"__proto__":{"client_id":"${CLIENT.uri}"},`,
    );
    expect(readAgentDocument(CLIENT, text)).toEqual({ ok: false, fault: "client_id_differs" });
  });
});

it("no agent may act for somebody who is not there", () => {
  expect(AGENT_SCOPES).not.toContain("impersonation");
  expect(AGENT_SCOPES).toContain("agreements:read");
  expect(AGENT_SCOPES).toContain("extended");
});
