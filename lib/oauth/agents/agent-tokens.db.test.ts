/** What an agent presents that is known by the address of a document, and how all that it has got ends. */
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { untilSomebodyWaits } from "@/db/testing/waiting";
import {
  allowAgent,
  askingAs,
  documentOf,
  LOCAL_REDIRECT_URI,
  makeAgentStory,
  redeemAs,
  refreshAs,
  tokensOf,
  type AgentStory,
} from "@/testing/oauth/agent-story";
import { json, startDocumentServer, type DocumentServer } from "@/testing/network/document-server";

import { setAgentPolicy } from "../../accounts/set-agent-policy";
import { useDatabase } from "../../kernel/database";
import { listIntegrationKeys } from "../../integration-keys/keys/reading/list";
import { revokeIntegrationKey } from "../../integration-keys/revocations/revoke";
import { forgetRefusals } from "../../http/oauth/throttle";
import { answerQuestion } from "../authorization/answer-question";
import { authorize } from "../authorization/authorize";
import { listConnectedApps } from "../consents/list-connected-apps";
import { revokeConsent } from "../consents/revoke";
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

async function keyOf(ada: Awaited<ReturnType<typeof arrange>>["ada"]) {
  const { data } = await listIntegrationKeys(ada, listing);
  const [key] = data.filter(({ agent }) => agent !== null);
  if (!key) throw new Error("There is no agent's key");
  return key;
}

async function recordOf(chainId: string): Promise<string[]> {
  const { rows } = await database.owner.query<{ action: string }>(
    "select action from audit_events where chain_id = $1 order by sequence",
    [chainId],
  );
  return rows.map(({ action }) => action);
}

describe("what an agent presents", () => {
  it("is nothing under another name: of another agent, of its key's GUID, or with a secret", async () => {
    const story = await arrange();
    const other = await arrange();
    const code = (await allowAgent(story)).get("code") ?? "";
    const { clientId } = await keyOf(story.ada);
    const refusals = [
      await redeemAs(story, code, { client_id: other.clientUri }),
      await redeemAs(story, code, { client_id: clientId }),
      await redeemAs(story, code, { client_id: `${story.clientUri}/` }),
      await redeemAs(story, code, { client_id: story.clientUri.toUpperCase() }),
      await redeemAs(story, code, { client_secret: "iks_live_x" }),
      await redeemAs(story, code, {
        code_verifier: "another verifier that is long enough for PKCE, 43 characters",
      }),
      await redeemAs(story, code, { redirect_uri: LOCAL_REDIRECT_URI }),
    ];
    expect(refusals.map(({ status, body }) => [status, body["error"]])).toEqual([
      [400, "invalid_grant"],
      [400, "invalid_client"],
      [400, "invalid_grant"],
      [400, "invalid_client"],
      [400, "invalid_client"],
      [400, "invalid_grant"],
      [400, "invalid_grant"],
    ]);
    // None of it used the code up.
    expect((await redeemAs(story, code)).status).toBe(200);
  });

  it("says no more of an agent that is known here than of one that is not", async () => {
    const story = await arrange();
    await tokensOf(story);
    const strangers = { ...story, clientUri: "https://stranger.example/client.json" };
    const code = `ikc_live_${"A".repeat(46)}`;
    const [known, unknown] = [await redeemAs(story, code), await redeemAs(strangers, code)];
    expect(unknown.status).toBe(known.status);
    expect(unknown.body).toEqual(known.body);
  });

  it("ends its family where it comes a second time", async () => {
    const story = await arrange();
    const { access, refresh } = await tokensOf(story);
    expect((await refreshAs(story, refresh)).status).toBe(200);
    expect((await refreshAs(story, refresh)).body["error"]).toBe("invalid_grant");
    expect(await readUserInfo(access)).toBeNull();
  });

  it("fetches nothing, and is good while the document is gone", async () => {
    const story = await arrange();
    const code = (await allowAgent(story)).get("code") ?? "";
    server.pages.delete(new URL(story.clientUri).pathname);
    forgetDocuments();
    const before = server.connections();
    const { body } = await redeemAs(story, code);
    expect((await refreshAs(story, body["refresh_token"])).status).toBe(200);
    expect(server.connections()).toBe(before);
    // But nobody is asked in its name any more.
    expect(await authorize(askingAs(story.clientUri), story.max, null)).toMatchObject({
      kind: "unanswerable",
    });
  });

  it("goes by what the document says at Allow, not by what it said when the page was shown", async () => {
    const story = await arrange();
    const { max, clientUri, tenant } = story;
    const search = askingAs(clientUri);
    expect(await authorize(search, max, null)).toMatchObject({ kind: "ask_agent" });
    const changed = { ...documentOf(clientUri), redirect_uris: ["https://agent.example/elsewhere"] };
    server.pages.set(new URL(clientUri).pathname, json(changed));
    forgetDocuments();
    const answered = answerQuestion(max, { search, accountId: tenant.account.id });
    await expect(answered).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("what an agent has got ends at once", () => {
  it("when the policy is switched off: codes, tokens and families; and begins anew when it is on again", async () => {
    const story = await arrange();
    const { access, refresh } = await tokensOf(story);
    const code = (await allowAgent(story)).get("code") ?? "";
    await setAgentPolicy(story.ada, { isAllowed: false, hosts: [], version: 1 });
    expect(await readUserInfo(access)).toBeNull();
    expect((await redeemAs(story, code)).body["error"]).toBe("invalid_grant");
    expect((await refreshAs(story, refresh)).body["error"]).toBe("invalid_grant");
    expect(await authorize(askingAs(story.clientUri), story.max, null)).toMatchObject({
      kind: "unanswerable",
    });
    await setAgentPolicy(story.ada, { isAllowed: true, hosts: [], version: 2 });
    expect((await refreshAs(story, refresh)).body["error"]).toBe("invalid_grant");
    expect((await redeemAs(story, code)).body["error"]).toBe("invalid_grant");
    expect(await readUserInfo(access)).toBeNull();
    expect(await readUserInfo((await tokensOf(story)).access)).not.toBeNull();
  });

  it("when its host is left out of those that may ask, and not when another's is", async () => {
    const story = await arrange();
    const { access } = await tokensOf(story);
    const hosts = ["other.example", server.host];
    await setAgentPolicy(story.ada, { isAllowed: true, hosts, version: 1 });
    expect(await readUserInfo(access)).not.toBeNull();
    await setAgentPolicy(story.ada, { isAllowed: true, hosts: [server.host], version: 2 });
    expect(await readUserInfo(access)).not.toBeNull();
    await setAgentPolicy(story.ada, { isAllowed: true, hosts: ["other.example"], version: 3 });
    expect(await readUserInfo(access)).toBeNull();
    const { rows } = await database.owner.query(
      "select end_kind from oauth_token_families where account_id = $1",
      [story.tenant.account.id],
    );
    expect(rows).toEqual([{ end_kind: "policy" }]);
  });

  it("when the person takes it back", async () => {
    const story = await arrange();
    const { access, refresh } = await tokensOf(story);
    const [connected] = (await listConnectedApps(story.max)).data;
    await revokeConsent(story.max, connected?.id ?? "");
    expect(await readUserInfo(access)).toBeNull();
    expect((await refreshAs(story, refresh)).body["error"]).toBe("invalid_grant");
  });

  it("when an admin revokes it, after which an admin alone lets it act anew", async () => {
    const story = await arrange();
    const { ada, max, clientUri, tenant } = story;
    const { access, refresh } = await tokensOf(story);
    const { id } = await keyOf(ada);
    await revokeIntegrationKey(ada, { keyId: id, reason: "Not for us" });
    expect(await readUserInfo(access)).toBeNull();
    expect((await refreshAs(story, refresh)).body["error"]).toBe("invalid_grant");
    expect(await authorize(askingAs(clientUri), max, null)).toMatchObject({ kind: "unanswerable" });
    await expect(allowAgent(story)).rejects.toMatchObject({ code: "not_found" });
    expect((await allowAgent(story, {}, ada)).has("code")).toBe(true);
    expect((await allowAgent(story)).has("code")).toBe(true);
    const { data } = await listIntegrationKeys(ada, listing);
    expect(data.map(({ status }) => status).toSorted()).toEqual(["active", "revoked"]);
    expect((await recordOf(tenant.account.id)).filter((action) => action === "key.created")).toHaveLength(2);
  });

  it.each(
    [
      { isAllowed: false, hosts: [] as string[] },
      { isAllowed: true, hosts: ["other.example"] },
    ].flatMap((off) => [0, 1, 2, 3].map((first) => ({ off, first }))),
  )(
    "in every order of a change to $off and of what gives tokens, from $first: none is good afterwards",
    async ({ off, first }) => {
      const story = await arrange();
      const { refresh, access } = await tokensOf(story);
      const code = (await allowAgent(story)).get("code") ?? "";
      const works: (() => Promise<unknown>)[] = [
        () => setAgentPolicy(story.ada, { ...off, version: 1 }),
        () => redeemAs(story, code),
        () => refreshAs(story, refresh),
        () => allowAgent(story, {}, story.vera).catch(() => null),
      ];
      await Promise.all([...works.slice(first), ...works.slice(0, first)].map((work) => work()));
      expect(await liveOf(story)).toBe(0);
      expect(await readUserInfo(access)).toBeNull();
    },
  );

  it.each<[string, (story: AgentStory, code: string) => Promise<unknown>]>([
    ["a code is redeemed", redeemAs],
    [
      "a code is given for an earlier consent",
      ({ clientUri, max }) => authorize(askingAs(clientUri), max, null),
    ],
  ])("when the policy is switched off just while %s: the change waits, and finds it", async (_, give) => {
    const story = await arrange();
    const code = (await allowAgent(story)).get("code") ?? "";
    const works: Promise<unknown>[] = [];
    await database.ownerDb.transaction(async (tx) => {
      // Who gives a token takes one turn of the agent's, and who ends it takes all.
      await tx.execute(
        sql`select take_oauth_turns(array(select key_id from agents where account_id = ${story.tenant.account.id}))`,
      );
      const given = give(story, code);
      await untilSomebodyWaits(database.owner, 1, given);
      const off = setAgentPolicy(story.ada, { isAllowed: false, hosts: [], version: 1 });
      await untilSomebodyWaits(database.owner, 2, given, off);
      works.push(given, off);
    });
    await Promise.all(works);
    expect(await liveOf(story)).toBe(0);
  });
});

/** Codes, families and tokens that are good in the account of a story. */
async function liveOf({ tenant }: AgentStory): Promise<number> {
  const { rows } = await database.owner.query<{ live: number }>(
    `select (select count(*) from access_tokens where account_id = $1 and revoked_at is null)
       + (select count(*) from oauth_token_families where account_id = $1 and revoked_at is null)
       + (select count(*) from oauth_codes c join oauth_consents o on o.id = c.consent_id
          where o.account_id = $1 and c.family_id is null) as live`,
    [tenant.account.id],
  );
  return Number(rows[0]?.live);
}
