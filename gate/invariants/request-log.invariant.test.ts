/**
 * Request logging across gates: exactly as many requests as a log holds, however many come at once; masked before they are
 * stored; and of people who have not enabled it nothing is asked, and nothing kept.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeApp, makeToken } from "@/db/testing/app";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { useDatabase } from "../../lib/kernel/database";
import { newSecret } from "../../lib/platform/secrets/secrets";
import { clearRequestLog } from "../../lib/request-logs/clear";
import { listLoggedRequests } from "../../lib/request-logs/list";
import { showRequestLogging } from "../../lib/request-logs/show";
import { switchRequestLogging } from "../../lib/request-logs/switch";
import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { authorizeWith, call, verifyWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";
import { openRawClient } from "../testing/raw-client";
import { openRelay } from "../testing/relay";

const database = testDatabase(useDatabase);
const gates: GateProcess[] = [];
beforeAll(async () => {
  gates.push(...(await Promise.all([startGate(database.url), startGate(database.url)])));
});
afterAll(() => Promise.all(gates.map((gate) => gate.stop())));

const url = (gate = 0) => gates[gate]?.url ?? "";

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
  const [ada, max] = [contextOf(tenant, "ada"), contextOf(tenant, "max")];
  const key = await makeKey(database.db, tenant.account, ada.user.id);
  return { tenant, ada, max, key, second: await makeKey(database.db, tenant.account, ada.user.id) };
}

describe("200 requests at once on two gates", () => {
  it.each([1, 2, 3])("leave exactly 50 in the log, which is then off, each time anew: %d", async () => {
    const { ada, key, second } = await arrange();
    await switchRequestLogging(ada, { isEnabled: true });
    const clients = await Promise.all(
      Array.from({ length: 200 }, (_, n) => openRawClient(gates[n % 2]?.port ?? 0)),
    );
    const answers = await Promise.all(
      clients.map((client, n) => client.authorize((n % 3 === 0 ? second : key).secret)),
    );
    for (const client of clients) client.close();
    // A gate may refuse some as too many at once: nothing was checked of those.
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(60);
    const { data } = await listLoggedRequests(ada);
    const { rows } = await database.owner.query("select 1 from request_log_entries where user_id = $1", [
      ada.user.id,
    ]);
    expect([rows.length, new Set(data.map(({ id }) => id)).size]).toEqual([50, 50]);
    expect(await showRequestLogging(ada)).toEqual({ isEnabled: false, maxEntries: 50, remainingEntries: 0 });
    // The log is full: what comes now changes nothing, until it is cleared and enabled again.
    await authorizeWith(url(), key.secret);
    expect((await listLoggedRequests(ada)).data).toEqual(data);
    await clearRequestLog(ada);
    await switchRequestLogging(ada, { isEnabled: true });
    await authorizeWith(url(1), key.secret);
    expect((await listLoggedRequests(ada)).data).toHaveLength(1);
  });
});

describe("a request that acts as a person who has enabled logging", () => {
  it("is in the log when its answer is there, with its verdict or the answer's status, whatever it was", async () => {
    const { tenant, ada, key, second } = await arrange();
    await switchRequestLogging(ada, { isEnabled: true });
    const headers = { "X-Forwarded-Method": "POST", "X-Forwarded-Uri": "/agreements?page=2" };
    await authorizeWith(url(), key.secret, "?scope=agreements:write", headers);
    await verifyWith(url(1), { token: key.secret, method: "GET", path: "/widgets", ip: "192.0.2.7" });
    await call(url(), key.secret, "/v1/me");
    await call(url(1), key.secret, "/v1/integration-keys", { method: "POST" });
    await call(url(), key.secret, "/api/rest/v6/baseUris", { headers: { "x-api-user": "nobody" } });
    await revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: second.id, reason: "leaked" });
    const revoked = await authorizeWith(url(), second.secret);
    const { data } = await listLoggedRequests(ada);
    expect(data.map(({ method, target, status, code }) => [method, target, status, code])).toEqual([
      ["POST", "/agreements?page=2", 403, "insufficient_scope"],
      ["GET", "/widgets", 200, "allowed"],
      ["GET", "/v1/me", 200, "allowed"],
      ["POST", "/v1/integration-keys", 403, "allowed"],
      ["GET", "/api/rest/v6/baseUris", 400, "allowed"],
      ["GET", "/v1/authorize", 401, "revoked_key"],
    ]);
    expect(data[1]).toMatchObject({ address: "192.0.2.7", headers: [] });
    expect(data.at(-1)?.id).toBe(revoked.headers.get("x-request-id"));
    for (const { durationMilliseconds, at, id } of data) {
      expect(durationMilliseconds).toBeGreaterThan(0);
      const { rows } = await database.owner.query<{ at: Date }>("select at from calls where id = $1", [id]);
      expect(rows[0]?.at.toISOString()).toBe(at);
    }
  });

  it("is in the log of the member whom a token acts as, not of the person who made the app", async () => {
    const { tenant, ada, max } = await arrange();
    const app = await makeApp(database.db, tenant.account, ada.user.id);
    const token = await makeToken(database.db, app, tenant.account.id, max.user.id);
    await switchRequestLogging(ada, { isEnabled: true });
    await switchRequestLogging(max, { isEnabled: true });
    await authorizeWith(url(), token.secret);
    expect((await listLoggedRequests(ada)).data).toEqual([]);
    expect((await listLoggedRequests(max)).data).toMatchObject([{ key: { id: app.id }, status: 200 }]);
  });

  it("is kept without what authenticates: in the headers, in the query, in any form", async () => {
    const { ada, key } = await arrange();
    await switchRequestLogging(ada, { isEnabled: true });
    const planted = newSecret("iks", "sandbox").text;
    const password = "correct horse battery staple";
    const headers = {
      Cookie: `session=${password}`,
      "X-Api-Key": password,
      "X-Acme": planted,
      "User-Agent": `deploy --key ${planted.replaceAll("_", "%5F")}`,
      Referer: `https://app.example/?access_token=${planted}`,
      "X-Original-URI": `/x/${planted}?password=${encodeURIComponent(password)}&page=2`,
      "Proxy-Authorization": `Basic ${btoa(`ada:${password}`)}`,
    };
    await authorizeWith(url(), key.secret, "", headers);
    await verifyWith(url(1), { token: key.secret, path: `/x?token=${planted}`, userAgent: planted });
    const { rows } = await database.owner.query<{ row: string }>(
      "select row_to_json(e)::text as row from request_log_entries e where user_id = $1",
      [ada.user.id],
    );
    expect(rows).toHaveLength(2);
    const kept = rows.map(({ row }) => row).join("\n");
    for (const secret of [planted.slice(9, 29), key.secret.slice(9, 29), "horse", btoa(`ada:${password}`)]) {
      expect(kept).not.toContain(secret);
    }
    for (const rest of ["Bearer [masked]", "Basic [masked]", "deploy --key", "page=2"]) {
      expect(kept).toContain(rest);
    }
  });
});

describe("people who have not enabled logging", () => {
  it("have the one statement of a known key's check and no other, and none of their requests is kept", async () => {
    const { ada, max, tenant, key } = await arrange();
    const maxKey = await makeKey(database.db, tenant.account, max.user.id);
    const server = new URL(database.url);
    const relay = await openRelay(Number(server.port));
    server.port = String(relay.port);
    const gate = await startGate(server.href);
    const statementsOf = async (secret: string) => {
      const before = relay.statements();
      expect((await authorizeWith(gate.url, secret)).status).toBe(200);
      return relay.statements() - before;
    };
    try {
      await switchRequestLogging(ada, { isEnabled: true });
      // The first calls of an account and of a key, and the connections of the gate, take more.
      for (const secret of [maxKey.secret, key.secret, maxKey.secret, key.secret]) await statementsOf(secret);
      expect([await statementsOf(maxKey.secret), await statementsOf(key.secret)]).toEqual([1, 2]);
      await switchRequestLogging(ada, { isEnabled: false });
      // What was kept is not so any more: it is not proved, looked up, and recorded.
      expect([await statementsOf(key.secret), await statementsOf(key.secret)]).toEqual([3, 1]);
    } finally {
      await gate.stop();
      await relay.close();
    }
    expect((await listLoggedRequests(max)).data).toEqual([]);
    expect((await listLoggedRequests(ada)).data).toHaveLength(3);
  });
});
