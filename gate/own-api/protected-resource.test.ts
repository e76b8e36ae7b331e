import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { makeApp, makeToken } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { ExplainBody } from "../../lib/contracts/keys/explain";
import { explainAccess } from "../../lib/integration-keys/explain/explain";
import { useDatabase } from "../../lib/kernel/database";
import { authorizeWith, call, verifyWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";

const API = "https://api.example.com";
const METADATA = `${API}/.well-known/oauth-protected-resource`;
const PATH = "/.well-known/oauth-protected-resource";

const database = testDatabase(useDatabase);
/** One that was told where the API and the console are, and one that knows of the API what the operator's own machines call it. */
let gate: GateProcess;
let untold: GateProcess;
beforeAll(async () => {
  const told = { GATE_PUBLIC_URL: `${API}/`, APP_URL: "https://keys.example.com/" };
  const inside = { GATE_URL: API, APP_URL: "https://keys.example.com" };
  [gate, untold] = await Promise.all([startGate(database.url, told), startGate(database.url, inside)]);
  process.env["GATE_PUBLIC_URL"] = API;
});
afterAll(async () => {
  delete process.env["GATE_PUBLIC_URL"];
  await Promise.all([gate.stop(), untold.stop()]);
});

async function arrange(resource?: string) {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const { account, people } = tenant;
  const app = await makeApp(database.db, account, people.ada.id);
  const options = resource === undefined ? {} : { resource };
  const token = await makeToken(database.db, app, account.id, people.ada.id, options);
  return { tenant, app, token: token.secret, ctx: contextOf(tenant, "ada") };
}

const about = (path: string) => ({ "x-forwarded-method": "GET", "x-forwarded-uri": path });

describe("the API as a protected resource", () => {
  it("says who gives tokens for it, for the whole and for a part, to scripts of any site", async () => {
    for (const [path, resource] of [
      [PATH, API],
      [`${PATH}/mcp`, `${API}/mcp`],
      [`${PATH}/agreements/mcp/`, `${API}/agreements/mcp`],
    ] as const) {
      const answer = await fetch(gate.url + path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.headers.get("content-type")).toBe("application/json");
      expect(answer.headers.get("cache-control")).toBe("public, max-age=300");
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      expect(await answer.json()).toMatchObject({
        resource,
        authorization_servers: ["https://keys.example.com"],
        bearer_methods_supported: ["header"],
        scopes_supported: expect.arrayContaining(["agreements:read", "agreements:write"]),
      });
    }
  });

  it("lets a browser send the header that MCP's clients send", async () => {
    const answer = await fetch(gate.url + PATH, {
      method: "OPTIONS",
      headers: { Origin: "https://agent.example", "Access-Control-Request-Headers": "mcp-protocol-version" },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-allow-headers")).toBe("MCP-Protocol-Version");
    const written = await fetch(gate.url + PATH, { method: "POST" });
    expect([written.status, written.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });

  it("says nothing that it was not told, whatever Host and forwarding headers say, and nothing of other addresses", async () => {
    const headers = { "X-Forwarded-Host": "evil.example", Forwarded: "host=evil.example" };
    const answers = [
      fetch(untold.url + PATH, { headers }),
      fetch(`${gate.url}${PATH}x`),
      fetch(`${gate.url}${PATH}//x`),
      fetch(`${gate.url}/.well-known/oauth-authorization-server`),
      fetch(`${gate.url}/.well-known/openid-configuration`),
    ];
    for (const answer of await Promise.all(answers)) {
      expect(answer.status).toBe(404);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
    }
    const told = await fetch(gate.url + PATH, { headers });
    expect(await told.text()).not.toContain("evil");
  });
});

const challengeOf = async (answer: Promise<Response>) => (await answer).headers.get("www-authenticate");

describe("a challenge", () => {
  it("names the metadata and the scopes where no token or no good one came, at every address that checks", async () => {
    const read = "?scope=agreements:read+users:read";
    expect(await challengeOf(authorizeWith(gate.url, null, read))).toBe(
      `Bearer realm="Countersign", scope="users:read agreements:read", resource_metadata="${METADATA}"`,
    );
    expect(await challengeOf(authorizeWith(gate.url, "nonsense", read))).toBe(
      `Bearer realm="Countersign", error="invalid_token", scope="users:read agreements:read", resource_metadata="${METADATA}"`,
    );
    const bare = `Bearer realm="Countersign", resource_metadata="${METADATA}"`;
    for (const path of ["/v1/me", "/api/rest/v6/baseUris", "/restapi/v2.1/diagnostics/settings"]) {
      expect([path, await challengeOf(call(gate.url, null, path))]).toEqual([path, bare]);
    }
    expect(await challengeOf(call(gate.url, null, "/v1/integration-keys"))).toContain(
      'scope="integrations:read", resource_metadata=',
    );
  });

  it("names all needed scopes at once, not only those that are missing", async () => {
    const { token } = await arrange();
    const answer = await authorizeWith(gate.url, token, "?scope=agreements:read+agreements:write");
    expect(answer.status).toBe(403);
    expect(answer.headers.get("www-authenticate")).toBe(
      `Bearer realm="Countersign", error="insufficient_scope", scope="agreements:read agreements:write", resource_metadata="${METADATA}"`,
    );
  });

  it("sends nobody for a token whom no token helps, and nobody anywhere from a gate that was told nothing", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const options = { allowedRanges: ["203.0.113.0/24"] };
    const bound = await makeKey(database.db, tenant.account, tenant.people.ada.id, options);
    const refused = await authorizeWith(gate.url, bound.secret, "?scope=agreements:read");
    expect(refused.status).toBe(403);
    expect(refused.headers.get("www-authenticate")).not.toContain("resource_metadata");
    expect(await challengeOf(authorizeWith(untold.url, null, "?scope=agreements:read"))).toBe(
      'Bearer realm="Countersign"',
    );
  });
});

describe("a token for a resource", () => {
  it("is good for the API that it names, and one without a resource as ever", async () => {
    for (const resource of [API, `${API}/`, undefined]) {
      const { token } = await arrange(resource);
      expect((await authorizeWith(gate.url, token, "", about("/agreements"))).status).toBe(200);
      expect((await call(gate.url, token, "/v1/me")).status).toBe(200);
      expect(await (await verifyWith(gate.url, { token })).json()).toMatchObject({ valid: true });
    }
  });

  it("is refused for every other resource, in words, on record, and as it is explained (I10)", async () => {
    const { token, app, ctx } = await arrange("https://mcp.other.example");
    const answer = await authorizeWith(gate.url, token, "?scope=agreements:read", about("/agreements"));
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toContain('error="invalid_token"');
    expect(answer.headers.get("www-authenticate")).toContain(`resource_metadata="${METADATA}"`);
    expect(await answer.json()).toMatchObject({ code: "wrong_resource", title: "Token of another resource" });
    const verified = verifyWith(gate.url, { token, method: "GET", path: "/agreements" });
    expect(await (await verified).json()).toMatchObject({ status: 401, code: "wrong_resource" });

    const callId = answer.headers.get("x-countersign-call") ?? "";
    const explained = await explainAccess(ctx, { ...ExplainBody.parse({ callId }), keyId: app.id });
    expect(explained).toMatchObject({
      call: { code: "wrong_resource" },
      verdict: { code: "wrong_resource" },
    });
    expect(explained.checks.find(({ code }) => code === "wrong_resource")?.text).toBe(
      "The token is for https://mcp.other.example, and the request is not.",
    );
  });

  it("is good for a part of the API alone where it names a part", async () => {
    const { token, app, ctx } = await arrange(`${API}/mcp`);
    for (const [path, code] of [
      ["/mcp", "allowed"],
      ["/mcp/messages?x=1", "allowed"],
      ["/mcpx", "wrong_resource"],
      ["/mcp/../agreements", "wrong_resource"],
      ["/agreements", "wrong_resource"],
    ] as const) {
      const answer = await authorizeWith(gate.url, token, "", about(path));
      expect([path, answer.status]).toEqual([path, code === "allowed" ? 200 : 401]);
      const callId = answer.headers.get("x-countersign-call") ?? "";
      const explained = await explainAccess(ctx, { ...ExplainBody.parse({ callId }), keyId: app.id });
      expect([path, explained.verdict.code]).toEqual([path, code]);
    }
    expect((await call(gate.url, token, "/v1/me")).status).toBe(401);
    // Who names no path asks for the whole of the API.
    expect(await (await verifyWith(gate.url, { token })).json()).toMatchObject({ code: "wrong_resource" });
  });

  it("is refused by a gate that does not know which resource it is", async () => {
    const { token } = await arrange(API);
    expect((await authorizeWith(untold.url, token, "", about("/agreements"))).status).toBe(401);
    const { token: free } = await arrange();
    expect((await authorizeWith(untold.url, free, "", about("/agreements"))).status).toBe(200);
  });
});
