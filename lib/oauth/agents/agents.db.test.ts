/** What an agent gets that is known by the address of a document, from whom, and how all of it ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";
import {
  AGENT_REDIRECT_URI,
  allowAgent,
  askingAs,
  LOCAL_REDIRECT_URI,
  makeAgentStory,
  redeemAs,
  refreshAs,
  tokensOf,
} from "@/testing/oauth/agent-story";
import { CONSOLE_ORIGIN } from "@/testing/console-settings";
import { startDocumentServer, type DocumentServer } from "@/testing/network/document-server";

import { setAgentPolicy } from "../../accounts/set-agent-policy";
import { useDatabase } from "../../kernel/database";
import { createIntegrationKey } from "../../integration-keys/keys/making/create";
import { listIntegrationKeys } from "../../integration-keys/keys/reading/list";
import { forgetRefusals } from "../../http/oauth/throttle";
import { answerQuestion } from "../authorization/answer-question";
import { authorize } from "../authorization/authorize";
import { listConnectedApps } from "../consents/list-connected-apps";
import { listConsentsOfApp } from "../consents/list-of-app";
import { readUserInfo } from "../tokens/user-info";
import { forgetDocuments } from "./documents";

const database = testDatabase(useDatabase);
let server: DocumentServer;
beforeAll(async () => {
  server = await startDocumentServer();
  for (const [name, value] of Object.entries(server.settings)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});
beforeEach(() => {
  forgetDocuments();
  forgetRefusals();
});

const arrange = () => makeAgentStory(database, server);
const listing = { q: "", limit: 50 };

async function recordOf(chainId: string): Promise<string[]> {
  const { rows } = await database.owner.query<{ action: string }>(
    "select action from audit_events where chain_id = $1 order by sequence",
    [chainId],
  );
  return rows.map(({ action }) => action);
}

describe("an agent's request", () => {
  it("asks about the agent by its host, and by the name that it gives itself", async () => {
    const { tenant, max, clientUri } = await arrange();
    expect(await authorize(askingAs(clientUri), max, null)).toMatchObject({
      kind: "ask_agent",
      question: {
        agent: { name: "Assistant", host: server.host, uri: clientUri },
        accounts: [{ id: tenant.account.id, environment: "production", keyId: null }],
        accountId: null,
        newNames: ["agreements:read"],
      },
    });
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ["another redirect URI", { redirect_uri: "https://agent.example/other" }],
    [
      "a redirect URI that another document lists",
      { redirect_uri: "https://app.example.com/callback?tenant=1" },
    ],
    ["no redirect URI", { redirect_uri: "" }],
    ["a redirect URI that runs", { redirect_uri: "javascript:alert(1)" }],
    ["an address where there is no document", { client_id: "https://agent.example/none" }],
  ])("is answered to nobody with %s", async (_, more) => {
    const { max, clientUri, tenant } = await arrange();
    const search = askingAs(clientUri, more);
    expect(await authorize(search, max, null)).toEqual({ kind: "unanswerable", reason: "agent" });
    const answered = answerQuestion(max, { search, accountId: tenant.account.id });
    await expect(answered).rejects.toMatchObject({ code: "not_found" });
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ["without PKCE", { code_challenge: "" }, "invalid_request"],
    ["with PKCE in the clear", { code_challenge_method: "plain" }, "invalid_request"],
    ["for Implicit", { response_type: "token" }, "unauthorized_client"],
    ["to act for who is not there", { scope: "impersonation" }, "invalid_scope"],
    ["for a scope that there is not", { scope: "everything" }, "invalid_scope"],
    ["without a question that has to be asked", { prompt: "none" }, "consent_required"],
  ])("is refused to the agent %s: at its page, and at Allow", async (_, more, error) => {
    const { max, clientUri, tenant } = await arrange();
    const search = askingAs(clientUri, more);
    const decision = await authorize(search, max, null);
    const to = decision.kind === "redirect" ? new URL(decision.to) : null;
    const fields = to?.hash ? new URLSearchParams(to.hash.slice(1)) : to?.searchParams;
    expect([fields?.get("error"), fields?.get("state"), fields?.get("iss")]).toEqual([
      error,
      "a state",
      CONSOLE_ORIGIN,
    ]);
    if (error === "consent_required") return;
    const answered = await answerQuestion(max, { search, accountId: tenant.account.id });
    expect(answered).toBe(to?.href);
    expect(await recordOf(tenant.account.id)).toEqual(["agents.allowed"]);
  });

  it("is denied to the agent, and leaves nothing", async () => {
    const { max, clientUri, tenant, ada } = await arrange();
    const to = new URL(await answerQuestion(max, { search: askingAs(clientUri), accountId: null }));
    expect(to.href.startsWith(`${AGENT_REDIRECT_URI}?`)).toBe(true);
    expect(to.searchParams.get("error")).toBe("access_denied");
    expect(await recordOf(tenant.account.id)).toEqual(["agents.allowed"]);
    expect((await listIntegrationKeys(ada, listing)).data).toEqual([]);
  });

  it("is carried out in no account that lets no agents ask, or is another's", async () => {
    const { max, clientUri } = await arrange();
    const other = await makeTenant(database.db, { gus: "admin" });
    const search = askingAs(clientUri);
    const elsewhere = answerQuestion(max, { search, accountId: other.account.id });
    await expect(elsewhere).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("with Allow an agent", () => {
  it("gets a key of its own in the account, once, and tokens by its address", async () => {
    const story = await arrange();
    const { tenant, ada, max, vera, clientUri } = story;
    const answer = await allowAgent(story);
    expect([answer.get("state"), answer.get("iss")]).toEqual(["a state", CONSOLE_ORIGIN]);
    const { status, body } = await redeemAs(story, answer.get("code") ?? "");
    expect([status, body["token_type"], body["scope"]]).toEqual([200, "Bearer", "agreements:read"]);
    expect(await readUserInfo(String(body["access_token"]))).toMatchObject({ sub: max.user.id });
    const refreshed = await refreshAs(story, body["refresh_token"]);
    expect(refreshed.status).toBe(200);
    await allowAgent(story, {}, vera);
    const { data } = await listIntegrationKeys(ada, listing);
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      name: clientUri.slice("https://".length),
      method: "oauth",
      isPublic: true,
      agent: { clientUri, host: server.host, declaredName: "Assistant" },
    });
    const consents = await listConsentsOfApp(ada, { keyId: data[0]?.id ?? "", limit: 50 });
    expect(consents.data.map(({ person }) => person.name).toSorted()).toEqual(["max", "vera"]);
    expect(await recordOf(tenant.account.id)).toEqual([
      "agents.allowed",
      "key.created",
      "consent.given",
      "consent.given",
    ]);
    const [connected] = (await listConnectedApps(max)).data;
    expect(connected).toMatchObject({
      agent: { host: server.host, declaredName: "Assistant" },
      account: { id: tenant.account.id },
    });
  });

  it("is asked about no more for the same, and for more again; on the person's own computer each time", async () => {
    const story = await arrange();
    const { max, clientUri } = story;
    await allowAgent(story, { redirect_uri: LOCAL_REDIRECT_URI });
    const local = askingAs(clientUri, { redirect_uri: "http://127.0.0.1:50000/callback" });
    expect(await authorize(local, max, null)).toMatchObject({
      kind: "ask_agent",
      question: { newNames: [] },
    });
    expect(await authorize(askingAs(clientUri), max, null)).toMatchObject({ kind: "redirect" });
    const more = askingAs(clientUri, { scope: "agreements:read users:read" });
    expect(await authorize(more, max, null)).toMatchObject({
      kind: "ask_agent",
      question: { newNames: ["users:read"], accountId: story.tenant.account.id },
    });
    const again = askingAs(clientUri, { prompt: "login" });
    expect(await authorize(again, max, null)).toMatchObject({ kind: "sign_in", isAgain: true });
  });

  it("gets one key, whoever allow it at once", async () => {
    const story = await arrange();
    const people = [story.ada, story.max, story.vera];
    const answers = await Promise.all(people.map((who) => allowAgent(story, {}, who)));
    expect(answers.map((answer) => answer.has("code"))).toEqual([true, true, true]);
    expect((await listIntegrationKeys(story.ada, listing)).data).toHaveLength(1);
    expect(
      (await recordOf(story.tenant.account.id)).filter((action) => action === "key.created"),
    ).toHaveLength(1);
  });

  it("has another key in another account, and what it got in one is nothing in the other", async () => {
    const one = await arrange();
    const two = { ...(await arrange()), clientUri: one.clientUri };
    const [here, there] = [await tokensOf(one), await tokensOf(two)];
    await setAgentPolicy(one.ada, { isAllowed: false, hosts: [], version: 1 });
    expect(await readUserInfo(here.access)).toBeNull();
    expect(await readUserInfo(there.access)).toMatchObject({ sub: two.max.user.id });
  });

  it("takes no room of the account's keys, and has room of its own", async () => {
    const story = await makeAgentStory(database, server, { activeKeyLimit: 1 });
    const { tenant, ada } = story;
    await database.owner.query(
      `insert into integration_keys (id, account_id, environment, client_id, name, method, scopes, created_by, created_at, is_public)
       select gen_random_uuid(), $1, 'production', gen_random_uuid(), 'agent.example/' || n, 'oauth', '{}', $2, now(), true
       from generate_series(1, 99) n`,
      [tenant.account.id, ada.user.id],
    );
    await database.owner.query(
      `insert into agents select id, account_id, 'https://' || name, 'agent.example', name from integration_keys where account_id = $1`,
      [tenant.account.id],
    );
    expect((await allowAgent(story)).has("code")).toBe(true);
    expect((await allowAgent({ ...story, clientUri: (await arrange()).clientUri })).get("error")).toBe(
      "access_denied",
    );
    const made = await createIntegrationKey(ada, {
      name: "Nightly export",
      method: "long_lived",
      scopes: ["agreements:read"],
      isPublic: false,
      expiresAt: undefined,
      allowedRanges: [],
      idempotencyKey: null,
    });
    expect(made.key.agent).toBeNull();
  });
});
