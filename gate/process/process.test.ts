import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { authorizeWith, call, verifyWith } from "../testing/ask";
import { runGate, startGate } from "../testing/gate-process";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 60_000 });
const database = testDatabase();

async function arrangeKey(options: Parameters<typeof makeTenant>[2] = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin" }, options);
  return makeKey(database.db, tenant.account, tenant.people.ada.id);
}

/** What the gate answers to raw bytes. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let received = "";
    socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
    socket.on("close", () => resolve(received));
    socket.on("error", reject);
  });
}

describe("starting", () => {
  it("on a port in use ends with one clear line", async () => {
    const gate = await startGate(database.url);
    const { code, errorText } = await runGate({
      DATABASE_URL: database.url,
      GATE_PORT: String(gate.port),
    });
    expect(code).toBe(1);
    expect(errorText).toBe(
      `gate: 127.0.0.1:${gate.port} is in use. Stop what listens there, or set GATE_PORT.\n`,
    );
    await gate.stop();
  });

  it.each([
    [{}, /^gate: DATABASE_URL is not set: .*\n$/],
    [{ DATABASE_URL: "mysql://x" }, /^gate: DATABASE_URL must be a postgres:\/\/ address\n$/],
    [
      { DATABASE_URL: "postgres://x/y", GATE_TRUSTED_PROXIES: "10.0.0.1/8" },
      /^gate: GATE_TRUSTED_PROXIES .*\n$/,
    ],
    [{ DATABASE_URL: "postgres://x/y", GATE_ENVIRONMENT: "staging" }, /^gate: GATE_ENVIRONMENT .*\n$/],
  ])("with the settings %j ends with one clear line", async (environment, text) => {
    const { code, errorText } = await runGate(environment);
    expect([code, errorText]).toEqual([1, expect.stringMatching(text)]);
  });

  it("without a database is not ready, but there", async () => {
    const gate = await startGate("postgres://nobody@127.0.0.1:9/none");
    expect((await call(gate.url, null, "/healthz")).status).toBe(200);
    expect((await call(gate.url, null, "/readyz")).status).toBe(503);
    expect(await gate.stop()).toBe(0);
  });
});

describe("settings", () => {
  it("GATE_ENVIRONMENT refuses keys of the other environment, and GATE_REALM names the gate", async () => {
    const gate = await startGate(database.url, {
      GATE_ENVIRONMENT: "production",
      GATE_REALM: 'The "API"',
      DATABASE_PREPARED_STATEMENTS: "off",
    });
    const sandbox = await arrangeKey({ environment: "sandbox" });
    const production = await arrangeKey();
    expect((await authorizeWith(gate.url, production.secret)).status).toBe(200);
    const response = await authorizeWith(gate.url, sandbox.secret);
    expect(response.headers.get("www-authenticate")).toBe(
      'Bearer realm="The \\"API\\"", error="invalid_token"',
    );
    expect(await response.json()).toMatchObject({ code: "wrong_environment" });
    expect((await call(gate.url, sandbox.secret, "/v1/me")).status).toBe(401);
    expect((await authorizeWith(gate.url, sandbox.secret, "?environment=sandbox")).status).toBe(400);
    const contradicting = await verifyWith(gate.url, { token: sandbox.secret, environment: "sandbox" });
    expect(contradicting.status).toBe(400);
    await gate.stop();
  });

  it("GATE_TRUSTED_PROXIES decides whose X-Forwarded-For is believed", async () => {
    const gate = await startGate(database.url, { GATE_TRUSTED_PROXIES: "192.0.2.0/24" });
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const key = await makeKey(database.db, tenant.account, tenant.people.ada.id, {
      allowedRanges: ["203.0.113.9"],
    });
    const forged = await authorizeWith(gate.url, key.secret, "", { "x-forwarded-for": "203.0.113.9" });
    expect(await forged.json()).toMatchObject({ code: "ip_not_allowed" });
    await gate.stop();
  });
});

describe("ending", () => {
  it("answers what is under way, keeps no connection, and takes no new one", async () => {
    const gate = await startGate(database.url);
    const key = await arrangeKey();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    // The request is there, its body is not: under way for as long as the test likes.
    const body = JSON.stringify({ token: key.secret });
    const pending = request(`${gate.url}/v1/verify`, {
      agent,
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        // The gate says so when it has begun the request.
        expect: "100-continue",
      },
    });
    const answered = new Promise<{ status: number; connection: string | undefined }>((resolve, reject) => {
      pending.once("error", reject);
      pending.once("response", (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, connection: response.headers.connection });
      });
    });
    const begun = once(pending, "continue");
    pending.flushHeaders();
    await begun;
    pending.write(body.slice(0, 5));
    const ended = gate.stop();
    await untilRefused(gate.port);
    pending.end(body.slice(5));
    expect(await answered).toEqual({ status: 200, connection: "close" });
    expect(await ended).toBe(0);
    agent.destroy();
  });
});

/** Resolves once nobody listens on the port. */
async function untilRefused(port: number): Promise<void> {
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
    if (!isOpen) return;
  }
}

describe("what is no HTTP", () => {
  it("is answered 400, headers beyond 16 KiB 431, and the connection is closed", async () => {
    const gate = await startGate(database.url);
    expect(await exchange(gate.port, "nonsense\r\n\r\n")).toMatch(
      /^HTTP\/1\.1 400 Bad Request\r\n[^]*application\/problem\+json[^]*invalid_request/,
    );
    const large = `GET /v1/authorize HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${"x".repeat(20_000)}\r\n\r\n`;
    expect(await exchange(gate.port, large)).toMatch(/^HTTP\/1\.1 431 /);
    expect(
      await exchange(gate.port, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
    ).toMatch(/^HTTP\/1\.1 200 /);
    await gate.stop();
  });
});
