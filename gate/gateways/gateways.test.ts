import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { makeKey, type TestKeyOptions } from "@/db/testing/key";
import { ownServer } from "@/db/testing/own-server";
import { contextOf, makeTenant, type TenantOptions } from "@/db/testing/tenant";

import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { hashPassword } from "../../lib/platform/passwords/passwords";
import { useDatabase } from "../../lib/kernel/database";
import { startApi, type ApiServer } from "../testing/api-server";
import { startGate, type GateProcess } from "../testing/gate-process";
import { GATEWAYS, startGateway, type Gateway } from "../testing/gateways";
import { openRelay, type Relay } from "../testing/relay";
import { withinOneHour } from "../testing/within-one-hour";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 60_000 });

const server = ownServer();
const folder = mkdtempSync(join(tmpdir(), "gateways-routes-"));
const ROUTES = `
unknownRoutes: allow
routes:
  - { method: GET, path: /restapi/service_information, public: true }
`;
let api: ApiServer;
let gate: GateProcess;
let relay: Relay;
beforeAll(async () => {
  useDatabase(server.db);
  api = await startApi();
  writeFileSync(join(folder, "routes.yaml"), ROUTES);
  gate = await startGate(server.url, {
    GATE_TRUSTED_PROXIES: "127.0.0.1",
    GATE_DATABASE_TIMEOUT_MS: "1000",
    GATE_ROUTES: join(folder, "routes.yaml"),
    GATE_PUBLIC_URL: "https://api.example.com",
    APP_URL: "https://keys.example.com",
  });
  relay = await openRelay(gate.port);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await gate.stop();
  await relay.close();
  await api.close();
});
beforeEach(() => {
  api.requests.length = 0;
});

async function arrange(options: TenantOptions & TestKeyOptions = {}) {
  const tenant = await makeTenant(server.db, { ada: "admin" }, options);
  const key = await makeKey(server.db, tenant.account, tenant.people.ada.id, options);
  return { tenant, key };
}

type Sent = {
  readonly method?: string;
  readonly path?: string;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that come several times: node would send them as one. */
  readonly repeated?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  /** The client's own address; all of 127.0.0.0/8 is this machine. */
  readonly from?: string;
};
const METADATA = 'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"';

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

/** Sends a request to a gateway as a client would. */
function send(gateway: Gateway, sent: Sent): Promise<Answer> {
  const bearer = sent.secret === undefined ? {} : { authorization: `Bearer ${sent.secret}` };
  const { method = "GET", path = "/", from: localAddress = "127.0.0.9", body } = sent;
  const named = { ...bearer, ...sent.headers };
  const { repeated } = sent;
  const headers = repeated ? [...Object.entries({ host: "api", ...named }), ...repeated].flat() : named;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: "127.0.0.1", port: gateway.port, method, path, headers, localAddress, agent: false },
      (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Asserts that the gate's refusal is what the client reads, and that the API saw nothing. */
function expectRefusal(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(`"code":"${code}"`)]);
  expect(answer.headers["content-type"]).toBe("application/problem+json");
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(JSON.parse(answer.body)).toMatchObject({ status, code });
  expect(api.requests).toEqual([]);
}

async function recordedCalls(keyId: string) {
  const { rows } = await server.db.$client.query(
    "select method, path, address, code, scopes_needed from calls where key_id = $1 order by at, id",
    [keyId],
  );
  return rows as Record<string, unknown>[];
}

describe.each(GATEWAYS)("behind %s", (name) => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway(name, relay.port, api.port);
  });
  afterAll(() => gateway.stop());

  it("an allowed request reaches the API with who calls, and without the secret", async () => {
    const { tenant, key } = await arrange({ scopes: ["agreements:write"] });
    const answer = await send(gateway, {
      method: "POST",
      path: "/agreements/7?x=1",
      secret: key.secret,
      headers: { "access-token": key.secret, "content-type": "text/plain" },
      body: "a body",
    });
    expect([answer.status, answer.body]).toEqual([200, "from the API"]);
    expect(answer.headers).toMatchObject({
      "x-ratelimit-limit": "3000",
      "x-ratelimit-remaining": "2999",
      "x-burstlimit-limit": "500",
      "x-burstlimit-remaining": "499",
    });
    expect(Number(answer.headers["x-ratelimit-reset"]) % 3600).toBe(0);
    const [reached] = api.requests;
    expect(reached).toMatchObject({
      method: "POST",
      url: "/agreements/7?x=1",
      body: "a body",
      headers: {
        "x-countersign-call": expect.stringMatching(/^[0-9a-f-]{36}$/),
        "x-countersign-key": key.clientId,
        "x-countersign-account": tenant.account.id,
        "x-countersign-user": tenant.people.ada.id,
        "x-countersign-environment": "production",
        "x-countersign-scopes": "agreements:write",
      },
    });
    expect(JSON.stringify(reached)).not.toContain(key.secret.slice(8, 48));
    expect(await recordedCalls(key.id)).toEqual([
      {
        method: "POST",
        path: "/agreements/7",
        address: "127.0.0.9",
        code: "allowed",
        scopes_needed: ["agreements:write"],
      },
    ]);
  });

  it("what the API answers is the API's, errors of its own too", async () => {
    const { key } = await arrange();
    for (const status of [404, 401, 403, 429, 500, 503]) {
      const answer = await send(gateway, { secret: key.secret, path: `/?status=${status}` });
      expect([answer.status, answer.body]).toEqual([status, "from the API"]);
    }
  });

  it("headers that only gate and gateway may write are worth nothing from a client", async () => {
    const { tenant, key } = await arrange();
    const claims = {
      "x-countersign-account": "another",
      "x-countersign-key": "another",
      "x-countersign-user": "another",
      "x-countersign-scopes": "users:write",
      "x-countersign-problem": "another",
      // The same name to an API that reads headers as CGI variables.
      x_countersign_account: "another",
      "x-countersign_account": "another",
      "x_countersign-account": "another",
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-method": "GET",
      "x-forwarded-uri": "/public",
      "x-original-method": "GET",
      "x-original-uri": "/public",
      "x-original-url": "http://api/public",
      "x-http-method-override": "PURGE",
      "x-http-method": "PURGE",
      "x-method-override": "PURGE",
    };
    const headers = { ...claims, "X-Original-URI": "/public" };
    const answer = await send(gateway, { method: "DELETE", path: "/private", secret: key.secret, headers });
    expect(answer.status).toBe(200);
    const [reached] = api.requests;
    expect(reached?.headers).toMatchObject({
      "x-countersign-account": tenant.account.id,
      "x-countersign-key": key.clientId,
      "x-countersign-user": tenant.people.ada.id,
      "x-countersign-scopes": "agreements:read",
      "x-forwarded-for": "127.0.0.9",
    });
    expect(JSON.stringify(reached)).not.toMatch(/another|users:write|203\.0\.113\.9|PURGE/);
    expect(await recordedCalls(key.id)).toMatchObject([
      { method: "DELETE", path: "/private", address: "127.0.0.9" },
    ]);
    const refused = await send(gateway, {
      method: "POST",
      path: "/agreements/7",
      secret: key.secret,
      headers,
    });
    api.requests.length = 0;
    expectRefusal(refused, 403, "insufficient_scope");
  });

  it("a public route reaches the API without a key or with a bad one, and says of nobody that it called", async () => {
    const path = "/restapi/service_information";
    const claims = {
      "x-countersign-account": "another",
      "x-countersign-call": "another",
      "x-countersign-key": "another",
      "x-countersign-user": "another",
      "x-countersign-environment": "another",
      "x-countersign-scopes": "another",
      x_countersign_account: "another",
    };
    for (const sent of [{}, { secret: "nonsense" }]) {
      const answer = await send(gateway, { path, ...sent, headers: claims });
      expect([answer.status, answer.body]).toEqual([200, "from the API"]);
    }
    expect(api.requests).toHaveLength(2);
    for (const reached of api.requests) {
      const told = Object.entries(reached.headers).filter(([name]) => name.includes("countersign"));
      expect(told.filter(([, value]) => value !== "")).toEqual([]);
      expect(reached.headers.authorization).toBeUndefined();
      expect(JSON.stringify(reached)).not.toContain("another");
    }
    api.requests.length = 0;
    expectRefusal(await send(gateway, { method: "POST", path }), 401, "missing_key");
  });

  it("legacy authentication reaches the gate and not the API, and the client reads until when it works", async () => {
    const { tenant, key } = await arrange();
    const { id, email } = tenant.people.ada;
    await server.db.$client.query("update users set password_hash = $1 where id = $2", [
      await hashPassword("two words"),
      id,
    ]);
    await server.db.$client.query(
      "insert into legacy_authentication values ($1, now() + interval '1 day', 1, now(), $2)",
      [tenant.account.id, id],
    );
    const named = { Username: email, Password: "two words", IntegratorKey: key.clientId };
    const legacy = (more = {}) => ({ "x-docusign-authentication": JSON.stringify({ ...named, ...more }) });
    const answer = await send(gateway, { headers: legacy() });
    expect([answer.status, answer.body]).toEqual([200, "from the API"]);
    expect(answer.headers).toMatchObject({
      deprecation: "@1630454400",
      sunset: expect.stringMatching(/ GMT$/),
    });
    expect(api.requests[0]?.headers).toMatchObject({ "x-countersign-user": id });
    expect(JSON.stringify(api.requests)).not.toContain("two words");
    api.requests.length = 0;
    expectRefusal(await send(gateway, { headers: legacy({ Password: "x" }) }), 401, "unknown_key");
    expect((await send(gateway, { secret: key.secret })).headers.deprecation).toBeUndefined();
  });

  it("a request with more cookies than the gate reads is checked, and reaches the API with them", async () => {
    const { key } = await arrange();
    const cookies = Array.from({ length: 4 }, (_, index) => `large${index}=${"x".repeat(6_000)}`);
    const answer = await send(gateway, {
      secret: key.secret,
      headers: { "user-agent": "cookie-lover/1" },
      repeated: cookies.map((cookie) => ["cookie", cookie] as const),
    });
    expect(answer.status).toBe(200);
    expect(api.requests[0]?.headers.cookie).toBe(cookies.join("; "));
    const { rows } = await server.db.$client.query("select user_agent from calls where key_id = $1", [
      key.id,
    ]);
    expect(rows).toEqual([{ user_agent: "cookie-lover/1" }]);
  });

  it("400: two credentials that differ", async () => {
    const { key } = await arrange();
    const { key: other } = await arrange();
    const headers = { "access-token": other.secret };
    expectRefusal(await send(gateway, { secret: key.secret, headers }), 400, "invalid_request");
  });

  it("401: two credentials in one kind of header, of which the API might take the other", async () => {
    const { key } = await arrange();
    const { key: other } = await arrange();
    const repeated = [key, other].map(({ secret }) => ["access-token", secret] as const);
    expectRefusal(await send(gateway, { repeated }), 401, "malformed_key");
  });

  it("401: no key, a key that is none, a revoked one from the very next request on", async () => {
    const missing = await send(gateway, {});
    expectRefusal(missing, 401, "missing_key");
    expect(missing.headers["www-authenticate"]).toBe(`Bearer realm="Countersign", ${METADATA}`);
    const scoped = await send(gateway, { path: "/agreements/7" });
    expect(scoped.headers["www-authenticate"]).toBe(
      `Bearer realm="Countersign", scope="agreements:read", ${METADATA}`,
    );
    expectRefusal(await send(gateway, { secret: "ik_live_nonsense" }), 401, "malformed_key");

    const { tenant, key } = await arrange();
    expect((await send(gateway, { secret: key.secret })).status).toBe(200);
    await revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: key.id, reason: "leaked" });
    api.requests.length = 0;
    const revoked = await send(gateway, { secret: key.secret });
    expectRefusal(revoked, 401, "revoked_key");
    expect(revoked.headers["www-authenticate"]).toBe(
      `Bearer realm="Countersign", error="invalid_token", ${METADATA}`,
    );
    expect(JSON.parse(revoked.body)).toMatchObject({ requestId: revoked.headers["x-request-id"] });
  });

  it("who gives tokens is said to whoever asks, and no address near it leads past the check", async () => {
    const path = "/.well-known/oauth-protected-resource";
    for (const [at, resource] of [
      [path, "https://api.example.com"],
      [`${path}/mcp`, "https://api.example.com/mcp"],
    ] as const) {
      const answer = await send(gateway, { path: at, headers: { origin: "https://agent.example" } });
      expect([at, answer.status]).toEqual([at, 200]);
      expect(answer.headers["access-control-allow-origin"]).toBe("*");
      expect(JSON.parse(answer.body)).toMatchObject({
        resource,
        authorization_servers: ["https://keys.example.com"],
      });
    }
    for (const near of [
      `${path}/../../agreements/7`,
      `${path}/%2e%2e/%2e%2e/agreements/7`,
      `${path}x`,
      "/.well-known/x",
    ]) {
      expect([near, (await send(gateway, { path: near })).status]).toEqual([
        near,
        expect.toSatisfy((status) => [400, 401, 404].includes(status as number)),
      ]);
    }
    expect(api.requests).toEqual([]);
  });

  it("403: a scope that is missing, and which", async () => {
    const { key } = await arrange();
    const answer = await send(gateway, { method: "PUT", path: "/agreements/7", secret: key.secret });
    expectRefusal(answer, 403, "insufficient_scope");
    expect(JSON.parse(answer.body)).toMatchObject({ missing: ["agreements:write"] });
    expect(answer.headers).toMatchObject({
      "www-authenticate": `Bearer realm="Countersign", error="insufficient_scope", scope="agreements:write", ${METADATA}`,
      "x-accepted-scopes": "agreements:write",
      "x-ratelimit-remaining": "3000",
    });
  });

  it.each([
    "/agreements",
    "/agreements?x=1",
    "/agreements/",
    "//agreements/7",
    "/x/../agreements/7",
    "/x/%2e%2e/agreements/7",
    "/x/..%2fagreements/7",
    "/%61greements/7",
    "/./agreements/7",
  ])("403: %s needs the scope of agreements, however it is written", async (path) => {
    const { key } = await arrange({ scopes: ["users:read"] });
    expect((await send(gateway, { secret: key.secret, path: "/users" })).status).toBe(200);
    api.requests.length = 0;
    const answer = await send(gateway, { secret: key.secret, path });
    expect([400, 403]).toContain(answer.status);
    expect(api.requests).toEqual([]);
  });

  it("403: an address that is not on the key's list, whatever the client says of itself", async () => {
    const { key } = await arrange({ allowedRanges: ["127.0.0.16/30"] });
    const ask = (from: string, claim?: string) =>
      send(gateway, {
        secret: key.secret,
        from,
        headers: claim === undefined ? {} : { "x-forwarded-for": claim },
      });
    expect((await ask("127.0.0.17")).status).toBe(200);
    expect((await ask("127.0.0.19", "203.0.113.9")).status).toBe(200);
    api.requests.length = 0;
    expectRefusal(await ask("127.0.0.20"), 403, "ip_not_allowed");
    expectRefusal(await ask("127.0.0.9", "127.0.0.17"), 403, "ip_not_allowed");
    expectRefusal(await ask("127.0.0.9", "127.0.0.17, 127.0.0.1"), 403, "ip_not_allowed");
  });

  it("429: when to come back", () =>
    withinOneHour(async () => {
      const { key } = await arrange({ hourlyLimit: 1 });
      expect((await send(gateway, { secret: key.secret })).status).toBe(200);
      api.requests.length = 0;
      const answer = await send(gateway, { secret: key.secret });
      expectRefusal(answer, 429, "hourly_limit_exceeded");
      expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
      expect(answer.headers["x-ratelimit-remaining"]).toBe("0");
      expect(answer.headers["www-authenticate"]).toBeUndefined();
    }));

  it("503: the gate is cut off or silent, and nobody gets through until it is back", async () => {
    const { key } = await arrange();
    for (const state of ["cut", "silent"] as const) {
      relay.set(state);
      const answer = await send(gateway, { secret: key.secret });
      expectRefusal(answer, 503, "gate_unavailable");
      expect(answer.headers["retry-after"]).toBe("1");
    }
    relay.set("open");
    expect((await send(gateway, { secret: key.secret })).status).toBe(200);
  }, 30_000);

  it("503: the database is gone, in the gate's own words", async () => {
    const { key } = await arrange();
    await server.cluster.halt("SIGINT");
    const answer = await send(gateway, { secret: key.secret });
    expectRefusal(answer, 503, "database_unavailable");
    expect(answer.headers["retry-after"]).toBe("1");
    await server.cluster.restart();
    while ((await send(gateway, { secret: key.secret })).status !== 200);
  }, 60_000);

  it("checks share connections to the gate", async () => {
    const { key } = await arrange();
    const before = relay.connections();
    for (let made = 0; made < 40; made += 1) await send(gateway, { secret: key.secret });
    expect(relay.connections() - before).toBeLessThan(5);
  });
});
