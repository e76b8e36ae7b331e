/** MCP's own client, as it is published, against an MCP server behind the gate: it is told nothing but the server's address. */
import { once } from "node:events";

import { UnauthorizedError } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { afterAll, beforeAll, expect, it } from "vitest";

import { makeToken } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { freePort } from "@/db/testing/free-port";
import { createAgentServer } from "@/examples/agents/server";
import { startGate, type GateProcess } from "@/gate/testing/gate-process";

import { useDatabase } from "../../lib/kernel/database";
import { answerQuestion } from "../../lib/oauth/authorization/answer-question";
import { listConnectedApps } from "../../lib/oauth/consents/list-connected-apps";
import { revokeConsent } from "../../lib/oauth/consents/revoke";
import { CONSOLE_ORIGIN } from "../../testing/console-settings";
import { Agent, transportOf, type Trace } from "../../testing/oauth/mcp-agent";
import { makeStory, REDIRECT_URI } from "../../testing/oauth/oauth-story";

const database = testDatabase(useDatabase);
/** A gate is started, and ends when it has answered what it was asked. */
const HOOK_MS = 60_000;
let gate: GateProcess | undefined;
let server: ReturnType<typeof createAgentServer> | undefined;
let origin: string;
beforeAll(async () => {
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  gate = await startGate(database.url, { GATE_PUBLIC_URL: origin, APP_URL: CONSOLE_ORIGIN });
  server = createAgentServer(gate.url).listen(port, "127.0.0.1");
  await once(server, "listening");
}, HOOK_MS);
afterAll(async () => {
  await gate?.stop();
  server?.closeAllConnections();
  server?.close();
}, HOOK_MS);

/** Whether the redirect comes back to the same client, or to one that was started anew and knows no challenge. */
type Return = "the same" | "anew";

async function arrange(back: Return) {
  const story = await makeStory(database, {
    isPublic: true,
    scopes: ["agreements:read", "agreements:write", "users:read"],
  });
  const { tenant, max, app } = story;
  const agent = new Agent({
    redirectUri: REDIRECT_URI,
    clientId: app.clientId,
    allow: (search) => answerQuestion(max, { search, accountId: tenant.account.id }),
  });
  const trace: Trace = [];
  let client = new Client({ name: "agent", version: "1.0.0" });
  let transport = transportOf(origin, agent, trace);
  const connect = async () => {
    client = new Client({ name: "agent", version: "1.0.0" });
    transport = transportOf(origin, agent, trace);
    await client.connect(transport);
  };
  const call = async (name: string) => {
    const { content } = await client.callTool({ name });
    return JSON.stringify(content);
  };
  /** Does what is refused for want of a token, and once more with the one that the agent then got. */
  async function insist<T>(work: () => Promise<T>): Promise<T> {
    await expect(work()).rejects.toThrow(UnauthorizedError);
    await (back === "anew" ? transportOf(origin, agent, trace) : transport).finishAuth(agent.code);
    return work();
  }
  return { story, agent, trace, connect, call, insist, close: () => client.close() };
}

const asTold = (search: URLSearchParams | undefined) => [search?.get("scope"), search?.get("resource")];

it.each([
  ["the same", ""],
  ["anew", "/mcp"],
] as const)(
  "finds its way from a 401 to a token, asks for more where a 403 says what, and is out when revoked; back in %s client",
  async (back, part) => {
    const { story, agent, trace, connect, call, insist, close } = await arrange(back);
    await insist(connect);
    expect(trace.slice(0, 6).map(([path, status]) => `${status} ${path}`)).toEqual([
      "401 /mcp",
      "200 /.well-known/oauth-protected-resource",
      "200 /.well-known/oauth-authorization-server",
      `200 /.well-known/oauth-protected-resource${part}`,
      "200 /.well-known/oauth-authorization-server",
      "200 /oauth/token",
    ]);
    expect(asTold(agent.asked[0])).toEqual(["agreements:read", origin]);
    expect(agent.asked[0]?.get("code_challenge_method")).toBe("S256");
    expect(await call("list_agreements")).toContain(story.tenant.account.id);
    const { rows } = await database.owner.query(
      "select resource, scopes from access_tokens where key_id = $1",
      [story.app.id],
    );
    expect(rows).toEqual([{ resource: origin + part, scopes: ["agreements:read"] }]);

    trace.length = 0;
    expect(await insist(() => call("send_agreement"))).toContain(story.max.user.id);
    expect(trace[0]).toEqual(["/mcp", 403]);
    expect(asTold(agent.asked[1])).toEqual(["agreements:read agreements:write", origin]);
    expect(await call("list_agreements")).toContain(story.tenant.account.id);

    const [connected] = (await listConnectedApps(story.max)).data;
    await revokeConsent(story.max, connected?.id ?? "");
    trace.length = 0;
    await expect(call("list_agreements")).rejects.toThrow(UnauthorizedError);
    expect(trace[0]).toEqual(["/mcp", 401]);
    await close();
  },
  30_000,
);

it("a token that was given for another server is worth nothing here, and one for a part of it only there", async () => {
  const { story } = await arrange("the same");
  const { app, tenant, max } = story;
  const ask = async (resource: string) => {
    const given = await makeToken(database.db, app, tenant.account.id, max.user.id, { resource });
    const answer = await fetch(`${origin}/mcp`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${given.secret}`,
        "Content-Type": "application/json",
        Accept: "application/json, text/event-stream",
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
    });
    return [answer.status, answer.headers.get("www-authenticate")];
  };
  expect(await ask(`${origin}/mcp`)).toEqual([200, null]);
  const refusal = [401, expect.stringContaining(`resource_metadata="${origin}/.well-known/`)];
  expect(await ask("https://mcp.other.example/mcp")).toEqual(refusal);
  expect(await ask(`${origin}/mcp/other`)).toEqual(refusal);
});
