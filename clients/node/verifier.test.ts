/** The verifier, as it is shipped: few requests, no verdict from memory, and nobody let through without one. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createVerifier, type Verdict, type Verifier, type VerifierOptions } from "@countersign/client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { freePort } from "@/db/testing/free-port";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { startGate, type GateProcess } from "../../gate/testing/gate-process";
import { openRelay, type Relay } from "../../gate/testing/relay";
import { until } from "../../gate/testing/until";
import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { useDatabase } from "../../lib/kernel/database";

const database = testDatabase(useDatabase);
let gate: GateProcess;
let relay: Relay;
beforeAll(async () => {
  gate = await startGate(database.url);
  relay = await openRelay(gate.port);
});
afterAll(async () => {
  await relay.close();
  await gate.stop();
});
const closing: (() => unknown)[] = [];
afterEach(async () => {
  relay.set("open");
  for (const close of closing.splice(0)) await close();
});

function open(options: VerifierOptions): Verifier {
  const verifier = createVerifier({ timeoutMs: 5_000, ...options });
  closing.push(() => verifier.close());
  return verifier;
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.unshift(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** A way to the gate that counts requests and their checks, and can hold them back. */
async function countedWay() {
  const sizes: number[] = [];
  let held: Promise<void> = Promise.resolve();
  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    sizes.push((JSON.parse(body) as { checks: unknown[] }).checks.length);
    await held;
    const answer = await fetch(gate.url + (request.url ?? ""), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    response.writeHead(answer.status, { "x-request-id": answer.headers.get("x-request-id") ?? "" });
    response.end(await answer.text());
  }
  const url = await listen(
    createServer((request, response) => {
      void forward(request, response);
    }),
  );
  return {
    url,
    sizes,
    /** Holds requests back. @returns what lets them go on */
    hold: () => {
      const releasing = new AbortController();
      held = once(releasing.signal, "abort").then(() => undefined);
      return () => releasing.abort();
    },
  };
}

/** A gate that answers whatever it is told to. */
const scripted = (answer: (response: ServerResponse, count: number) => void) => {
  let count = 0;
  return listen(
    createServer((request, response) => {
      void bodyOf(request).then(() => answer(response, (count += 1)));
    }),
  );
};

async function arrange(options: { hourlyLimit?: number; burstLimit?: number } = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin" }, options);
  const make = () => makeKey(database.db, tenant.account, tenant.people.ada.id);
  return { tenant, key: await make(), other: await make() };
}

const outcomes = (verdicts: readonly Verdict[]) => new Set(verdicts.map(({ outcome }) => outcome));
const codeOf = (verdict: Verdict) =>
  verdict.outcome === "allowed" || verdict.outcome === "public"
    ? verdict.outcome
    : verdict.outcome === "refused"
      ? verdict.code
      : verdict.problem.code;

describe("checks that arrive in one turn", () => {
  it("go in one request, 256 of them, and each has its own verdict", async () => {
    const { key, other } = await arrange();
    const way = await countedWay();
    const verifier = open({ gateUrl: way.url, maxBatch: 256 });
    const verdicts = await Promise.all(
      Array.from({ length: 256 }, (_, n) =>
        verifier.verify({ token: n % 3 === 0 ? null : n % 3 === 1 ? key.secret : other.secret }),
      ),
    );
    expect(way.sizes).toEqual([256]);
    for (const [n, verdict] of verdicts.entries()) {
      if (n % 3 === 0) expect(codeOf(verdict)).toBe("missing_key");
      // So many at once may be too many for a gate that is busy, which says so.
      else if (verdict.outcome !== "allowed") expect(codeOf(verdict)).toBe("overloaded");
      else expect(verdict.identity.keyId).toBe(n % 3 === 1 ? key.id : other.id);
    }
    expect(outcomes(verdicts)).toContain("allowed");
  });

  it("go in requests of 64 unless told otherwise, which a gate without other work always takes", async () => {
    const { key } = await arrange();
    const way = await countedWay();
    const verifier = open({ gateUrl: way.url, connections: 1 });
    const verdicts = await Promise.all(
      Array.from({ length: 256 }, () => verifier.verify({ token: key.secret })),
    );
    expect(way.sizes).toEqual([64, 64, 64, 64]);
    expect(outcomes(verdicts)).toEqual(new Set(["allowed"]));
    const ids = new Set(verdicts.map((verdict) => verdict.outcome === "allowed" && verdict.identity.callId));
    expect(ids.size).toBe(256);
  });

  it("and while others are under way go together when those are answered", async () => {
    const { key } = await arrange();
    const way = await countedWay();
    const verifier = open({ gateUrl: way.url, connections: 1 });
    const release = way.hold();
    const first = verifier.verify({ token: key.secret });
    await until(() => way.sizes.length === 1);
    const more = [verifier.verify({ token: key.secret })];
    await new Promise(setImmediate);
    more.push(verifier.verify({ token: key.secret }), verifier.verify({ token: null }));
    release();
    expect([await first, ...(await Promise.all(more))].map(codeOf)).toEqual([
      "allowed",
      "allowed",
      "allowed",
      "missing_key",
    ]);
    expect(way.sizes).toEqual([1, 3]);
  });

  it("are split where they are long, so that none is refused for the others' length", async () => {
    const { key } = await arrange();
    const way = await countedWay();
    const verifier = open({ gateUrl: way.url });
    const path = `/${"x".repeat(9_900)}`;
    const verdicts = await Promise.all(
      Array.from({ length: 60 }, () =>
        verifier.verify({ token: key.secret, path, userAgent: "y".repeat(9_900) }),
      ),
    );
    expect(outcomes(verdicts)).toEqual(new Set(["allowed"]));
    expect(way.sizes.length).toBeGreaterThan(2);
    const long = await verifier.verify({ token: "x".repeat(70_000) });
    expect(codeOf(long)).toBe("body_too_large");
  });
});

describe("a verdict", () => {
  it("is never one of before: a key is refused from the moment that it is revoked", async () => {
    const { tenant, key } = await arrange();
    const verifier = open({ gateUrl: gate.url });
    let isRevoked = false;
    const seen: { readonly asked: boolean; readonly code: string }[] = [];
    const client = async () => {
      while (seen.filter(({ asked }) => asked).length < 40) {
        const asked = isRevoked;
        seen.push({ asked, code: codeOf(await verifier.verify({ token: key.secret })) });
      }
    };
    const clients = Array.from({ length: 8 }, client);
    await until(() => seen.length > 40);
    await revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: key.id, reason: "leaked" });
    isRevoked = true;
    await Promise.all(clients);
    expect(new Set(seen.filter(({ asked }) => asked).map(({ code }) => code))).toEqual(
      new Set(["revoked_key"]),
    );
    expect(seen.some(({ code }) => code === "allowed")).toBe(true);
  });

  it("on a question that the gate can't understand says what is wrong with it, as of a single one", async () => {
    const { key } = await arrange();
    const verifier = open({ gateUrl: gate.url });
    const [good, bad] = await Promise.all([
      verifier.verify({ token: key.secret }),
      verifier.verify({ token: key.secret, scopes: ["nonsense"] }),
    ]);
    expect(codeOf(good)).toBe("allowed");
    expect(bad).toMatchObject({
      outcome: "malformed",
      problem: { status: 400, errors: [{ pointer: "/scopes/0" }] },
    });
  });
});

const allowed = {
  valid: true,
  callId: "a",
  keyId: "b",
  clientId: "c",
  accountId: "d",
  userId: "e",
  environment: "production",
  scopes: [],
  expiresAt: null,
  limits: { hourly: { limit: 1, remaining: 1, resetsAt: 1 }, burst: { limit: 1, remaining: 1 } },
};
const nobody = {
  ...Object.fromEntries(Object.keys(allowed).map((name) => [name, null])),
  valid: true,
  public: true,
  scopes: [],
};
const json = (value: unknown) => (response: ServerResponse) => response.end(JSON.stringify(value));
const one = (status: unknown, body: unknown) => json({ results: [{ status, body }] });

describe("without an answer that can be used nobody is let through:", () => {
  it("the answer that the others are broken versions of is one", async () => {
    const verifier = open({ gateUrl: await scripted(one(200, allowed)) });
    expect(await verifier.verify({ token: "x" })).toMatchObject({
      outcome: "allowed",
      identity: { userId: "e" },
    });
  });

  it("and so is that of a public route, which names nobody", async () => {
    const verifier = open({ gateUrl: await scripted(one(200, nobody)) });
    expect(await verifier.verify({ token: "x" })).toEqual({ outcome: "public" });
  });

  it.each<[string, (response: ServerResponse) => unknown]>([
    [
      "an error",
      (response) =>
        response.writeHead(500).end(JSON.stringify({ results: [{ status: 200, body: allowed }] })),
    ],
    ["a redirection", (response) => response.writeHead(302, { location: "/" }).end()],
    ["no content", (response) => response.writeHead(204).end()],
    ["a page", (response) => response.end("<html>valid: true</html>")],
    ["nothing", (response) => response.end()],
    ["null", json(null)],
    ["an answer to one check without a list", json(allowed)],
    ["too few results", json({ results: [] })],
    [
      "too many results",
      json({
        results: [
          { status: 200, body: allowed },
          { status: 200, body: allowed },
        ],
      }),
    ],
    ["a result with another status", one(503, allowed)],
    ["a result with a status of text", one("200", allowed)],
    ["a verdict of text", one(200, { ...allowed, valid: "true" })],
    ["a verdict without the person", one(200, { ...allowed, userId: undefined })],
    ["a verdict with an empty account", one(200, { ...allowed, accountId: "" })],
    ["a verdict with another environment", one(200, { ...allowed, environment: "staging" })],
    ["a verdict without limits", one(200, { ...allowed, limits: null })],
    ["a verdict with scopes of numbers", one(200, { ...allowed, scopes: [1] })],
    ["a public route with somebody's name", one(200, { ...allowed, public: true })],
    ["a public route that is not valid", one(200, { ...nobody, valid: false })],
    ["a public route with scopes", one(200, { ...nobody, scopes: ["agreements:read"] })],
    ["nobody, and no public route", one(200, { ...nobody, public: undefined })],
    [
      "a refusal with another status",
      one(200, { valid: false, status: 200, code: "x", title: "x", detail: "x" }),
    ],
    [
      "half of an answer",
      (response) =>
        response.writeHead(200, { "content-length": 900 }).write('{"results":[') && response.destroy(),
    ],
    ["a connection that breaks", (response) => response.destroy()],
    [
      "an answer without end",
      (response) => {
        const chunk = Buffer.alloc(1 << 20, "x");
        const pump = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on("drain", pump);
        pump();
      },
    ],
  ])("%s", async (_, answer) => {
    const faults: unknown[] = [];
    const verifier = open({ gateUrl: await scripted(answer), onFault: (fault) => faults.push(fault) });
    expect(await verifier.verify({ token: "x" })).toMatchObject({
      outcome: "unavailable",
      problem: { status: 503, code: "gate_unavailable" },
    });
  });

  it("no gate at all, which the service is told of once for each request", async () => {
    const faults: string[] = [];
    const gateUrl = `http://127.0.0.1:${await freePort()}`;
    const verifier = open({ gateUrl, onFault: ({ of, cause }) => faults.push(`${of} ${String(cause)}`) });
    const verdicts = await Promise.all([verifier.verify({ token: "x" }), verifier.verify({ token: "y" })]);
    expect(verdicts.map(codeOf)).toEqual(["gate_unavailable", "gate_unavailable"]);
    expect(faults).toEqual([expect.stringMatching(/^check .*ECONNREFUSED/)]);
  });

  it("a gate that is silent, each check by its own deadline, and those that wait behind it too", async () => {
    const verifier = open({ gateUrl: `http://127.0.0.1:${relay.port}`, timeoutMs: 300, connections: 1 });
    relay.set("silent");
    const since = performance.now();
    const first = verifier.verify({ token: "x" });
    await until(() => performance.now() - since > 150);
    const second = verifier.verify({ token: "y" });
    const secondSince = performance.now();
    expect(codeOf(await first)).toBe("gate_unavailable");
    expect(performance.now() - since).toBeGreaterThan(290);
    expect(codeOf(await second)).toBe("gate_unavailable");
    expect(performance.now() - secondSince).toBeGreaterThan(290);
    relay.set("open");
    expect(codeOf(await verifier.verify({ token: "x" }))).toBe("malformed_key");
  });

  it("a connection that dies while checks are under way; the next ones have another", async () => {
    const { key } = await arrange();
    const way = await countedWay();
    const port = Number(new URL(way.url).port);
    const wire = await openRelay(port);
    closing.push(() => wire.close());
    const verifier = open({ gateUrl: `http://127.0.0.1:${wire.port}` });
    const release = way.hold();
    const dying = [verifier.verify({ token: key.secret }), verifier.verify({ token: key.secret })];
    await until(() => way.sizes.length === 1);
    wire.set("open");
    expect((await Promise.all(dying)).map(codeOf)).toEqual(["gate_unavailable", "gate_unavailable"]);
    release();
    expect(codeOf(await verifier.verify({ token: key.secret }))).toBe("allowed");
  });

  it("more than may wait: those are refused at once, and the others are checked", async () => {
    const { key } = await arrange();
    const verifier = open({ gateUrl: gate.url, maxQueue: 3 });
    const verdicts = await Promise.all(
      Array.from({ length: 5 }, () => verifier.verify({ token: key.secret })),
    );
    expect(verdicts.map(codeOf)).toEqual(["allowed", "allowed", "allowed", "overloaded", "overloaded"]);
  });
});

it("a connection that was kept, and closed by the gate meanwhile, costs a second try and no refusal", async () => {
  const counts: number[] = [];
  const gateUrl = await scripted((response, count) => {
    counts.push(count);
    // The second request comes on the kept connection, which ends without an answer.
    if (count === 2) response.destroy();
    else response.end(JSON.stringify({ results: [{ status: 200, body: allowed }] }));
  });
  const verifier = open({ gateUrl, connections: 1 });
  expect(codeOf(await verifier.verify({ token: "x" }))).toBe("allowed");
  await new Promise(setImmediate);
  expect(codeOf(await verifier.verify({ token: "x" }))).toBe("allowed");
  expect(counts).toEqual([1, 2, 3]);
});

it("a verifier that is closed answers what is under way, then nothing more, and ends its connections", async () => {
  const { key } = await arrange();
  const way = await countedWay();
  const verifier = open({ gateUrl: way.url });
  const last = verifier.verify({ token: key.secret });
  const closed = verifier.close();
  expect(codeOf(await verifier.verify({ token: key.secret }))).toBe("gate_unavailable");
  expect(codeOf(await last)).toBe("allowed");
  await closed;
  expect(way.sizes).toEqual([1]);
});

it.each([
  { gateUrl: "nonsense" },
  { gateUrl: "ftp://gate" },
  { gateUrl: "http://gate", timeoutMs: 0 },
  { gateUrl: "http://gate", timeoutMs: Number.NaN },
  { gateUrl: "http://gate", maxBatch: 257 },
  { gateUrl: "http://gate", connections: 1.5 },
  { gateUrl: "http://gate", maxQueue: -1 },
])("options that can't be used are refused: %j", (options) => {
  expect(() => createVerifier(options)).toThrow(TypeError);
});
