/**
 * What the RFCs ask, by two implementations of them: the same request is answered with the same status and the same error by
 * our server and by `oidc-provider`. Where not, the row says what theirs is, and why ours is another.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { POST as introspection } from "@/app/oauth/introspect/route";
import { POST as revocation } from "@/app/oauth/revoke/route";
import { POST as token } from "@/app/oauth/token/route";
import { makeApp } from "@/db/testing/app";
import { giveRedirectUri, giveSecret } from "@/db/testing/app-credentials";
import { testDatabase } from "@/db/testing/database";
import { forgetRefusals } from "@/lib/http/oauth/throttle";
import { useDatabase } from "@/lib/kernel/database";
import { authorize } from "@/lib/oauth/authorization/authorize";

import { answerOf, basicOf, formRequest, type EndpointName, type Fields, type Side } from "./oauth-sides";
import { CHALLENGE, codeOf, makeStory, REDIRECT_URI, VERIFIER } from "./oauth-story";
import { openReferenceSide, type ReferenceSide } from "./reference-side";

const database = testDatabase(useDatabase);
beforeEach(forgetRefusals);

const HANDLERS = { token, revocation, introspection };

async function openOurSide(): Promise<Side> {
  const scopes = ["agreements:read", "agreements:write", "extended"] as const;
  const story = await makeStory(database, { scopes });
  const { account, people } = story.tenant;
  const other = await makeApp(database.db, account, people.ada.id, scopes);
  await giveRedirectUri(database.db, other, account.id, REDIRECT_URI);
  const { text } = await giveSecret(database.db, other, account.id);
  const granted = "agreements:read extended";
  return {
    client: { id: story.app.clientId, secret: story.secret?.text ?? "" },
    other: { id: other.clientId, secret: text },
    redirectUri: REDIRECT_URI,
    scopes: { granted, fewer: "agreements:read", more: `${granted} agreements:write` },
    code: (challenge) =>
      codeOf(story, {
        scope: granted,
        ...(challenge === undefined ? {} : { code_challenge: challenge, code_challenge_method: "S256" }),
      }),
    send: (endpoint, request) => HANDLERS[endpoint](request),
    authorize: async (fields) => {
      const decision = await authorize(fields, null, null);
      if (decision.kind === "redirect") return answerOf(decision.to);
      return decision.kind === "unanswerable" ? "a page" : "who is it?";
    },
  };
}

const sides: { ours?: Side; theirs?: ReferenceSide } = {};
beforeAll(async () => {
  sides.ours = await openOurSide();
  sides.theirs = await openReferenceSide();
});
afterAll(() => sides.theirs?.close());

function both(): readonly [Side, Side] {
  if (!sides.ours || !sides.theirs) throw new Error("The sides exist inside tests only");
  return [sides.ours, sides.theirs];
}

/** A status with the error, or with whether the token is active. */
async function outcomeOf(response: Response): Promise<string> {
  const text = await response.text();
  const { error, active } = (text === "" ? {} : JSON.parse(text)) as { error?: string; active?: boolean };
  return [response.status, error, active].filter((part) => part !== undefined).join(" ");
}

async function jsonOf(response: Response): Promise<Record<string, string>> {
  return (await response.json()) as Record<string, string>;
}

const CODE = "authorization_code";
const post = (side: Side, form: Fields | string, authorization: string | null = basicOf(side.client)) =>
  side.send("token", formRequest(form, authorization));
const redeemed = async (side: Side, more: Fields = {}, challenge?: string) =>
  post(side, { grant_type: CODE, code: await side.code(challenge), redirect_uri: side.redirectUri, ...more });
const tokensOf = async (side: Side) => jsonOf(await redeemed(side));
const refreshed = (
  side: Side,
  refresh_token: string | undefined,
  more: Fields = {},
  authorization?: string,
) =>
  post(
    side,
    { grant_type: "refresh_token", refresh_token: refresh_token ?? "", ...more },
    authorization ?? basicOf(side.client),
  );
const tell = (endpoint: EndpointName, side: Side, form: Fields, authorization = basicOf(side.client)) =>
  side.send(endpoint, formRequest(form, authorization));
const wrong = ({ client }: Side) => ({ ...client, secret: `${client.secret}x` });

type Case = [
  name: string,
  ask: (side: Side) => Promise<Response>,
  outcome: string,
  different?: { readonly theirs: string; readonly why: string },
];

const CODES: readonly Case[] = [
  ["a code", (side) => redeemed(side), "200"],
  ["a code with its verifier", (side) => redeemed(side, { code_verifier: VERIFIER }, CHALLENGE), "200"],
  [
    "another verifier",
    (side) => redeemed(side, { code_verifier: "x".repeat(43) }, CHALLENGE),
    "400 invalid_grant",
  ],
  ["no verifier for a challenge", (side) => redeemed(side, {}, CHALLENGE), "400 invalid_grant"],
  ["a verifier for no challenge", (side) => redeemed(side, { code_verifier: VERIFIER }), "400 invalid_grant"],
  [
    "another redirect URI",
    (side) => redeemed(side, { redirect_uri: "https://x.example/" }),
    "400 invalid_grant",
  ],
  ["a code that is none", (side) => redeemed(side, { code: "x" }), "400 invalid_grant"],
  ["no redirect URI", async (side) => post(side, { grant_type: CODE, code: await side.code() }), "200"],
  [
    "no code",
    (side) => post(side, { grant_type: CODE, redirect_uri: side.redirectUri }),
    "400 invalid_request",
  ],
  [
    "a code a second time",
    async (side) => {
      const form = { grant_type: CODE, code: await side.code(), redirect_uri: side.redirectUri };
      await post(side, form);
      return post(side, form);
    },
    "400 invalid_grant",
  ],
  [
    "the refresh token of a code that came a second time",
    async (side) => {
      const form = { grant_type: CODE, code: await side.code(), redirect_uri: side.redirectUri };
      const { refresh_token } = await jsonOf(await post(side, form));
      await post(side, form);
      return refreshed(side, refresh_token);
    },
    "400 invalid_grant",
  ],
  [
    "another app's code",
    async (side) => {
      const form = { grant_type: CODE, code: await side.code(), redirect_uri: side.redirectUri };
      return post(side, form, basicOf(side.other));
    },
    "400 invalid_grant",
  ],
];

const REFRESHES: readonly Case[] = [
  ["a refresh", async (side) => refreshed(side, (await tokensOf(side))["refresh_token"]), "200"],
  [
    "a refresh for less",
    async (side) => refreshed(side, (await tokensOf(side))["refresh_token"], { scope: side.scopes.fewer }),
    "200",
  ],
  [
    "a refresh for more",
    async (side) => refreshed(side, (await tokensOf(side))["refresh_token"], { scope: side.scopes.more }),
    "400 invalid_scope",
  ],
  ["a refresh token that is none", (side) => refreshed(side, "x"), "400 invalid_grant"],
  ["no refresh token", (side) => post(side, { grant_type: "refresh_token" }), "400 invalid_request"],
  [
    "another app's refresh token",
    async (side) => refreshed(side, (await tokensOf(side))["refresh_token"], {}, basicOf(side.other)),
    "400 invalid_grant",
  ],
  [
    "a refresh token a second time",
    async (side) => {
      const { refresh_token } = await tokensOf(side);
      await refreshed(side, refresh_token);
      return refreshed(side, refresh_token);
    },
    "400 invalid_grant",
  ],
  [
    "the next refresh token, after the one before came again",
    async (side) => {
      const { refresh_token } = await tokensOf(side);
      const next = await jsonOf(await refreshed(side, refresh_token));
      await refreshed(side, refresh_token);
      return refreshed(side, next["refresh_token"]);
    },
    "400 invalid_grant",
  ],
];

const IN_BODY = {
  theirs: "401 invalid_client",
  why: "SDKs of this platform read errors on 400 only; 401 is asked for where HTTP Basic was used (RFC 6749 5.2).",
};
const CLIENTS: readonly Case[] = [
  [
    "GUID and secret in the body",
    async (side) => {
      const client = { client_id: side.client.id, client_secret: side.client.secret };
      const form = { grant_type: CODE, code: await side.code(), redirect_uri: side.redirectUri, ...client };
      return post(side, form, null);
    },
    "200",
  ],
  [
    "a wrong secret",
    (side) => post(side, { grant_type: CODE, code: "x" }, basicOf(wrong(side))),
    "401 invalid_client",
  ],
  [
    "a client that is not there",
    (side) => post(side, { grant_type: CODE, code: "x" }, basicOf({ id: "nobody", secret: "x" })),
    "401 invalid_client",
  ],
  [
    "a Basic header that can't be read",
    (side) => post(side, { grant_type: CODE }, "Basic !"),
    "401 invalid_client",
    {
      theirs: "400 invalid_request",
      why: "Whoever says Basic and proves nothing is no client: RFC 6749 5.2 asks for a 401 then.",
    },
  ],
  [
    "a wrong secret in the body",
    (side) =>
      post(side, { grant_type: CODE, code: "x", client_id: side.client.id, client_secret: "x" }, null),
    "400 invalid_client",
    IN_BODY,
  ],
  [
    "no client at all",
    (side) => post(side, { grant_type: CODE, code: "x" }, null),
    "400 invalid_client",
    {
      theirs: "400 invalid_request",
      why: "RFC 6749 5.2: invalid_client where no client authentication is included.",
    },
  ],
  [
    "a client in two ways",
    (side) => post(side, { grant_type: CODE, code: "x", client_secret: side.client.secret }),
    "400 invalid_request",
  ],
];

const FORMS: readonly Case[] = [
  ["no grant type", (side) => post(side, { code: "x" }), "400 invalid_request"],
  ["a grant type that is none", (side) => post(side, { grant_type: "x" }), "400 unsupported_grant_type"],
  ["the password grant", (side) => post(side, { grant_type: "password" }), "400 unsupported_grant_type"],
  ["a parameter twice", (side) => post(side, `grant_type=${CODE}&code=x&code=y`), "400 invalid_request"],
  ["an empty body", (side) => post(side, ""), "400 invalid_request"],
  [
    "JSON",
    (side) => side.send("token", formRequest("{}", basicOf(side.client), "application/json")),
    "400 invalid_request",
  ],
];

const ENDED: readonly Case[] = [
  [
    "revokes a token",
    async (side) => tell("revocation", side, { token: (await tokensOf(side))["access_token"] ?? "" }),
    "200",
  ],
  ["revokes what is no token", (side) => tell("revocation", side, { token: "x" }), "200"],
  ["revokes nothing", (side) => tell("revocation", side, {}), "400 invalid_request"],
  [
    "revokes with a wrong secret",
    (side) => tell("revocation", side, { token: "x" }, basicOf(wrong(side))),
    "401 invalid_client",
  ],
  [
    "refreshes what was revoked",
    async (side) => {
      const { refresh_token = "" } = await tokensOf(side);
      await tell("revocation", side, { token: refresh_token });
      return refreshed(side, refresh_token);
    },
    "400 invalid_grant",
  ],
  [
    "asks about a token",
    async (side) => tell("introspection", side, { token: (await tokensOf(side))["access_token"] ?? "" }),
    "200 true",
  ],
  ["asks about what is no token", (side) => tell("introspection", side, { token: "x" }), "200 false"],
  ["asks about nothing", (side) => tell("introspection", side, {}), "400 invalid_request"],
  [
    "asks with a wrong secret",
    (side) => tell("introspection", side, { token: "x" }, basicOf(wrong(side))),
    "401 invalid_client",
  ],
  [
    "asks about a token whose refresh token was revoked",
    async (side) => {
      const { access_token = "", refresh_token = "" } = await tokensOf(side);
      await tell("revocation", side, { token: refresh_token });
      return tell("introspection", side, { token: access_token });
    },
    "200 false",
  ],
];

it.each<Case>([...CODES, ...REFRESHES, ...CLIENTS, ...FORMS, ...ENDED])(
  "%s",
  async (_, ask, outcome, different) => {
    const [ours, theirs] = both();
    expect(await outcomeOf(await ask(ours))).toBe(outcome);
    expect(await outcomeOf(await ask(theirs))).toBe(different?.theirs ?? outcome);
  },
);

type BrowserCase = [
  name: string,
  change: Readonly<Record<string, string | null>>,
  outcome: string,
  different?: { readonly theirs: string; readonly why: string },
];
const BROWSERS: readonly BrowserCase[] = [
  ["whatever is right", {}, "who is it?"],
  ["nobody who may be asked", { prompt: "none" }, "login_required"],
  ["a client that is not there", { client_id: "nobody" }, "a page"],
  ["no client", { client_id: null }, "a page"],
  ["another redirect URI", { redirect_uri: "https://evil.example/" }, "a page"],
  ["a redirect URI with more behind it", { redirect_uri: `${REDIRECT_URI}&x=1` }, "a page"],
  [
    "no redirect URI",
    { redirect_uri: null },
    "a page",
    {
      theirs: "who is it?",
      why: "RFC 9700 2.1: it is compared, so it has to be there, also where an app has one only.",
    },
  ],
  ["no response type", { response_type: null }, "invalid_request"],
  ["a response type that is none", { response_type: "x" }, "unsupported_response_type"],
  [
    "a challenge that is plain",
    { code_challenge: CHALLENGE, code_challenge_method: "plain" },
    "invalid_request",
  ],
  ["a challenge without a method", { code_challenge: CHALLENGE }, "invalid_request"],
  [
    "a challenge that is too short",
    { code_challenge: "x", code_challenge_method: "S256" },
    "invalid_request",
  ],
  ["none and login at once", { prompt: "none login" }, "invalid_request"],
  [
    "a response mode that is none",
    { response_mode: "x" },
    "invalid_request",
    {
      theirs: "unsupported_response_mode",
      why: "That word is in no RFC: clients that read errors by the registry know invalid_request.",
    },
  ],
];

describe("a browser comes with", () => {
  it.each<BrowserCase>(BROWSERS)("%s", async (_, change, outcome, different) => {
    for (const [index, side] of both().entries()) {
      const fields = new URLSearchParams({
        response_type: "code",
        client_id: side.client.id,
        redirect_uri: side.redirectUri,
        scope: side.scopes.granted,
        state: "s",
      });
      for (const [name, value] of Object.entries(change)) {
        if (value === null) fields.delete(name);
        else fields.set(name, value);
      }
      expect(await side.authorize(fields)).toBe(index === 1 ? (different?.theirs ?? outcome) : outcome);
    }
  });
});
