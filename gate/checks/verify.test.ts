import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKeyOptions } from "@/db/testing/key";
import { makeTenant, type TenantOptions } from "@/db/testing/tenant";

import { VerifyAnswer } from "../../lib/contracts/gate/gate";
import { newSecret } from "../../lib/platform/secrets/secrets";
import { call, verifyWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";
import { withinOneHour } from "../testing/within-one-hour";

const database = testDatabase();
let gate: GateProcess;
beforeAll(async () => {
  gate = await startGate(database.url);
});
afterAll(() => gate.stop());

async function arrange(options: TenantOptions & TestKeyOptions = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin" }, options);
  return { tenant, key: await makeKey(database.db, tenant.account, tenant.people.ada.id, options) };
}

/** The answer of a body that is well-formed. */
async function verified(body: unknown) {
  const response = await verifyWith(gate.url, body);
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  return VerifyAnswer.parse(await response.json());
}

describe("POST /v1/verify", () => {
  it("takes null for every field that may be left out, as nothing", async () => {
    const { key } = await arrange();
    const nothing = { scopes: null, method: null, path: null, ip: null, userAgent: null, environment: null };
    for (const field of Object.keys(nothing)) {
      expect(await verified({ token: key.secret, [field]: null })).toMatchObject({ valid: true });
    }
    expect(await verified({ token: key.secret, ...nothing })).toMatchObject({ valid: true });
  });

  it("answers 200 with valid true and whose key it is", async () => {
    const { tenant, key } = await arrange();
    const answer = await verified({
      token: key.secret,
      scopes: ["agreement_read"],
      method: "GET",
      path: "/a",
    });
    expect(answer).toMatchObject({
      valid: true,
      keyId: key.id,
      clientId: key.clientId,
      accountId: tenant.account.id,
      userId: tenant.people.ada.id,
      environment: "production",
      scopes: ["agreements:read"],
      limits: { hourly: { limit: 3000, remaining: 2999 }, burst: { limit: 500, remaining: 499 } },
    });
  });

  it("answers 200 with valid false, the status to answer and what is missing", async () => {
    const { key } = await arrange();
    const answer = await verified({ token: key.secret, scopes: ["agreements:write", "agreements:read"] });
    expect(answer).toMatchObject({
      valid: false,
      status: 403,
      code: "insufficient_scope",
      missing: ["agreements:write"],
      retryAfterSeconds: null,
      callId: expect.any(String),
    });
  });

  it.each([
    ["", "malformed_key"],
    ["ik_live_x", "malformed_key"],
    [newSecret("ik", "sandbox").text, "unknown_key"],
    [newSecret("ikt", "sandbox").text, "unknown_key"],
  ])("answers 200 with valid false for the token %j", async (token, code) => {
    const answer = await verified({ token });
    expect(answer).toMatchObject({ valid: false, status: 401, code, callId: null, limits: null });
  });

  it("judges the address that the resource server names, and no other", async () => {
    const { key } = await arrange({ allowedRanges: ["203.0.113.0/24"] });
    expect(await verified({ token: key.secret, ip: "203.0.113.1" })).toMatchObject({ valid: true });
    for (const ip of ["203.0.114.1", null, undefined]) {
      expect(await verified({ token: key.secret, ip })).toMatchObject({ code: "ip_not_allowed" });
    }
  });

  it("judges the environment where one is named", async () => {
    const { key } = await arrange({ environment: "sandbox" });
    const answer = await verified({ token: key.secret, environment: "production" });
    expect(answer).toMatchObject({ valid: false, status: 401, code: "wrong_environment" });
  });

  it("says when to come back", () =>
    withinOneHour(async () => {
      const { key } = await arrange({ hourlyLimit: 1 });
      await verified({ token: key.secret });
      const answer = await verified({ token: key.secret });
      expect(answer).toMatchObject({ status: 429, code: "hourly_limit_exceeded" });
      expect(answer.valid ? 0 : answer.retryAfterSeconds).toBeGreaterThan(0);
    }));

  it("records the call that the resource server describes", async () => {
    const { key } = await arrange();
    const answer = await verified({
      token: key.secret,
      method: "delete",
      path: "/folders/1?x=1#y",
      ip: "203.0.113.1",
      userAgent: "app/1",
    });
    const { rows } = await database.owner.query(
      "select id, method, path, address, user_agent from calls where key_id = $1",
      [key.id],
    );
    expect(rows).toEqual([
      {
        id: answer.callId,
        method: "DELETE",
        path: "/folders/1",
        address: "203.0.113.1",
        user_agent: "app/1",
      },
    ]);
  });
});

describe("a body that is malformed", () => {
  it.each([
    [{}, "/token"],
    [{ token: 1 }, "/token"],
    [{ token: "x", scopes: "agreements:read" }, "/scopes"],
    [{ token: "x", scopes: ["agreements:read", "nonsense"] }, "/scopes/1"],
    [{ token: "x", scopes: [7] }, "/scopes/0"],
    [{ token: "x", ip: "10.0.0.0/8" }, "/ip"],
    [{ token: "x", method: {} }, "/method"],
    [{ token: "x", environment: "staging" }, "/environment"],
    [{ token: "x", "a/b~c": 1 }, "/a~1b~0c"],
    [[], ""],
    [null, ""],
  ])("%j is answered 400 with a pointer", async (body, pointer) => {
    const response = await verifyWith(gate.url, body);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ code: "validation_failed", errors: [{ pointer }] });
  });

  it.each([
    ["nothing", ""],
    ["half an object", '{"token":"x"'],
    ["a word", "nonsense"],
    ["a NUL", "\u0000"],
    ["brackets without end", "[".repeat(60_000)],
  ])("that is %s is answered 400", async (_, body) => {
    const headers = { "content-type": "application/json; charset=utf-8" };
    const response = await call(gate.url, null, "/v1/verify", { method: "POST", headers, body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "malformed_json" });
  });

  it("of another content type is answered 415", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"]) {
      const init = { method: "POST", headers: { "content-type": type }, body: "{}" };
      const response = await call(gate.url, null, "/v1/verify", init);
      expect([response.status, await response.json()]).toMatchObject([
        415,
        { code: "unsupported_media_type" },
      ]);
    }
  });

  it("of more than 64 KiB is answered 413, with its length announced or not", async () => {
    const text = JSON.stringify({ token: "x".repeat(200_000) });
    const headers = { "content-type": "application/json" };
    const announced = await fetch(`${gate.url}/v1/verify`, { method: "POST", headers, body: text });
    expect([announced.status, await announced.json()]).toMatchObject([413, { code: "body_too_large" }]);
    const streamed = await fetch(`${gate.url}/v1/verify`, {
      method: "POST",
      headers,
      body: new Blob([text]).stream(),
      duplex: "half",
    } as RequestInit);
    expect([streamed.status, await streamed.json()]).toMatchObject([413, { code: "body_too_large" }]);
  });

  it("without end is answered 413, and the connection is closed", async () => {
    const endless = connect(gate.port, "127.0.0.1");
    let received = "";
    endless.on("data", (chunk: Buffer) => (received += chunk.toString()));
    endless.on("error", () => undefined);
    const closed = new Promise((resolve) => endless.once("close", resolve));
    endless.write(
      "POST /v1/verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
    const pump = () => {
      while (!endless.destroyed && endless.write(chunk));
    };
    endless.on("drain", pump);
    pump();
    await closed;
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("with a token of any length is answered 400, not looked at", async () => {
    const response = await verifyWith(gate.url, { token: "x".repeat(10_001) });
    expect(await response.json()).toMatchObject({ status: 400, errors: [{ pointer: "/token" }] });
  });

  it("is refused before any key is looked at", async () => {
    const { key } = await arrange();
    await verifyWith(gate.url, { token: key.secret, scopes: ["nonsense"] });
    const { rows } = await database.owner.query("select 1 from calls where key_id = $1", [key.id]);
    expect(rows).toEqual([]);
  });
});

describe("other methods", () => {
  it("are answered 405 with what is allowed", async () => {
    for (const method of ["GET", "PUT", "DELETE", "OPTIONS"]) {
      const response = await call(gate.url, null, "/v1/verify", { method });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
      expect(await response.json()).toMatchObject({ code: "method_not_allowed" });
    }
  });
});
