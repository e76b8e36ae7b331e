/** What becomes of a request that a browser brings, and of what its person says (RFC 6749, RFC 9207, RFC 9700). */
import { describe, expect, it, vi } from "vitest";

import { makeApp } from "@/db/testing/app";
import { giveRedirectUri } from "@/db/testing/app-credentials";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { CONSOLE_ORIGIN } from "@/testing/console-settings";
import {
  allow,
  asking,
  CHALLENGE,
  codeOf,
  makeStory,
  redeem,
  REDIRECT_URI,
  type Story,
} from "@/testing/oauth/oauth-story";

import { useDatabase } from "../../kernel/database";
import { listConnectedApps } from "../consents/list-connected-apps";
import { listConsentsOfApp } from "../consents/list-of-app";
import { revokeConsent } from "../consents/revoke";
import { readUserInfo } from "../tokens/user-info";
import { answerQuestion } from "./answer-question";
import { authorize } from "./authorize";

const database = testDatabase(useDatabase);

const PKCE = { code_challenge: CHALLENGE, code_challenge_method: "S256" };

const by = (
  story: Story,
  more: Readonly<Record<string, string>> = {},
  ctx: Story["max"] | null = story.max,
) => authorize(asking(story.app, more), ctx, null);

/** The fields of the redirect that a request is answered with. */
async function redirectOf(decision: ReturnType<typeof authorize>): Promise<Record<string, string>> {
  const found = await decision;
  if (found.kind !== "redirect") return { kind: found.kind };
  const url = new URL(found.to);
  return {
    ...Object.fromEntries(url.searchParams),
    ...Object.fromEntries(new URLSearchParams(url.hash.slice(1))),
  };
}

describe("a request that could be answered to nobody's address gets a page, and no redirect", () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ["of an unknown app", { client_id: "0199f6a0-0000-4000-8000-000000000000" }],
    ["of what is no app's name", { client_id: "' or 1=1 --" }],
    ["with another redirect URI", { redirect_uri: "https://app.example.com/callback" }],
    ["with a longer redirect URI", { redirect_uri: `${REDIRECT_URI}&x=1` }],
    ["with a redirect URI that runs", { redirect_uri: "javascript:alert(1)" }],
    ["with no redirect URI", { redirect_uri: "" }],
  ])("%s", async (_, more) => {
    const story = await makeStory(database);
    expect(await by(story, more)).toMatchObject({ kind: "unanswerable" });
  });

  it("with two of them, or of a revoked app", async () => {
    const story = await makeStory(database);
    const twice = asking(story.app);
    twice.append("redirect_uri", REDIRECT_URI);
    expect(await authorize(twice, story.max, null)).toMatchObject({ kind: "unanswerable" });
    await database.owner.query(
      "update integration_keys set revoked_at = now(), revoked_by = created_by where id = $1",
      [story.app.id],
    );
    expect(await by(story)).toEqual({ kind: "unanswerable", reason: "unknown_client" });
  });
});

describe("any other fault is told to the app, with its state as it came and who answers", () => {
  const state = "a b+c%20&=/?#ü😀";
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ["no response_type", { response_type: "" }, "invalid_request"],
    ["another response_type", { response_type: "id_token" }, "unsupported_response_type"],
    ["Implicit where it is off", { response_type: "token" }, "unauthorized_client"],
    ["an unknown scope", { scope: "signature admin" }, "invalid_scope"],
    ["a line break between scopes", { scope: "signature\nextended" }, "invalid_scope"],
    ["no scope", { scope: "" }, "invalid_scope"],
    ["scopes beyond the ceiling alone", { scope: "teammates:delete" }, "invalid_scope"],
    ["plain PKCE", { code_challenge: "x".repeat(43), code_challenge_method: "plain" }, "invalid_request"],
    ["another response_mode", { response_mode: "form_post" }, "invalid_request"],
    ["a resource that is none", { resource: "not-an-address" }, "invalid_target"],
    ["two prompts of which one is none", { prompt: "none login" }, "invalid_request"],
  ])("%s: %s", async (_, more, error) => {
    const story = await makeStory(database);
    expect(await redirectOf(by(story, { ...more, state }, null))).toEqual({
      tenant: "1",
      error,
      error_description: expect.any(String),
      error_uri: expect.stringMatching(/^http:\/\/console\.test\/help\/oauth\/[a-z-]+$/),
      state,
      iss: CONSOLE_ORIGIN,
    });
  });

  it("and of Implicit it stands behind the #", async () => {
    const story = await makeStory(database, { isImplicitAllowed: true });
    const found = await by(story, { response_type: "token", scope: "nothing" });
    expect(found.kind === "redirect" && new URL(found.to).hash).toContain("error=invalid_scope");
  });

  it("of an app whose account has no keys at present", async () => {
    const story = await makeStory(database);
    await database.owner.query("update accounts set has_integration_keys = false where id = $1", [
      story.tenant.account.id,
    ]);
    expect(await redirectOf(by(story))).toMatchObject({ error: "unauthorized_client" });
  });
});

describe("a person", () => {
  it("signs in first, and again where the app asks for that", async () => {
    const story = await makeStory(database);
    expect(await by(story, { login_hint: "max@example.com" }, null)).toEqual({
      kind: "sign_in",
      hint: "max@example.com",
      isAgain: false,
    });
    expect(await by(story, { prompt: "login", login_hint: "<script>" })).toEqual({
      kind: "sign_in",
      hint: null,
      isAgain: true,
    });
    expect(await redirectOf(by(story, { prompt: "none" }, null))).toMatchObject({ error: "login_required" });
  });

  it("who signed in since the app asked for it is not asked to again", async () => {
    const story = await makeStory(database);
    await database.owner.query(
      "insert into sessions (id_hash, public_id, user_id, expires_at) values (gen_random_uuid()::text, $1, $2, now() + interval '1 hour')",
      [story.max.sessionId, story.max.user.id],
    );
    const search = asking(story.app, { prompt: "login" });
    const [before, after] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)];
    expect(await authorize(search, story.max, before)).toMatchObject({ kind: "ask" });
    expect(await authorize(search, story.max, after)).toMatchObject({ kind: "sign_in", isAgain: true });
  });

  it("is asked once: what was allowed goes straight through, more asks again, and so does who took it back", async () => {
    const story = await makeStory(database);
    expect(await by(story, { scope: "openid signature" })).toMatchObject({
      kind: "ask",
      question: { newNames: ["openid", "signature"], accountId: null },
    });
    expect(await redirectOf(by(story, { prompt: "none" }))).toMatchObject({ error: "consent_required" });
    await allow(story);
    expect(await redirectOf(by(story))).toMatchObject({
      code: expect.stringMatching(/^ikc_live_/),
      iss: CONSOLE_ORIGIN,
    });
    expect(await redirectOf(by(story, { scope: "agreements:read openid" }))).toMatchObject({
      code: expect.any(String),
    });
    expect(await by(story, { scope: "signature extended" })).toMatchObject({
      kind: "ask",
      question: { newNames: ["extended"], accountId: story.tenant.account.id },
    });
    expect(await by(story, { prompt: "consent" })).toMatchObject({ kind: "ask" });
    await allow(story, { scope: "extended" });
    expect(await redirectOf(by(story, { scope: "signature extended" }))).toMatchObject({
      code: expect.any(String),
    });
    const [app] = (await listConnectedApps(story.max)).data;
    expect(app?.scopes).toEqual(["signature", "extended"]);
    await revokeConsent(story.max, app?.id ?? "");
    expect(await by(story)).toMatchObject({ kind: "ask", question: { accountId: null } });
  });

  it.each<[string, Readonly<Record<string, boolean>>, Readonly<Record<string, string>>, string]>([
    ["a public app on their computer", { isPublic: true }, PKCE, "ask"],
    ["Implicit on their computer", { isImplicitAllowed: true }, { response_type: "token" }, "ask"],
    ["an app with a secret", {}, {}, "redirect"],
  ])("is asked each time where any program could be the app: %s", async (_, switches, more, kind) => {
    const story = await makeStory(database, switches);
    const uri = "http://127.0.0.1/callback";
    await database.owner.query("update redirect_uris set uri = $2 where key_id = $1", [story.app.id, uri]);
    const asked = { ...more, redirect_uri: "http://127.0.0.1:49152/callback" };
    await allow(story, asked);
    expect(await by(story, asked)).toMatchObject(
      kind === "ask"
        ? { kind, question: { newNames: [], isForAnyProgram: true, accountId: story.tenant.account.id } }
        : { kind },
    );
    if (kind === "ask") {
      expect(await redirectOf(by(story, { ...asked, prompt: "none" }))).toMatchObject({
        error: "consent_required",
      });
    }
  });

  it("is asked once by a public app whose address is its own", async () => {
    const story = await makeStory(database, { isPublic: true });
    await allow(story, PKCE);
    expect(await by(story, PKCE)).toMatchObject({ kind: "redirect" });
  });

  it("who says no sends the app away, and nothing is stored", async () => {
    const story = await makeStory(database);
    const search = asking(story.app, { state: "s" });
    const to = await answerQuestion(story.max, { search, accountId: null });
    expect(Object.fromEntries(new URL(to).searchParams)).toMatchObject({
      error: "access_denied",
      state: "s",
      tenant: "1",
    });
    expect((await listConnectedApps(story.max)).data).toEqual([]);
  });

  it("can let it act in accounts of theirs alone, of its environment", async () => {
    const [story, other] = [await makeStory(database), await makeStory(database)];
    const search = asking(story.app);
    await expect(
      answerQuestion(story.max, { search, accountId: other.tenant.account.id }),
    ).rejects.toMatchObject({ code: "not_found" });
    await database.owner.query("update memberships set status = 'deactivated' where user_id = $1", [
      story.max.user.id,
    ]);
    await expect(
      answerQuestion(story.max, { search, accountId: story.tenant.account.id }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect(await by(story)).toMatchObject({ kind: "ask", question: { accounts: [] } });
  });

  it("who allows twice at once has one consent", async () => {
    const story = await makeStory(database);
    const codes = await Promise.all([codeOf(story), codeOf(story, { scope: "extended" })]);
    const answers = await Promise.all(codes.map((code) => redeem(story, code)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await listConnectedApps(story.max)).data).toHaveLength(1);
  });
});

/** An app of production, and one with its GUID in a sandbox that nobody else is in. */
async function arrange() {
  const production = await makeStory(database);
  const sandbox = await makeTenant(database.db, { dev: "developer" }, { environment: "sandbox" });
  const { clientId } = production.app;
  const app = await makeApp(database.db, sandbox.account, sandbox.people.dev.id, ["agreements:read"], {
    clientId,
  });
  return { production, app, sandbox, dev: contextOf(sandbox, "dev") };
}

describe("an app that both environments have", () => {
  it("is the one that has the redirect URI, else the one whose environment the person is in, else production's", async () => {
    const { production, app, sandbox, dev } = await arrange();
    expect(await authorize(asking(app), dev, null)).toMatchObject({
      question: { app: { environment: "production" }, accounts: [] },
    });
    await giveRedirectUri(database.db, app, sandbox.account.id, REDIRECT_URI);
    expect(await authorize(asking(app), dev, null)).toMatchObject({
      question: { app: { id: app.id, environment: "sandbox" } },
    });
    expect(await authorize(asking(app), production.max, null)).toMatchObject({
      question: { app: { id: production.app.id } },
    });
  });

  it("is asked in one environment whatever its settings and its account in the other", async () => {
    const { production, app, sandbox, dev } = await arrange();
    await giveRedirectUri(database.db, app, sandbox.account.id, REDIRECT_URI);
    const implicit = asking(app, { response_type: "token" });
    await database.owner.query("update integration_keys set is_implicit_allowed = true where id = $1", [
      app.id,
    ]);
    expect(await authorize(implicit, null, null)).toMatchObject({ kind: "sign_in" });
    expect(await authorize(implicit, dev, null)).toMatchObject({ question: { app: { id: app.id } } });
    expect(await redirectOf(authorize(implicit, production.max, null))).toMatchObject({
      error: "unauthorized_client",
    });
    await database.owner.query("update accounts set has_integration_keys = false where id = $1", [
      production.tenant.account.id,
    ]);
    expect(await authorize(asking(app), null, null)).toMatchObject({ kind: "sign_in" });
    expect(await authorize(asking(app), dev, null)).toMatchObject({ question: { app: { id: app.id } } });
  });

  it("is that of the environment alone that is served", async () => {
    const { app, dev } = await arrange();
    vi.stubEnv("GATE_ENVIRONMENT", "sandbox");
    expect(await authorize(asking(app), dev, null)).toEqual({
      kind: "unanswerable",
      reason: "unknown_redirect_uri",
    });
    vi.unstubAllEnvs();
  });
});

it("Implicit gives a token in the fragment alone, for eight hours, and nothing to refresh it with", async () => {
  const story = await makeStory(database, { isImplicitAllowed: true });
  const search = asking(story.app, { response_type: "token", state: "s" });
  const to = new URL(await answerQuestion(story.max, { search, accountId: story.tenant.account.id }));
  expect(to.search).toBe("?tenant=1");
  const fields = Object.fromEntries(new URLSearchParams(to.hash.slice(1)));
  expect(fields).toEqual({
    access_token: expect.stringMatching(/^ikt_live_/),
    token_type: "bearer",
    expires_in: "28800",
    scope: "signature",
    state: "s",
    iss: CONSOLE_ORIGIN,
  });
  expect(await readUserInfo(fields["access_token"] ?? "")).not.toBeNull();
});

describe("a consent", () => {
  it("is on the records of the person and of the account, and so is its end", async () => {
    const story = await makeStory(database);
    await allow(story);
    const [app] = (await listConnectedApps(story.max)).data;
    await revokeConsent(story.max, app?.id ?? "");
    for (const chain of [story.max.user.id, story.tenant.account.id]) {
      const { rows } = await database.owner.query<{ action: string; subject_id: string }>(
        "select action, subject_id from audit_events where chain_id = $1 order by sequence",
        [chain],
      );
      expect(rows.filter(({ subject_id: id }) => id === story.app.id).map(({ action }) => action)).toEqual([
        "consent.given",
        "consent.revoked",
      ]);
    }
  });

  it("is taken back by its person alone, once", async () => {
    const [story, other] = [await makeStory(database), await makeStory(database)];
    await allow(story);
    const [app] = (await listConnectedApps(story.max)).data;
    const id = app?.id ?? "";
    for (const ctx of [story.ada, other.max])
      await expect(revokeConsent(ctx, id)).rejects.toMatchObject({ code: "not_found" });
    const ends = await Promise.allSettled([revokeConsent(story.max, id), revokeConsent(story.max, id)]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("is seen by those who manage the app, page by page, and by no other account", async () => {
    const [story, other] = [await makeStory(database), await makeStory(database)];
    await allow(story);
    const { account } = story.tenant;
    await answerQuestion(story.ada, {
      search: asking(story.app, { scope: "extended" }),
      accountId: account.id,
    });
    const first = await listConsentsOfApp(story.ada, { keyId: story.app.id, limit: 1 });
    expect(first.data).toMatchObject([
      { person: { id: story.ada.user.id }, scopes: ["extended"], isActive: true },
    ]);
    const cursor = first.nextCursor ?? "";
    const second = await listConsentsOfApp(story.ada, { keyId: story.app.id, limit: 1, cursor });
    expect(second).toMatchObject({ data: [{ person: { id: story.max.user.id } }], nextCursor: null });
    await expect(listConsentsOfApp(other.ada, { keyId: story.app.id, limit: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(listConsentsOfApp(story.max, { keyId: story.app.id, limit: 1 })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
