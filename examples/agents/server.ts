/**
 * An MCP server whose every request is checked by Countersign's gate, for clients that were never told of either: the
 * challenges of a refusal lead them to the gate's metadata, to the authorization server, and to a token for this server.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import { createVerifier, type Identity } from "@countersign/client";
import { requireKey } from "@countersign/client/http";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";

const METADATA_PATH = "/.well-known/oauth-protected-resource";
const BODY_BYTES_MAX = 1_000_000;

/** The scopes that a tool needs, all of them: a challenge names them at once, and a client asks for nothing else. */
const TOOL_SCOPES: ReadonlyMap<unknown, readonly string[]> = new Map([
  ["list_agreements", ["agreements:read"]],
  ["send_agreement", ["agreements:read", "agreements:write"]],
]);
/** To connect at all, so that a client asks for something that is of use. */
const ANY_SCOPES = ["agreements:read"];

function text(words: string) {
  return { content: [{ type: "text" as const, text: words }] };
}

/** The server of one request: nothing is kept between them, and every one is checked. */
function tools(who: Identity): McpServer {
  const server = new McpServer({ name: "agreements", version: "1.0.0" });
  server.registerTool("list_agreements", { description: "Lists agreements" }, () =>
    text(`Agreements of account ${who.accountId}`),
  );
  server.registerTool("send_agreement", { description: "Sends an agreement" }, () =>
    text(`Sent as ${who.userId}`),
  );
  return server;
}

/** @param gateUrl where this server reaches the gate, whose GATE_PUBLIC_URL is this server's address */
export function createAgentServer(gateUrl: string): Server {
  const verifier = createVerifier({ gateUrl });
  const bodies = new WeakMap<IncomingMessage, unknown>();
  const check = requireKey(
    verifier,
    (request, response, who) => {
      // Each question names scopes, so that no route table makes it a public one.
      if (!who) return void response.destroy();
      answer(request, response, bodies.get(request), who).catch(() => response.destroy());
    },
    { scopes: (request) => scopesOf(bodies.get(request)) },
  );
  const server = createServer((request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    if (path.startsWith(METADATA_PATH)) void passOn(gateUrl + path, request, response);
    else if (path === "/mcp") void take(request, response);
    else response.writeHead(404).end();
  });
  server.on("close", () => void verifier.close());
  return server;

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      bodies.set(request, await readBody(request));
    } catch {
      response.writeHead(400).end();
      return;
    }
    check(request, response);
  }
}

/** What the tool that is called needs. Several messages in one body are none of this server's. */
function scopesOf(body: unknown): readonly string[] {
  const { method, params } = (body ?? {}) as { method?: unknown; params?: { name?: unknown } };
  return (method === "tools/call" ? TOOL_SCOPES.get(params?.name) : null) ?? ANY_SCOPES;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  body: unknown,
  who: Identity,
): Promise<void> {
  if (request.method !== "POST" || Array.isArray(body))
    return void response.writeHead(405, { Allow: "POST" }).end();
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = tools(who);
  response.on("close", () => void server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response, body);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.byteLength;
    if (length > BODY_BYTES_MAX) throw new Error("The body is too large");
    chunks.push(chunk);
  }
  return length === 0 ? null : JSON.parse(Buffer.concat(chunks).toString());
}

/** The gate's own answer, with the headers that let scripts of other sites read it. */
async function passOn(url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET" } = request;
  try {
    const found = await fetch(url, { method });
    response.writeHead(found.status, Object.fromEntries(found.headers));
    response.end(method === "HEAD" ? null : Buffer.from(await found.arrayBuffer()));
  } catch {
    response.writeHead(503, { "Retry-After": "1" }).end();
  }
}
