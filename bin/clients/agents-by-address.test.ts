/** MCP's own client, as it is published, known by the address of a document alone: no GUID, no registration, no secret. */
import { once } from "node:events";

import { UnauthorizedError } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { freePort } from "@/db/testing/free-port";
import { createAgentServer } from "@/examples/agents/server";
import { startGate, type GateProcess } from "@/gate/testing/gate-process";

import { setAgentPolicy } from "../../lib/accounts/set-agent-policy";
import { listCalls } from "../../lib/integration-keys/calls/calls";
import { listIntegrationKeys } from "../../lib/integration-keys/keys/reading/list";
import { explainAccess } from "../../lib/integration-keys/explain/explain";
import { useDatabase } from "../../lib/kernel/database";
import { answerQuestion } from "../../lib/oauth/authorization/answer-question";
import { listLoggedRequests } from "../../lib/request-logs/list";
import { switchRequestLogging } from "../../lib/request-logs/switch";
import { LOCAL_REDIRECT_URI, makeAgentStory } from "../../testing/oauth/agent-story";
import { CONSOLE_ORIGIN } from "../../testing/console-settings";
import { startDocumentServer, type DocumentServer } from "../../testing/network/document-server";
import { Agent, transportOf, type Trace } from "../../testing/oauth/mcp-agent";

const database = testDatabase(useDatabase);
/** A gate is started, and ends when it has answered what it was asked. */
const HOOK_MS = 60_000;
let gate: GateProcess | undefined;
let server: ReturnType<typeof createAgentServer> | undefined;
let documents: DocumentServer;
let origin: string;
beforeAll(async () => {
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  documents = await startDocumentServer();
  for (const [name, value] of Object.entries(documents.settings)) vi.stubEnv(name, value);
  vi.stubEnv("GATE_PUBLIC_URL", origin);
  gate = await startGate(database.url, { GATE_PUBLIC_URL: origin, APP_URL: CONSOLE_ORIGIN });
  server = createAgentServer(gate.url).listen(port, "127.0.0.1");
  await once(server, "listening");
}, HOOK_MS);
afterAll(async () => {
  vi.unstubAllEnvs();
  await gate?.stop();
  server?.closeAllConnections();
  server?.close();
  await documents?.stop();
}, HOOK_MS);

it("gets in by its address, is named on its calls, and is out with the policy", async () => {
  const { tenant, ada, max, clientUri } = await makeAgentStory(database, documents);
  await switchRequestLogging(max, { isEnabled: true });
  const agent = new Agent({
    redirectUri: LOCAL_REDIRECT_URI,
    clientMetadataUrl: clientUri,
    allow: (search) => answerQuestion(max, { search, accountId: tenant.account.id }),
  });
  const trace: Trace = [];
  const client = new Client({ name: "agent", version: "1.0.0" });
  const transport = transportOf(origin, agent, trace);
  await expect(client.connect(transport)).rejects.toThrow(UnauthorizedError);
  expect(agent.asked[0]?.get("client_id")).toBe(clientUri);
  await transport.finishAuth(agent.code);
  const connected = new Client({ name: "agent", version: "1.0.0" });
  await connected.connect(transportOf(origin, agent, trace));
  expect(JSON.stringify((await connected.callTool({ name: "list_agreements" })).content)).toContain(
    tenant.account.id,
  );
  // It registered nowhere: it asked for what it was told about, and for tokens.
  expect(new Set(trace.map(([path]) => path))).toEqual(
    new Set([
      "/mcp",
      "/.well-known/oauth-protected-resource",
      "/.well-known/oauth-authorization-server",
      "/oauth/token",
    ]),
  );

  const [key] = (await listIntegrationKeys(ada, { q: "", limit: 50 })).data;
  expect(key?.agent).toEqual({ clientUri, host: documents.host, declaredName: "Assistant" });
  const calls = await listCalls(ada, { keyId: key?.id ?? "", limit: 50 });
  const [call] = calls.data;
  expect(call).toMatchObject({ code: "allowed", token: { person: { name: "max" }, grant: "code" } });
  const explained = await explainAccess(ada, { keyId: key?.id ?? "", callId: call?.id ?? "" });
  expect(explained.verdict.allowed).toBe(true);
  expect((await listLoggedRequests(max)).data.length).toBeGreaterThan(0);

  await setAgentPolicy(ada, { isAllowed: false, hosts: [], version: 1 });
  trace.length = 0;
  await expect(connected.callTool({ name: "list_agreements" })).rejects.toThrow();
  expect(trace[0]).toEqual(["/mcp", 401]);
  await connected.close();
}, 30_000);
