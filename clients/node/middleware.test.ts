/** Middleware of every framework, as it is shipped, before a real gate: it answers as the gate does behind a gateway. */
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { createVerifier, identityOf, type Needs, type Verifier } from "@countersign/client";
import { requireKey as forExpress } from "@countersign/client/express";
import { requireKey as forFastify } from "@countersign/client/fastify";
import { requireKey as forHono, type KeyVariables } from "@countersign/client/hono";
import { requireKey as forHttp } from "@countersign/client/http";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { authorizeWith } from "../../gate/testing/ask";
import { startGate, type GateProcess } from "../../gate/testing/gate-process";
import { openRelay, type Relay } from "../../gate/testing/relay";
import { until } from "../../gate/testing/until";
import { withinOneHour } from "../../gate/testing/within-one-hour";
import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { useDatabase } from "../../lib/kernel/database";
import { newSecret } from "../../lib/platform/secrets/secrets";

vi.setConfig({ testTimeout: 20_000 });
const TIMEOUT_MS = 5_000;

const database = testDatabase(useDatabase);
const folder = mkdtempSync(join(tmpdir(), "client-routes-"));
const routes = join(folder, "routes.yaml");
writeFileSync(routes, "routes: [{ method: GET, path: /api/public, public: true }]\nunknownRoutes: allow\n");
let gate: GateProcess;
let relay: Relay;
let verifier: Verifier;
beforeAll(async () => {
  gate = await startGate(database.url, { GATE_ROUTES: routes });
  relay = await openRelay(gate.port);
  verifier = createVerifier({ gateUrl: `http://127.0.0.1:${relay.port}`, timeoutMs: TIMEOUT_MS });
});
afterAll(async () => {
  await verifier.close();
  await relay.close();
  await gate.stop();
  rmSync(folder, { recursive: true });
});
const closing: (() => unknown)[] = [];
afterEach(async () => {
  relay.set("open");
  for (const close of closing.splice(0)) await close();
});

type Options = Pick<Needs<unknown>, "scopes" | "environment">;
type Start = (options: Options, verifier: Verifier) => Promise<number>;

const portOf = (server: Pick<Server, "address">) => (server.address() as AddressInfo).port;

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return portOf(server);
}

const NOBODY = { isNobody: true };

function whoOf(request: object) {
  try {
    return identityOf(request);
  } catch {
    return NOBODY;
  }
}

/** A service with one answer for everything: who calls, with the status that the request asks for. */
const FRAMEWORKS: Readonly<Record<string, Start>> = {
  Express: (options, of) => {
    const app = express();
    app.use("/api", forExpress(of, options));
    app.use((req, res) => {
      res.status(Number(req.query["status"] ?? 200)).json(whoOf(req));
    });
    return listen(createServer(app));
  },
  Fastify: async (options, of) => {
    const app = fastify();
    app.addHook("onRequest", forFastify(of, options));
    app.all<{ Querystring: { status?: string } }>("/*", (request, reply) =>
      reply.code(Number(request.query.status ?? 200)).send(whoOf(request)),
    );
    await app.listen({ port: 0, host: "127.0.0.1" });
    closing.push(() => app.close());
    return portOf(app.server);
  },
  Hono: async (options, of) => {
    const app = new Hono<KeyVariables>();
    app.use(forHono(of, options));
    app.all("/*", (c) => {
      const who = whoOf(c);
      if (who !== NOBODY) expect(who).toBe(c.get("countersign"));
      else expect(c.get("countersign")).toBeUndefined();
      return new Response(JSON.stringify(who), {
        status: Number(c.req.query("status") ?? 200),
      });
    });
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
    await once(server, "listening");
    closing.push(() => server.close());
    return portOf(server);
  },
  "node:http": (options, of) =>
    listen(
      createServer(
        forHttp(
          of,
          (request, response, identity) => {
            expect(whoOf(request)).toBe(identity ?? NOBODY);
            const { searchParams } = new URL(request.url ?? "/", "http://x");
            response.statusCode = Number(searchParams.get("status") ?? 200);
            response.end(JSON.stringify(identity ?? NOBODY));
          },
          options,
        ),
      ),
    ),
};

async function arrange(options: Parameters<typeof makeKey>[3] & { hourlyLimit?: number } = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin" }, options);
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id, options);
  return { tenant, key };
}

const asking = (port: number, secret: string | null, path = "/api/things?x=1", headers = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { ...(secret === null ? {} : { authorization: `Bearer ${secret}` }), ...headers },
  });

/** The headers of a refusal that say something, and its body without the ids of the two requests. */
async function refusalOf(response: Response) {
  const names = [
    "www-authenticate",
    "retry-after",
    "x-accepted-scopes",
    "content-type",
    "cache-control",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-burstlimit-limit",
    "x-burstlimit-remaining",
  ];
  const body = (await response.json()) as { requestId: string };
  expect(response.headers.get("x-request-id")).toBe(body.requestId);
  const hasCall = response.headers.has("x-countersign-call");
  if (hasCall) expect(response.headers.get("x-countersign-call")).toBe(body.requestId);
  return {
    status: response.status,
    hasCall,
    headers: names.map((name) => [name, response.headers.get(name)]),
    body: { ...body, requestId: "" },
  };
}

const outcomeOf = async (callId: string) => {
  const { rows } = await database.owner.query<{ outcome_status: number | null }>(
    "select outcome_status from calls where id = $1",
    [callId],
  );
  return rows[0]?.outcome_status ?? null;
};

describe.each(Object.entries(FRAMEWORKS))("%s", (_, start) => {
  it("lets a good key through: who calls is on the request, the limits are in the answer, the outcome is reported", async () => {
    const { tenant, key } = await arrange();
    const port = await start({ scopes: ["agreements:read"] }, verifier);
    for (const status of [200, 404]) {
      const response = await asking(port, key.secret, `/api/things?status=${status}`);
      expect(response.status).toBe(status);
      expect(response.headers.get("x-ratelimit-limit")).toBe("3000");
      const identity = (await response.json()) as { callId: string };
      // Whoever knows the id of a call may report its outcome.
      expect([...response.headers.values()].join()).not.toContain(identity.callId);
      expect(identity).toMatchObject({
        keyId: key.id,
        accountId: tenant.account.id,
        userId: tenant.people.ada.id,
        scopes: ["agreements:read"],
      });
      await until(async () => (await outcomeOf(identity.callId)) === status);
      const { rows } = await database.owner.query("select path, address from calls where id = $1", [
        identity.callId,
      ]);
      expect(rows).toEqual([{ path: "/api/things", address: "127.0.0.1" }]);
    }
  });

  it("refuses as /v1/authorize does, word for word", () =>
    withinOneHour(async () => {
      const { key } = await arrange();
      const { key: ranged } = await arrange({ allowedRanges: ["192.0.2.1"] });
      const { key: spent } = await arrange({ hourlyLimit: 1, scopes: ["agreements:write"] });
      const { key: ended } = await arrange({ expiresAt: new Date(Date.now() - 1_000) });
      const port = await start({ scopes: ["agreements:write"] }, verifier);
      expect((await asking(port, spent.secret)).status).toBe(200);
      const unknown = newSecret("ik", "production").text;
      for (const [secret, status] of [
        [null, 401],
        ["nonsense", 401],
        [unknown, 401],
        [ended.secret, 401],
        [key.secret, 403],
        [ranged.secret, 403],
        [spent.secret, 429],
      ] as const) {
        const [here, there] = [
          await refusalOf(await asking(port, secret)),
          await refusalOf(await authorizeWith(gate.url, secret, "?scope=agreements:write")),
        ];
        // A second may pass between the two.
        const round = ({ headers, ...rest }: typeof here) => ({
          ...rest,
          headers: headers.map(([name, value]) => [name, name === "retry-after" ? value !== null : value]),
        });
        expect([here.status, round(here)]).toEqual([status, round(there)]);
      }
      const both = { "access-token": "ik_live_other" };
      const conflict = await refusalOf(await asking(port, key.secret, "/api/x", both));
      expect(conflict).toEqual(await refusalOf(await authorizeWith(gate.url, key.secret, "", both)));
    }));

  it("refuses a key from the moment that it is revoked, and everybody while the gate is away, with 503", async () => {
    const { tenant, key } = await arrange();
    const port = await start({}, verifier);
    expect((await asking(port, key.secret)).status).toBe(200);
    relay.set("cut");
    const closed = await asking(port, key.secret);
    expect([closed.status, closed.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await closed.json()).toMatchObject({
      code: "gate_unavailable",
      status: 503,
      instance: "/v1/authorize",
    });
    relay.set("open");
    expect((await asking(port, key.secret)).status).toBe(200);
    await revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: key.id, reason: "leaked" });
    const revoked = await asking(port, key.secret);
    expect([revoked.status, await revoked.json()]).toMatchObject([401, { code: "revoked_key" }]);
  });

  it("lets everybody through where the route table has the route as public: nobody is known, and nothing reported", async () => {
    const { key } = await arrange();
    const reported: string[] = [];
    const noting = { ...verifier, report: (callId: string) => void reported.push(callId) };
    const port = await start({}, noting);
    for (const secret of [null, "nonsense", key.secret]) {
      const response = await asking(port, secret, "/api/public?status=201");
      expect([response.status, await response.json()]).toEqual([201, NOBODY]);
      expect(response.headers.has("x-ratelimit-limit")).toBe(false);
    }
    expect((await asking(port, null, "/api/public/more")).status).toBe(401);
    expect((await asking(port, key.secret)).status).toBe(200);
    await until(() => reported.length > 0);
    expect(reported).toHaveLength(1);
    const needing = await start({ scopes: ["agreements:read"] }, noting);
    expect((await asking(needing, null, "/api/public")).status).toBe(401);
  });

  it("refuses with 503 in time where the gate is silent", async () => {
    const hasty = createVerifier({ gateUrl: `http://127.0.0.1:${relay.port}`, timeoutMs: 200 });
    const port = await start({}, hasty);
    relay.set("silent");
    const response = await asking(port, "ik_live_x");
    expect([response.status, await response.json()]).toMatchObject([503, { code: "gate_unavailable" }]);
    await hasty.close();
  });
});

it("a request that came past the middleware has nobody's identity", () => {
  expect(() => identityOf({ countersign: { userId: "somebody" } })).toThrow("No key was checked");
});
