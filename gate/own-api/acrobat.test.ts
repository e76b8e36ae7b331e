import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKeyOptions } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { useDatabase } from "../../lib/kernel/database";
import { newCallId } from "../../lib/platform/ids";
import { newSecret } from "../../lib/platform/secrets/secrets";
import { openVerification } from "../../lib/verification/open";
import { baseUris } from "./acrobat";
import { call } from "../testing/ask";
import { runGate, startGate, type GateProcess } from "../testing/gate-process";
import { openService } from "../testing/open-service";
import { withinOneHour } from "../testing/within-one-hour";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 60_000 });

const V6 = "/api/rest/v6/baseUris";
const V5 = "/api/rest/v5/base_uris";
const database = testDatabase(useDatabase);
let gate: GateProcess;
beforeAll(async () => {
  gate = await startGate(database.url, {
    API_ACCESS_POINT: "https://api.keys.example",
    WEB_ACCESS_POINT: "https://keys.example/console/",
  });
});
afterAll(() => gate.stop());

async function arrange(options: TestKeyOptions & { hourlyLimit?: number } = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin", vera: "viewer" }, options);
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id, options);
  return { tenant, key, ada: tenant.people.ada };
}

const bodyOf = async (response: Response): Promise<[number, unknown]> => [
  response.status,
  await response.json(),
];
const callsOf = async (keyId: string) => {
  const { rows } = await database.owner.query(
    "select method, path, code, outcome_status from calls where key_id = $1 order by at, id",
    [keyId],
  );
  return rows as unknown[];
};

describe("baseUris", () => {
  it("tells any key with a scope where API and console are, in v6 and v5, and is recorded like any call", async () => {
    const { key } = await arrange({ scopes: ["webhooks:read"] });
    const v6 = await call(gate.url, key.secret, V6);
    expect(v6.headers.get("content-type")).toBe("application/json");
    expect(v6.headers.get("x-ratelimit-remaining")).toBe("2999");
    expect(await v6.json()).toEqual({
      apiAccessPoint: "https://api.keys.example/",
      webAccessPoint: "https://keys.example/console/",
    });
    const v5 = await call(gate.url, null, V5, { headers: { "Access-Token": key.secret } });
    expect(await bodyOf(v5)).toEqual([
      200,
      { api_access_point: "https://api.keys.example/", web_access_point: "https://keys.example/console/" },
    ]);
    const head = await call(gate.url, key.secret, V6, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(await callsOf(key.id)).toEqual([
      { method: "GET", path: V6, code: "allowed", outcome_status: null },
      { method: "GET", path: V5, code: "allowed", outcome_status: null },
      { method: "HEAD", path: V6, code: "allowed", outcome_status: null },
    ]);
  });

  it("answers errors as that interface does", async () => {
    const { tenant, key } = await arrange();
    const ended = await makeKey(database.db, tenant.account, tenant.people.ada.id);
    await revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: ended.id, reason: "leaked" });
    const elsewhere = await makeKey(database.db, tenant.account, tenant.people.ada.id, {
      allowedRanges: ["192.0.2.1"],
    });
    const invalid = {
      code: "INVALID_ACCESS_TOKEN",
      message: "Access token provided is invalid or has expired.",
    };
    const denied = {
      code: "PERMISSION_DENIED",
      message: "The API caller does not have the permission to execute this operation.",
    };
    for (const path of [V6, V5]) {
      const missing = await call(gate.url, null, path);
      expect(missing.headers.get("www-authenticate")).toBe('Bearer realm="Countersign"');
      expect(await bodyOf(missing)).toEqual([
        401,
        { code: "NO_AUTHORIZATION_HEADER", message: "Authorization header not provided." },
      ]);
      expect(await bodyOf(await call(gate.url, "nonsense", path))).toEqual([401, invalid]);
      expect(await bodyOf(await call(gate.url, ended.secret, path))).toEqual([401, invalid]);
      expect(await bodyOf(await call(gate.url, elsewhere.secret, path))).toEqual([403, denied]);
      const two = await call(gate.url, key.secret, path, { headers: { "Access-Token": ended.secret } });
      expect(await bodyOf(two)).toMatchObject([400, { code: "INVALID_REQUEST" }]);
    }
  });

  it("refuses at fixed times what tells of a key, as authorize does", async () => {
    const { tenant, key } = await arrange();
    await revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: key.id, reason: "leaked" });
    const good = await makeKey(database.db, tenant.account, tenant.people.ada.id);
    const service = openService(database.url, openVerification);
    const isSteady = async (authorization: string) => {
      const answer = await baseUris(
        {
          method: "GET",
          path: V6,
          query: "",
          headers: { authorization },
          address: null,
          since: performance.now(),
          requestId: newCallId(),
          nameAfterCall: () => undefined,
          text: () => undefined,
          readJson: () => Promise.resolve(null),
        },
        service,
      );
      return [answer.status, answer.isSteady ?? false];
    };
    expect(await isSteady(`Bearer ${newSecret("ik", "production").text}`)).toEqual([401, true]);
    expect(await isSteady(`Bearer ${key.secret}`)).toEqual([401, true]);
    expect(await isSteady("Bearer nonsense")).toEqual([401, false]);
    expect(await isSteady(`Bearer ${good.secret}`)).toEqual([200, false]);
    await service.verification.close();
  });

  it("denies a key without a single effective scope, and one over its limit", async () => {
    const { tenant } = await arrange();
    const narrowed = await makeKey(database.db, tenant.account, tenant.people.vera.id, {
      scopes: ["agreements:write"],
    });
    expect(await bodyOf(await call(gate.url, narrowed.secret, V6))).toMatchObject([
      403,
      { code: "PERMISSION_DENIED" },
    ]);
    expect(await callsOf(narrowed.id)).toEqual([
      { method: "GET", path: V6, code: "allowed", outcome_status: 403 },
    ]);
    await withinOneHour(async () => {
      const limited = await arrange({ hourlyLimit: 1 });
      expect((await call(gate.url, limited.key.secret, V6)).status).toBe(200);
      const over = await call(gate.url, limited.key.secret, V6);
      expect(over.headers.get("retry-after")).toMatch(/^\d+$/);
      expect(await bodyOf(over)).toMatchObject([429, { code: "TOO_MANY_REQUESTS" }]);
    });
  });

  it("takes x-api-user for the person whom the key acts as, and for nobody else (R6)", async () => {
    const { tenant, key, ada } = await arrange();
    const asUser = async (user: string) => {
      const response = await call(gate.url, key.secret, V6, { headers: { "x-api-user": user } });
      const body = (await response.json()) as { code?: string };
      return [response.status, body.code];
    };
    const emails = await database.owner.query<{ id: string; email: string }>(
      "select id, email from users where id = any($1)",
      [[ada.id, tenant.people.vera.id]],
    );
    const emailOf = (id: string) => emails.rows.find((row) => row.id === id)?.email ?? "";
    for (const user of [
      `userid:${ada.id}`,
      `userid:${ada.id.toUpperCase()}`,
      `email:${emailOf(ada.id)}`,
      `EMAIL:${emailOf(ada.id).toUpperCase()}`,
    ]) {
      expect(await asUser(user)).toEqual([200, undefined]);
    }
    for (const user of [
      `userid:${tenant.people.vera.id}`,
      `email:${emailOf(tenant.people.vera.id)}`,
      "email:nobody@x.example",
      "userid:'; drop table users",
    ]) {
      expect(await asUser(user)).toEqual([401, "INVALID_USER"]);
    }
    for (const user of ["ada", "userid:", "name:ada", ":", ada.id]) {
      expect(await asUser(user)).toEqual([400, "INVALID_X_API_USER_HEADER"]);
    }
  });

  it("is there for GET and HEAD alone, at its exact address", async () => {
    const { key } = await arrange();
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      const response = await call(gate.url, key.secret, V6, { method });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
    for (const path of [
      "/api/rest/v6/baseuris",
      "/api/rest/v6/base_uris",
      "/api/rest/v5/baseUris",
      `${V6}/`,
    ]) {
      expect((await call(gate.url, key.secret, path)).status).toBe(404);
    }
  });
});

describe("access points", () => {
  it("are the addresses of gate and console unless they are set", async () => {
    const plain = await startGate(database.url, {
      GATE_URL: "https://gate.example/x",
      APP_URL: "https://app.example",
    });
    const { key } = await arrange();
    expect(await (await call(plain.url, key.secret, V6)).json()).toEqual({
      apiAccessPoint: "https://gate.example/x/",
      webAccessPoint: "https://app.example/",
    });
    await plain.stop();
  });

  it.each(["ftp://x", "api.example", "https://x?y=1", "https://"])("are not %s", async (address) => {
    const { code, errorText } = await runGate({ DATABASE_URL: database.url, API_ACCESS_POINT: address });
    expect([code, errorText]).toEqual([
      1,
      "gate: API_ACCESS_POINT must be an http(s) address without query\n",
    ]);
  });
});
