import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { GateKey, GateKeyList, GateMe } from "../../lib/contracts/gate/gate";
import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { useDatabase } from "../../lib/kernel/database";
import { newId } from "../../lib/platform/ids";
import { call } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";

const database = testDatabase(useDatabase);
let gate: GateProcess;
beforeAll(async () => {
  gate = await startGate(database.url);
});
afterAll(() => gate.stop());

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
  const make = (options: Parameters<typeof makeKey>[3]) =>
    makeKey(database.db, tenant.account, tenant.people.ada.id, options);
  return { tenant, make, reader: await make({ name: "Reader", scopes: ["integrations:read"] }) };
}

describe("GET /v1/me", () => {
  it("tells any key what it is and what is left of its scopes", async () => {
    const { tenant } = await arrange();
    const key = await makeKey(database.db, tenant.account, tenant.people.max.id, {
      name: "Max's",
      scopes: ["agreements:read", "webhooks:write"],
    });
    const response = await call(gate.url, key.secret, "/v1/me");
    expect(response.status).toBe(200);
    expect(response.headers.get("x-ratelimit-remaining")).toBe("2999");
    expect(GateMe.parse(await response.json())).toMatchObject({
      keyId: key.id,
      clientId: key.clientId,
      name: "Max's",
      method: "long_lived",
      environment: "production",
      grantedScopes: ["agreements:read", "webhooks:write"],
      effectiveScopes: ["agreements:read"],
      account: { id: tenant.account.id, name: tenant.account.name },
      member: { id: tenant.people.max.id, name: "max", profile: "member" },
    });
  });

  it("answers 401 without a key, like authorize", async () => {
    const response = await call(gate.url, null, "/v1/me");
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer realm="Countersign"',
    ]);
    expect(await response.json()).toMatchObject({ code: "missing_key", instance: "/v1/me" });
  });
});

describe("GET /v1/integration-keys", () => {
  it("lists the account's keys newest first, a page at a time, without secrets", async () => {
    const { tenant, make, reader } = await arrange();
    const newer = [await make({ name: "B" }), await make({ name: "C" }), await make({ name: "D" })];
    await revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: newer[1]?.id ?? "", reason: "leaked" });
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const query = cursor ? `?limit=3&cursor=${cursor}` : "?limit=3";
      const response = await call(gate.url, reader.secret, `/v1/integration-keys${query}`);
      const text = await response.text();
      for (const key of [reader, ...newer]) expect(text).not.toContain(key.secret.slice(8, 48));
      const page = GateKeyList.parse(JSON.parse(text));
      names.push(...page.data.map((key) => `${key.name} ${key.status}`));
      cursor = page.pagination.next_cursor;
    } while (cursor);
    expect(names).toEqual(["D active", "C revoked", "B active", "Reader active"]);
  });

  it("needs integrations:read", async () => {
    const { make } = await arrange();
    const key = await make({});
    const response = await call(gate.url, key.secret, "/v1/integration-keys");
    expect(response.status).toBe(403);
    expect(response.headers.get("x-accepted-scopes")).toBe("integrations:read");
    expect(await response.json()).toMatchObject({
      code: "insufficient_scope",
      missing: ["integrations:read"],
    });
  });

  it("shows one key of its own account, and another account's like none (R7, I6)", async () => {
    const [mine, theirs] = [await arrange(), await arrange()];
    const own = await call(gate.url, mine.reader.secret, `/v1/integration-keys/${mine.reader.id}`);
    expect(GateKey.parse(await own.json())).toMatchObject({ id: mine.reader.id, name: "Reader" });
    const bodies: unknown[] = [];
    for (const id of [theirs.reader.id, newId(), "nonsense", "%00"]) {
      const response = await call(gate.url, mine.reader.secret, `/v1/integration-keys/${id}`);
      const body = (await response.json()) as Record<string, unknown>;
      bodies.push({ ...body, instance: "", requestId: "", httpStatus: response.status });
    }
    expect(bodies[0]).toMatchObject({ code: "not_found", httpStatus: 404 });
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    const list = await call(gate.url, mine.reader.secret, "/v1/integration-keys");
    expect(GateKeyList.parse(await list.json()).data.map((key) => key.id)).toEqual([mine.reader.id]);
  });

  it.each(["?limit=0", "?limit=101", "?limit=x", "?cursor=x", "?limit=1&limit=2", "?page=2", "?__proto__=1"])(
    "answers 400 for %s",
    async (query) => {
      const { reader } = await arrange();
      const response = await call(gate.url, reader.secret, `/v1/integration-keys${query}`);
      expect(response.status).toBe(400);
      const pointer = `?${query.slice(1).split("=")[0]}`;
      expect(await response.json()).toMatchObject({ code: "validation_failed", errors: [{ pointer }] });
      const { rows } = await database.owner.query("select outcome_status from calls where id = $1", [
        response.headers.get("x-countersign-call"),
      ]);
      expect(rows).toEqual([{ outcome_status: 400 }]);
      // Whoever has no good key is told nothing of it.
      for (const secret of [null, "ik_live_x"]) {
        expect((await call(gate.url, secret, `/v1/integration-keys${query}`)).status).toBe(401);
      }
    },
  );

  it("refuses any write: keys are managed in the console (S4)", async () => {
    const { reader } = await arrange();
    for (const [method, path] of [
      ["POST", "/v1/integration-keys"],
      ["PUT", `/v1/integration-keys/${reader.id}`],
      ["PATCH", `/v1/integration-keys/${reader.id}`],
      ["DELETE", `/v1/integration-keys/${reader.id}`],
    ] as const) {
      const response = await call(gate.url, reader.secret, path, { method });
      expect([response.status, await response.json()]).toMatchObject([403, { code: "managed_in_console" }]);
    }
    const { rows } = await database.owner.query(
      "select distinct outcome_status from calls where key_id = $1",
      [reader.id],
    );
    expect(rows).toEqual([{ outcome_status: 403 }]);
    const without = await call(gate.url, null, "/v1/integration-keys", { method: "POST" });
    expect(without.status).toBe(401);
  });
});

describe("every answer to a recorded call", () => {
  it("names the call, in its headers and in a problem's body", async () => {
    const { tenant, reader } = await arrange();
    const narrowed = await makeKey(database.db, tenant.account, tenant.people.max.id, {
      scopes: ["users:write"],
    });
    for (const [method, path, secret, status] of [
      ["GET", "/v1/me", reader.secret, 200],
      ["GET", "/v1/integration-keys", reader.secret, 200],
      ["GET", `/v1/integration-keys/${reader.id}`, reader.secret, 200],
      ["GET", `/v1/integration-keys/${newId()}`, reader.secret, 404],
      ["DELETE", `/v1/integration-keys/${reader.id}`, reader.secret, 403],
      ["GET", "/v1/integration-keys", narrowed.secret, 403],
      ["GET", "/api/rest/v6/baseUris", reader.secret, 200],
      ["GET", "/api/rest/v5/base_uris", narrowed.secret, 403],
      ["POST", "/v1/verify", null, 200],
    ] as const) {
      const verifies = {
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ token: reader.secret }),
      };
      const response = await call(gate.url, secret, path, { method, ...(secret === null ? verifies : {}) });
      const id = response.headers.get("x-countersign-call");
      const requestId = response.headers.get("x-request-id");
      expect([path, response.status, requestId]).toEqual([path, status, id]);
      const isProblem = response.headers.get("content-type") === "application/problem+json";
      if (isProblem) expect(await response.json()).toMatchObject({ requestId: id });
      const { rows } = await database.owner.query("select code from calls where id = $1", [id]);
      expect([path, rows.length]).toEqual([path, 1]);
    }
  });
});

describe("other addresses", () => {
  it("answers 404 for what is not there, 405 with Allow for what can't be done", async () => {
    for (const path of ["/", "/v1", "/v1/authorize/", "/v1//me", "/v2/me", "/v1/integration-keys/a/b"]) {
      const response = await call(gate.url, null, path);
      expect([path, response.status]).toEqual([path, 404]);
      expect(await response.json()).toMatchObject({ code: "not_found" });
    }
    for (const path of ["/v1/me", "/healthz", "/v1/integration-keys", "/v1/integration-keys/x"]) {
      const response = await call(gate.url, null, path, { method: "OPTIONS" });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
  });

  it("says that the process is there and that it can check requests", async () => {
    expect((await call(gate.url, null, "/healthz")).status).toBe(200);
    expect((await call(gate.url, null, "/readyz")).status).toBe(200);
  });
});
