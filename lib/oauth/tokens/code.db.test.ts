/** Codes, refresh tokens and their families, as clients get and lose them (PRODUCT 10, WIRE-FACTS 5, RFC 9700). */
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { giveSecret } from "@/db/testing/app-credentials";

import { forgetRefusals } from "../../http/oauth/throttle";
import { useDatabase } from "../../kernel/database";
import { removeCredential } from "../../integration-keys/apps/remove-credential";
import { revokeConsent } from "../consents/revoke";
import { listConnectedApps } from "../consents/list-connected-apps";
import {
  allow,
  ask,
  asking,
  basic,
  CHALLENGE,
  codeOf,
  makeStory,
  redeem,
  REDIRECT_URI,
  refresh,
  VERIFIER,
  type Story,
} from "@/testing/oauth/oauth-story";
import { authorize } from "../authorization/authorize";
import { introspectToken } from "./introspect";
import { readUserInfo } from "./user-info";

const database = testDatabase(useDatabase);
beforeEach(forgetRefusals);

const isGood = async (token: unknown) => (await readUserInfo(String(token))) !== null;
const refusal = (error: string, description?: string) => ({
  status: 400,
  body: { error, error_description: description ?? expect.any(String) },
});

describe("a code", () => {
  it("gives a token and a refresh token, in the form that clients read", async () => {
    const story = await makeStory(database);
    const { status, body, headers } = await redeem(
      story,
      await codeOf(story, { scope: "signature extended" }),
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^ikt_live_[0-9A-Za-z]{46}$/),
      token_type: "Bearer",
      refresh_token: expect.stringMatching(/^ikr_live_[0-9A-Za-z]{46}$/),
      expires_in: 28_800,
      scope: "signature extended",
    });
    expect([headers.get("content-type"), headers.get("cache-control")]).toEqual([
      "application/json",
      "no-store",
    ]);
    const { rows } = await database.owner.query(
      "select scopes, user_id, account_id from access_tokens where key_id = $1",
      [story.app.id],
    );
    const { user, account } = story.max;
    expect(rows).toEqual([
      { scopes: ["agreements:read", "extended"], user_id: user.id, account_id: account.id },
    ]);
  });

  it("is good once: who sends it again ends what it gave", async () => {
    const story = await makeStory(database);
    const code = await codeOf(story);
    const { body } = await redeem(story, code);
    expect(await isGood(body["access_token"])).toBe(true);
    expect(await redeem(story, code)).toMatchObject(refusal("invalid_grant", "expired_client_token"));
    expect(await isGood(body["access_token"])).toBe(false);
    expect(await refresh(story, body["refresh_token"])).toMatchObject(
      refusal("invalid_grant", "expired_grant"),
    );
  });

  it("is redeemed by one of two at once, whichever comes first", async () => {
    const story = await makeStory(database);
    const code = await codeOf(story);
    const answers = await Promise.all([redeem(story, code), redeem(story, code)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
    for (const { body } of answers) expect(await isGood(body["access_token"])).toBe(false);
  });

  it("is over after two minutes", async () => {
    const story = await makeStory(database);
    const code = await codeOf(story);
    await database.owner.query(
      "update oauth_codes set expires_at = date_trunc('milliseconds', now()) where key_id = $1",
      [story.app.id],
    );
    expect(await redeem(story, code)).toMatchObject(refusal("invalid_grant", "expired_client_token"));
  });

  it("is of its app alone, and another app that has it does not use it up", async () => {
    const [story, other] = [await makeStory(database), await makeStory(database)];
    const code = await codeOf(story);
    expect(await redeem(other, code)).toMatchObject(refusal("invalid_grant", "expired_client_token"));
    expect((await redeem(story, code)).status).toBe(200);
  });

  it("goes back with the redirect URI that it was sent to, or with none", async () => {
    const story = await makeStory(database);
    const code = await codeOf(story);
    expect(await redeem(story, code, { redirect_uri: "https://app.example.com/" })).toMatchObject(
      refusal("invalid_grant"),
    );
    expect((await redeem(story, code, { redirect_uri: REDIRECT_URI })).status).toBe(200);
  });

  it("is of no use once the consent was taken back", async () => {
    const story = await makeStory(database);
    const code = await codeOf(story);
    await takeBack(story);
    expect(await redeem(story, code)).toMatchObject(refusal("invalid_grant", "expired_client_token"));
  });
});

const form = (app: Story["app"], code: string, more = {}) => ({
  grant_type: "authorization_code",
  client_id: app.clientId,
  code,
  ...more,
});

describe("PKCE", () => {
  const challenge = { code_challenge: CHALLENGE, code_challenge_method: "S256" };
  it("proves a public app, which has no secret", async () => {
    const one = await makeStory(database, { isPublic: true });
    const code = await codeOf(one, challenge);
    for (const wrong of [{}, { code_verifier: `${VERIFIER}x` }, { code_verifier: CHALLENGE }]) {
      expect(await ask(form(one.app, code, wrong))).toMatchObject(refusal("invalid_grant"));
    }
    expect((await ask(form(one.app, code, { code_verifier: VERIFIER }))).status).toBe(200);
  });

  it("proves a public app in one environment while its account in the other has no keys", async () => {
    const one = await makeStory(database, { isPublic: true, environment: "sandbox" });
    const { clientId } = one.app;
    const other = await makeStory(database, { isPublic: true, clientId });
    const code = await codeOf(one, challenge);
    const { body } = await ask(form(one.app, await codeOf(other, challenge), { code_verifier: VERIFIER }));
    await database.owner.query("update accounts set has_integration_keys = false where id = $1", [
      other.tenant.account.id,
    ]);
    expect((await ask(form(one.app, code, { code_verifier: VERIFIER }))).status).toBe(200);
    const again = {
      grant_type: "refresh_token",
      client_id: clientId,
      refresh_token: String(body["refresh_token"]),
    };
    expect(await ask(again)).toMatchObject(refusal("invalid_grant"));
  });

  it("is asked of a public app, and S256 alone is taken", async () => {
    const one = await makeStory(database, { isPublic: true });
    for (const more of [{}, { code_challenge: VERIFIER }, { ...challenge, code_challenge_method: "plain" }]) {
      expect((await allow(one, more)).get("error")).toBe("invalid_request");
    }
  });

  it("is verified beside a secret, and can be taken out by nobody on the way", async () => {
    const one = await makeStory(database);
    const code = await codeOf(one, challenge);
    expect(await redeem(one, code)).toMatchObject(refusal("invalid_grant"));
    expect((await redeem(one, code, { code_verifier: VERIFIER })).status).toBe(200);
    const bare = await codeOf(one);
    expect(await redeem(one, bare, { code_verifier: VERIFIER })).toMatchObject(refusal("invalid_grant"));
  });
});

async function takeBack(story: Story): Promise<void> {
  const { data } = await listConnectedApps(story.max);
  for (const { id } of data) await revokeConsent(story.max, id);
}

const begin = async (scope = "signature") => {
  const story = await makeStory(database);
  return { story, first: (await redeem(story, await codeOf(story, { scope }))).body };
};

/** In days, once a family that had a day left was refreshed. */
const horizon = async (scope: string) => {
  const { story, first } = await begin(scope);
  await database.owner.query(
    "update oauth_token_families set expires_at = now() + interval '1 day' where key_id = $1",
    [story.app.id],
  );
  await refresh(story, first["refresh_token"]);
  const { rows } = await database.owner.query<{ days: number }>(
    "select round(extract(epoch from expires_at - now()) / 86400)::int as days from oauth_token_families where key_id = $1",
    [story.app.id],
  );
  return rows[0]?.days;
};

describe("a refresh token", () => {
  it("gives the next of both", async () => {
    const { story, first } = await begin();
    const next = await refresh(story, first["refresh_token"]);
    expect(next).toMatchObject({
      status: 200,
      body: { token_type: "Bearer", expires_in: 28_800, scope: "signature" },
    });
    expect(next.body["refresh_token"]).not.toBe(first["refresh_token"]);
    expect(await isGood(first["access_token"])).toBe(true);
    expect((await refresh(story, next.body["refresh_token"])).status).toBe(200);
  });

  it("that comes again ends the whole family", async () => {
    const { story, first } = await begin();
    const next = await refresh(story, first["refresh_token"]);
    expect(await refresh(story, first["refresh_token"])).toMatchObject(
      refusal("invalid_grant", "expired_grant"),
    );
    expect(await refresh(story, next.body["refresh_token"])).toMatchObject(
      refusal("invalid_grant", "expired_grant"),
    );
    for (const { access_token: token } of [first, next.body]) expect(await isGood(token)).toBe(false);
  });

  it("is used by one of two at once", async () => {
    const { story, first } = await begin();
    const answers = await Promise.all([1, 2].map(() => refresh(story, first["refresh_token"])));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
  });

  it("may ask for less, and not for more", async () => {
    const { story, first } = await begin("signature extended");
    expect(await refresh(story, first["refresh_token"], { scope: "impersonation" })).toMatchObject(
      refusal("invalid_scope"),
    );
    const less = await refresh(story, first["refresh_token"], { scope: "agreements:read" });
    expect(less.body).toMatchObject({ scope: "agreements:read" });
    expect((await refresh(story, less.body["refresh_token"])).body).toMatchObject({
      scope: "signature extended",
    });
  });

  it("lives thirty days from the authorization, and with extended from each refresh", async () => {
    expect(await horizon("signature")).toBe(1);
    expect(await horizon("signature extended")).toBe(30);
  });

  it("is over with its family's time", async () => {
    const { story, first } = await begin();
    await database.owner.query(
      "update oauth_token_families set expires_at = date_trunc('milliseconds', now()) where key_id = $1",
      [story.app.id],
    );
    expect(await refresh(story, first["refresh_token"])).toMatchObject(
      refusal("invalid_grant", "expired_grant"),
    );
  });
});

describe("what a token came from ends, and the token with it", () => {
  it.each<[string, (story: Story) => Promise<unknown>]>([
    ["the consent", takeBack],
    [
      "the client secret",
      ({ ada, app, secret }) =>
        removeCredential(ada, { keyId: app.id, credentialId: secret?.id ?? "", kind: "client_secret" }),
    ],
    [
      "the app",
      ({ app }) =>
        database.owner.query(
          "update integration_keys set revoked_at = now(), revoked_by = created_by where id = $1",
          [app.id],
        ),
    ],
    [
      "the membership",
      ({ max }) =>
        database.owner.query("update memberships set status = 'deactivated' where user_id = $1", [
          max.user.id,
        ]),
    ],
    [
      "the person",
      ({ max }) =>
        database.owner.query("update users set status = 'deactivated' where id = $1", [max.user.id]),
    ],
  ])("%s", async (_, end) => {
    const story = await makeStory(database);
    const { body } = await redeem(story, await codeOf(story));
    const spare = await giveSecret(database.db, story.app, story.tenant.account.id);
    await end(story);
    expect(await isGood(body["access_token"])).toBe(false);
    const answer = await refresh({ ...story, secret: spare }, body["refresh_token"]);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(["invalid_grant", "invalid_client"]).toContain(answer.body["error"]);
  });

  it.each<[string, string]>([
    ["the membership", "memberships set status = $2 where user_id = $1"],
    ["the person", "users set status = $2 where id = $1"],
  ])("for good: %s that is active again has the consent, and nothing that came of it", async (_, update) => {
    const story = await makeStory(database);
    const { body } = await redeem(story, await codeOf(story));
    const [waiting, id] = [await codeOf(story), story.max.user.id];
    for (const status of ["deactivated", "active"])
      await database.owner.query(`update ${update}`, [id, status]);
    expect(await isGood(body["access_token"])).toBe(false);
    expect((await refresh(story, body["refresh_token"])).status).toBe(400);
    expect((await redeem(story, waiting)).status).toBe(400);
    expect((await listConnectedApps(story.max)).data).toHaveLength(1);
    expect((await redeem(story, await codeOf(story))).status).toBe(200);
  });

  it.each([1, 2, 3, 4])("deactivated while it is refreshed, none comes back (%i)", async () => {
    const story = await makeStory(database);
    const { body } = await redeem(story, await codeOf(story));
    const update = "update memberships set status = $2 where user_id = $1";
    const id = story.max.user.id;
    const [next] = await Promise.all([
      refresh(story, body["refresh_token"]),
      database.owner.query(update, [id, "deactivated"]),
    ]);
    await database.owner.query(update, [id, "active"]);
    for (const token of [body["access_token"], next.body["access_token"]])
      expect(await isGood(token)).toBe(false);
    if (next.status === 200) expect((await refresh(story, next.body["refresh_token"])).status).toBe(400);
  });

  it("a secret expires: its token ends with it, which the answer says, and the family goes on with another secret", async () => {
    const story = await makeStory(database);
    const [code, other] = [await codeOf(story), await codeOf(story)];
    await database.owner.query(
      "update credentials set expires_at = date_trunc('milliseconds', now()) + interval '1 hour' where id = $1",
      [story.secret?.id],
    );
    const { body } = await redeem(story, code);
    const left = Number(body["expires_in"]);
    expect([left > 3_000, left <= 3_600]).toEqual([true, true]);
    const { rows } = await database.owner.query(
      `select count(*)::int as count from access_tokens t join credentials c on c.id = t.credential_id
       where t.key_id = $1 and t.expires_at = c.expires_at`,
      [story.app.id],
    );
    expect(rows).toEqual([{ count: 1 }]);
    await database.owner.query(
      "update credentials set expires_at = date_trunc('milliseconds', now()) where id = $1",
      [story.secret?.id],
    );
    expect(await redeem(story, other)).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    const after = { ...story, secret: await giveSecret(database.db, story.app, story.tenant.account.id) };
    expect((await refresh(after, body["refresh_token"])).body).toMatchObject({ expires_in: 28_800 });
  });

  it("a family goes on with the secret that it was refreshed with: the one before can then be removed", async () => {
    const story = await makeStory(database);
    const { body } = await redeem(story, await codeOf(story));
    const after = { ...story, secret: await giveSecret(database.db, story.app, story.tenant.account.id) };
    const next = await refresh(after, body["refresh_token"]);
    const removed = {
      keyId: story.app.id,
      credentialId: story.secret?.id ?? "",
      kind: "client_secret" as const,
    };
    await removeCredential(story.ada, removed);
    expect([await isGood(body["access_token"]), await isGood(next.body["access_token"])]).toEqual([
      false,
      true,
    ]);
    expect((await refresh(after, next.body["refresh_token"])).status).toBe(200);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    "taken back while it is refreshed, none of its tokens is good (%i)",
    async () => {
      const story = await makeStory(database);
      const { body } = await redeem(story, await codeOf(story));
      const [next] = await Promise.all([refresh(story, body["refresh_token"]), takeBack(story)]);
      expect([200, 400]).toContain(next.status);
      for (const token of [body["access_token"], next.body["access_token"]])
        expect(await isGood(token)).toBe(false);
    },
  );
});

it("the last use of consent and secret is noted, to the minute", async () => {
  const story = await makeStory(database);
  await redeem(story, await codeOf(story));
  await vi.waitFor(async () => {
    const [connected] = (await listConnectedApps(story.max)).data;
    expect(Date.now() - Date.parse(connected?.lastUsedAt ?? "")).toBeLessThan(60_000);
    const { rows } = await database.owner.query(
      "select last_used_at is not null as is_used from credentials where id = $1",
      [story.secret?.id],
    );
    expect(rows).toEqual([{ is_used: true }]);
  });
  expect(basic(story)).toMatch(/^Basic /);
});

const close = ({ tenant }: Story) =>
  database.owner.query("update accounts set status = 'closed' where id = $1", [tenant.account.id]);

describe("in an account that was closed", () => {
  it("an app that was let in works on: its tokens are good, are refreshed, and people sign in to it as before", async () => {
    const story = await makeStory(database);
    const { body } = await redeem(story, await codeOf(story));
    await close(story);
    expect(await isGood(body["access_token"])).toBe(true);
    const next = await refresh(story, body["refresh_token"]);
    expect(next.status).toBe(200);
    const claim = { clientId: story.app.clientId, secret: story.secret?.text ?? "" };
    for (const token of [next.body["access_token"], next.body["refresh_token"]])
      expect(await introspectToken(claim, String(token))).toMatchObject({ active: true });
    const decision = await authorize(asking(story.app), story.max, null);
    if (decision.kind !== "redirect") throw new Error(`Asked again: ${decision.kind}`);
    const code = new URL(decision.to).searchParams.get("code") ?? "";
    expect((await redeem(story, code)).status).toBe(200);
  });

  it("nobody lets an app in anew, or lets it do more", async () => {
    const story = await makeStory(database);
    await allow(story, { scope: "agreements:read" });
    await close(story);
    const decision = await authorize(asking(story.app), story.max, null);
    expect(decision).toMatchObject({ kind: "ask", question: { accounts: [], accountId: null } });
    await expect(allow(story)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("introspection and user info say nothing of tokens that are refused at present", () => {
  it.each<[string, string, (story: Story) => string]>([
    ["a membership", "memberships set status = 'deactivated' where user_id", ({ max }) => max.user.id],
    ["a person", "users set status = 'deactivated' where id", ({ max }) => max.user.id],
  ])("of %s that ended", async (_, statement, idOf) => {
    const story = await makeStory(database);
    const { body } = await redeem(story, await codeOf(story));
    const claim = { clientId: story.app.clientId, secret: story.secret?.text ?? "" };
    const said = () =>
      Promise.all(
        [body["access_token"], body["refresh_token"]].map(async (token) => {
          const { active } = await introspectToken(claim, String(token));
          return active;
        }),
      );
    expect(await said()).toEqual([true, true]);
    await database.owner.query(`update ${statement} = $1`, [idOf(story)]);
    expect(await said()).toEqual([false, false]);
  });

  it("of an app whose manager has no integration keys", async () => {
    const story = await makeStory(database);
    const { body } = await redeem(story, await codeOf(story));
    await database.owner.query("update accounts set has_integration_keys = false where id = $1", [
      story.tenant.account.id,
    ]);
    expect(await isGood(body["access_token"])).toBe(false);
  });
});

it("tokens are given whether or not their use can be noted, and without waiting for it", async () => {
  const story = await makeStory(database);
  const code = await codeOf(story);
  await database.ownerDb.transaction(async (tx) => {
    await tx.execute(sql`select from oauth_consents where key_id = ${story.app.id} for share`);
    expect((await redeem(story, code)).status).toBe(200);
  });
  const other = await makeStory(database);
  await database.owner.query(`
    create function refuse_use() returns trigger language plpgsql as
      $$ begin raise exception 'no use is noted'; end $$;
    create trigger refuse_use before update on oauth_consents for each row
      when (new.key_id = '${other.app.id}' and new.last_used_at is not null) execute function refuse_use()`);
  const first = await redeem(other, await codeOf(other));
  expect((await refresh(other, first.body["refresh_token"])).status).toBe(200);
  await database.owner.query("drop trigger refuse_use on oauth_consents; drop function refuse_use()");
});
