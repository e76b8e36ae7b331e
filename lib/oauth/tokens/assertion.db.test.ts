/** JWT Grant as its clients use and abuse it, each with its exact error (RFC 7523, RFC 8725; WIRE-FACTS 5). */
import { createHmac, generateKeyPairSync, randomUUID, type KeyObject } from "node:crypto";

import { SignJWT } from "jose";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { giveKeyPair } from "@/db/testing/app-credentials";
import { testDatabase } from "@/db/testing/database";
import { untilSomebodyWaits } from "@/db/testing/waiting";
import { allow, ask, makeStory, type Story } from "@/testing/oauth/oauth-story";
import { CONSOLE_ORIGIN } from "@/testing/console-settings";

import { forgetRefusals } from "../../http/oauth/throttle";
import { removeCredential } from "../../integration-keys/apps/remove-credential";
import { useDatabase } from "../../kernel/database";
import { listConnectedApps } from "../consents/list-connected-apps";
import { revokeConsent } from "../consents/revoke";
import { readUserInfo } from "./user-info";

const database = testDatabase(useDatabase);
beforeEach(forgetRefusals);

// Pairs take a while to make, and nothing here is about how.
const PAIR = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const OTHER = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const HOST = new URL(CONSOLE_ORIGIN).host;
const now = () => Math.floor(Date.now() / 1_000);

type Claims = Readonly<Record<string, unknown>>;
const claimsOf = (story: Story, more: Claims = {}): Claims => ({
  iss: story.app.clientId,
  sub: story.max.user.id,
  aud: HOST,
  iat: now(),
  exp: now() + 3_600,
  scope: "signature impersonation",
  ...more,
});

function sign(claims: Claims, key: KeyObject = PAIR.privateKey, header: Claims = {}): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: "RS256", typ: "JWT", ...header }).sign(key);
}

const grant = (assertion: string, authorization?: string) =>
  ask({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion }, authorization);

/** An app with a key pair, to which the member has consented. */
async function arrange(options: Parameters<typeof makeStory>[1] = {}, consented = "signature impersonation") {
  const story = await makeStory(database, options);
  const pair = await giveKeyPair(database.db, story.app, story.tenant.account.id, PAIR);
  if (consented !== "") await allow(story, { scope: consented });
  return { ...story, pair };
}

const unsigned = (story: Story, header: Claims, key: string | null): string => {
  const text = [header, claimsOf(story)]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${text}.${key === null ? "" : createHmac("sha256", key).update(text).digest("base64url")}`;
};

describe("an assertion that an app signed", () => {
  it("gives a token for an hour that acts as the person, and no refresh token", async () => {
    const story = await arrange();
    const { status, body } = await grant(await sign(claimsOf(story)));
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^ikt_live_/),
      token_type: "Bearer",
      expires_in: 3_600,
      scope: "signature impersonation",
    });
    expect(await readUserInfo(String(body["access_token"]))).toMatchObject({
      sub: story.max.user.id,
      accounts: [{ account_id: story.tenant.account.id, is_default: true }],
    });
  });

  it("gives a token that ends with the key pair that signed, where that expires before", async () => {
    const story = await arrange();
    await database.owner.query(
      "update credentials set expires_at = now() + interval '10 minutes' where id = $1",
      [story.pair.id],
    );
    const { body } = await grant(await sign(claimsOf(story)));
    const left = Number(body["expires_in"]);
    expect([left > 300, left <= 600]).toEqual([true, true]);
  });

  it("gives a token in an account that was closed, where the app was let in before", async () => {
    const story = await arrange();
    await database.owner.query("update accounts set status = 'closed' where id = $1", [
      story.tenant.account.id,
    ]);
    const { status, body } = await grant(await sign(claimsOf(story)));
    expect(status).toBe(200);
    expect(await readUserInfo(String(body["access_token"]))).toMatchObject({ sub: story.max.user.id });
  });

  it.each<[string, () => Claims]>([
    ["without iat, with nbf", () => ({ iat: undefined, nbf: now() - 10 })],
    ["that ends a day ahead", () => ({ exp: now() + 86_400 })],
    ["by a clock that is a minute behind", () => ({ nbf: now() + 50, iat: now() + 50 })],
    ["that ended half a minute ago", () => ({ exp: now() - 30 })],
    ["for the server's address", () => ({ aud: CONSOLE_ORIGIN })],
    ["for the server's address with a slash", () => ({ aud: `${CONSOLE_ORIGIN}/` })],
    ["for several", () => ({ aud: ["https://other.example", HOST] })],
    ["with its scopes separated by plus", () => ({ scope: "signature+impersonation" })],
    ["without impersonation, which it is by itself", () => ({ scope: "signature" })],
    ["with its names in capitals", () => ({ iss: undefined })],
  ])("is taken %s", async (_, claims) => {
    const story = await arrange();
    const more = claims();
    const capitals =
      "iss" in more ? { iss: story.app.clientId.toUpperCase(), sub: story.max.user.id.toUpperCase() } : {};
    const answer = await grant(await sign(claimsOf(story, { ...more, ...capitals })), "Bearer undefined");
    expect([answer.status, answer.body["error_description"]]).toEqual([200, undefined]);
  });
});

describe("an assertion is refused", () => {
  it.each<[string, string, (story: Awaited<ReturnType<typeof arrange>>) => Promise<string> | string]>([
    ["with alg none", "no_valid_keys_or_signatures", (one) => unsigned(one, { alg: "none" }, null)],
    ["with alg None", "no_valid_keys_or_signatures", (one) => unsigned(one, { alg: "None" }, null)],
    [
      "with the public key for a shared secret",
      "no_valid_keys_or_signatures",
      (one) => unsigned(one, { alg: "HS256" }, one.pair.publicKeyPem),
    ],
    [
      "with RS512",
      "no_valid_keys_or_signatures",
      (one) => sign(claimsOf(one), PAIR.privateKey, { alg: "RS512" }),
    ],
    ["by another key", "no_valid_keys_or_signatures", (one) => sign(claimsOf(one), OTHER.privateKey)],
    [
      "changed behind the signature",
      "no_valid_keys_or_signatures",
      async (one) => {
        const [header, , signature] = (await sign(claimsOf(one))).split(".");
        return [
          header,
          Buffer.from(JSON.stringify(claimsOf(one, { sub: one.ada.user.id }))).toString("base64url"),
          signature,
        ].join(".");
      },
    ],
    [
      "for another server",
      "no_valid_keys_or_signatures",
      (one) => sign(claimsOf(one, { aud: "account.example.com" })),
    ],
    ["for nobody", "no_valid_keys_or_signatures", (one) => sign(claimsOf(one, { aud: undefined }))],
    ["without an end", "no_valid_keys_or_signatures", (one) => sign(claimsOf(one, { exp: undefined }))],
    ["that has not begun", "no_valid_keys_or_signatures", (one) => sign(claimsOf(one, { nbf: now() + 120 }))],
    ["that is none", "no_valid_keys_or_signatures", () => "a.b.c"],
    ["of an app that is not there", "issuer_not_found", (one) => sign(claimsOf(one, { iss: randomUUID() }))],
    [
      "of an issuer that is no app",
      "issuer_not_found",
      (one) => sign(claimsOf(one, { iss: "https://example.com" })),
    ],
    ["for a person who is not there", "user_not_found", (one) => sign(claimsOf(one, { sub: randomUUID() }))],
    [
      "for a person by their address",
      "user_not_found",
      (one) => sign(claimsOf(one, { sub: one.max.user.email })),
    ],
  ])("%s: %s", async (_, description, make) => {
    const story = await arrange();
    expect(await grant(await make(story))).toMatchObject({
      status: 400,
      body: { error: "invalid_grant", error_description: description },
    });
  });

  it.each<[string, number, RegExp, RegExp]>([
    ["that has ended", -90, /^The assertion ended (?:89|9\d|1[0-4]\d) seconds ago/, /\/clock\?ended=\d+$/],
    [
      "that ends in two days",
      172_800,
      /^The assertion ends in (?:172[67]\d\d|172800) seconds/,
      /\/clock\?ends=\d+$/,
    ],
  ])("%s, and says by how much, whoever signed it", async (_, seconds, description, page) => {
    const story = await arrange();
    for (const key of [PAIR.privateKey, OTHER.privateKey]) {
      const { status, body } = await grant(await sign(claimsOf(story, { exp: now() + seconds }), key));
      expect([status, body["error"]]).toEqual([400, "invalid_grant"]);
      expect(body["error_description"]).toMatch(description);
      expect(body["error_uri"]).toMatch(page);
    }
  });

  it("for want of consent, with the address that gives it", async () => {
    const story = await arrange({}, "");
    const { body } = await grant(await sign(claimsOf(story)));
    const [address = ""] = /http:\S+$/.exec(String(body["error_description"])) ?? [];
    expect(body["error_uri"]).toContain("/help/oauth/consent-required?");
    await allow(story, Object.fromEntries(new URL(address).searchParams));
    expect((await grant(await sign(claimsOf(story)))).status).toBe(200);
  });

  it("once its key pair was removed, and a token of it ends then too", async () => {
    const story = await arrange();
    const { body } = await grant(await sign(claimsOf(story)));
    const removed = { keyId: story.app.id, credentialId: story.pair.id, kind: "rsa_public_key" as const };
    await removeCredential(story.ada, removed);
    expect(await readUserInfo(String(body["access_token"]))).toBeNull();
    expect((await grant(await sign(claimsOf(story)))).body["error_description"]).toBe(
      "no_valid_keys_or_signatures",
    );
  });

  it("by the key of another app", async () => {
    const [story, other] = [await arrange(), await makeStory(database)];
    await giveKeyPair(database.db, other.app, other.tenant.account.id, OTHER);
    const answer = await grant(await sign(claimsOf(story), OTHER.privateKey));
    expect(answer.body).toMatchObject({ error_description: "no_valid_keys_or_signatures" });
  });

  it("for a deactivated person, and a member of no account of its environment", async () => {
    const story = await arrange();
    await database.owner.query("update users set status = 'deactivated' where id = $1", [story.max.user.id]);
    const outsider = await makeStory(database, { environment: "sandbox" });
    for (const sub of [story.max.user.id, outsider.max.user.id]) {
      expect((await grant(await sign(claimsOf(story, { sub })))).body).toMatchObject({
        error: "invalid_grant",
        error_description: "user_not_found",
      });
    }
  });

  it.each([
    ["without a consent", "", "signature"],
    ["beyond the consent", "signature", "signature"],
    ["beyond the scopes of the consent", "impersonation", "signature"],
  ])("%s: consent_required", async (_, consented, scope) => {
    const story = await arrange({}, consented);
    expect(await grant(await sign(claimsOf(story, { scope })))).toMatchObject({
      status: 400,
      body: { error: "consent_required" },
    });
  });

  it("of an app that may not act for people, and with a scope that does not exist", async () => {
    const story = await arrange({ scopes: ["agreements:read"] }, "signature");
    expect((await grant(await sign(claimsOf(story)))).body["error"]).toBe("unauthorized_client");
    const other = await arrange();
    expect(
      (await grant(await sign(claimsOf(other, { scope: "signature\nimpersonation" })))).body["error"],
    ).toBe("invalid_scope");
  });

  it("of a sandbox app where production alone is served, and the other way round", async () => {
    for (const [environment, served] of [
      ["sandbox", "production"],
      ["production", "sandbox"],
    ] as const) {
      const story = await arrange({ environment });
      vi.stubEnv("GATE_ENVIRONMENT", served);
      const { body } = await grant(await sign(claimsOf(story)));
      vi.unstubAllEnvs();
      expect(body).toMatchObject({ error: "invalid_grant", error_description: "issuer_not_found" });
    }
  });
});

describe("a jti", () => {
  it("is accepted once, of one app", async () => {
    const [story, other] = [await arrange(), await arrange()];
    const assertion = await sign(claimsOf(story, { jti: "1" }));
    expect((await grant(assertion)).status).toBe(200);
    expect(await grant(assertion)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
    expect((await grant(await sign(claimsOf(story, { jti: "1", iat: now() - 1 })))).status).toBe(400);
    expect((await grant(await sign(claimsOf(other, { jti: "1" })))).status).toBe(200);
  });

  it("is accepted from one of many at once", async () => {
    const story = await arrange();
    const assertion = await sign(claimsOf(story, { jti: randomUUID() }));
    const answers = await Promise.all(Array.from({ length: 6 }, () => grant(assertion)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

it("a consent that is taken back while a token is made under it waits for that token, and ends it", async () => {
  const story = await arrange();
  const jti = randomUUID();
  // Holds the token's transaction up once it has looked at the consent: what it writes next is being written.
  const blocker = await database.owner.connect();
  await blocker.query("begin");
  await blocker.query(
    "insert into oauth_assertions values ($1, sha256($2::bytea), now() + interval '1 hour')",
    [story.app.id, Buffer.from(jti)],
  );
  const granted = grant(await sign(claimsOf(story, { jti })));
  await untilSomebodyWaits(database.owner, 1);
  const [app] = (await listConnectedApps(story.max)).data;
  const revoked = revokeConsent(story.max, app?.id ?? "");
  await Promise.race([revoked, untilSomebodyWaits(database.owner, 2)]);
  await blocker.query("rollback");
  blocker.release();
  const { status, body } = await granted;
  await revoked;
  expect(status).toBe(200);
  expect(await readUserInfo(String(body["access_token"]))).toBeNull();
});

it("one GUID in both environments is each time the app whose key signed", async () => {
  const sandbox = await arrange({ environment: "sandbox" });
  const production = await makeStory(database, { clientId: sandbox.app.clientId });
  await giveKeyPair(database.db, production.app, production.tenant.account.id, OTHER);
  await allow(production, { scope: "signature impersonation" });
  const inSandbox = await grant(await sign(claimsOf(sandbox)));
  const inProduction = await grant(await sign(claimsOf(production), OTHER.privateKey));
  expect([inSandbox.body["access_token"], inProduction.body["access_token"]]).toEqual([
    expect.stringMatching(/^ikt_test_/),
    expect.stringMatching(/^ikt_live_/),
  ]);
});

it("a key that both environments have is the app's that may get tokens, and production's where both may", async () => {
  const sandbox = await arrange({ environment: "sandbox" });
  const production = await makeStory(database, { clientId: sandbox.app.clientId });
  await giveKeyPair(database.db, production.app, production.tenant.account.id, PAIR);
  await allow(production, { scope: "signature impersonation" });
  const inProduction = await grant(await sign(claimsOf(production)));
  expect(inProduction.body["access_token"]).toMatch(/^ikt_live_/);
  await database.owner.query("update accounts set has_integration_keys = false where id = $1", [
    production.tenant.account.id,
  ]);
  const inSandbox = await grant(await sign(claimsOf(sandbox)));
  expect(inSandbox.body["access_token"]).toMatch(/^ikt_test_/);
  expect((await grant(await sign(claimsOf(production)))).body).toMatchObject({
    error_description: "user_not_found",
  });
});
