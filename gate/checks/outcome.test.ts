import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { newCallId, timeOfId } from "../../lib/platform/ids";
import { authorizeWith, call } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";
import { openRawClient } from "../testing/raw-client";

const database = testDatabase();
let gate: GateProcess;
beforeAll(async () => {
  gate = await startGate(database.url);
});
afterAll(() => gate.stop());

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
  return { key, callId: await madeCall(key.secret) };
}

async function madeCall(secret: string, query = ""): Promise<string> {
  const response = await authorizeWith(gate.url, secret, query);
  return response.headers.get("x-countersign-call") ?? "";
}

const report = (callId: string, body: unknown, type = "application/json", method = "PUT") =>
  call(gate.url, null, `/v1/calls/${callId}/outcome`, {
    method,
    headers: { "content-type": type },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

async function expectRefusal(response: Response, status: number, code: string) {
  expect([response.status, await response.json()]).toMatchObject([status, { code, status }]);
}

async function outcomesOf(keyId: string): Promise<unknown[]> {
  const { rows } = await database.owner.query<{ outcome_status: number | null }>(
    "select outcome_status from calls where key_id = $1 order by at, id",
    [keyId],
  );
  return rows.map((row) => row.outcome_status);
}

describe("the id of a call", () => {
  it("leads to its row: it carries the very time of the call", async () => {
    const { key, callId } = await arrange();
    const { rows } = await database.owner.query<{ id: string; at: Date }>(
      "select id, at from calls where key_id = $1",
      [key.id],
    );
    expect(rows).toEqual([{ id: callId, at: timeOfId(callId) }]);
  });
});

describe("PUT /v1/calls/{callId}/outcome", () => {
  it("says how a call ended; the last report stands, and saying it again changes nothing", async () => {
    const { key, callId } = await arrange();
    for (const status of [500, 500, 200]) {
      const response = await report(callId, { status });
      expect([response.status, await response.text()]).toEqual([204, ""]);
      expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      expect(response.headers.get("content-length")).toBeNull();
      expect(await outcomesOf(key.id)).toEqual([status]);
    }
    expect((await report(callId.toUpperCase(), { status: 404 })).status).toBe(204);
    expect(await outcomesOf(key.id)).toEqual([404]);
  });

  it("takes very many at once, each for its own call and no other", async () => {
    const { key } = await arrange();
    const client = await openRawClient(gate.port);
    const ids: string[] = [];
    for (let index = 0; index < 100; index += 1) ids.push((await client.authorize(key.secret)).callId ?? "");
    client.close();
    const answers = await Promise.all(
      ids.flatMap((id, index) => [report(id, { status: 200 + index }), report(newCallId(), { status: 599 })]),
    );
    expect(answers.map(({ status }) => status)).toEqual(ids.flatMap(() => [204, 404]));
    const { rows } = await database.owner.query<{ id: string; outcome_status: number | null }>(
      "select id, outcome_status from calls where key_id = $1",
      [key.id],
    );
    const statuses = new Map(rows.map((row) => [row.id, row.outcome_status]));
    expect(ids.map((id) => statuses.get(id))).toEqual(ids.map((_, index) => 200 + index));
  });

  it("answers 404 for no call, for one that was refused, and for what is no id of a call", async () => {
    const { key, callId } = await arrange();
    const refused = await madeCall(key.secret, "?scope=users:read");
    expect(refused).not.toBe("");
    const guess = `${callId.slice(0, 24)}${randomUUID().slice(24)}`;
    for (const id of [
      newCallId(),
      refused,
      guess,
      randomUUID(),
      "x",
      "%00",
      `${callId}0`,
      callId.replaceAll("-", ""),
      key.id,
    ]) {
      await expectRefusal(await report(id, { status: 200 }), 404, "call_not_found");
    }
    expect(await outcomesOf(key.id)).toEqual([null, null]);
  });

  it("answers 410 a day after the call, and the outcome stays", async () => {
    const { key } = await arrange();
    const made = async (age: string) => {
      const { rows } = await database.owner.query<{ at: Date }>(
        `select date_trunc('milliseconds', now() - interval '${age}') as at`,
      );
      const at = rows[0]?.at ?? new Date();
      const id = newCallId(at);
      await database.owner.query(
        `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed, outcome_status)
         select $1, $2, account_id, key_id, credential_id, method, path, code, scopes_needed, 418 from calls where key_id = $3 limit 1`,
        [id, at, key.id],
      );
      return id;
    };
    expect((await report(newCallId(new Date(Date.now() - 30 * 86_400_000)), { status: 200 })).status).toBe(
      410,
    );
    const [late, early] = [await made("24 hours 1 second"), await made("23 hours 59 minutes")];
    await expectRefusal(await report(late, { status: 200 }), 410, "outcome_too_late");
    expect((await report(early, { status: 201 })).status).toBe(204);
    expect(await outcomesOf(key.id)).toEqual([418, 201, null]);
  });

  it.each([
    [{}, "/status"],
    [{ status: 99 }, "/status"],
    [{ status: 600 }, "/status"],
    [{ status: "500" }, "/status"],
    [{ status: 200.5 }, "/status"],
    [{ status: null }, "/status"],
    ['{"status":1e999}', "/status"],
    [{ status: 500, reason: "x" }, "/reason"],
    [[], ""],
    ["null", ""],
    ['"500"', ""],
  ])("answers 400 with the place for %j", async (body, pointer) => {
    const { callId } = await arrange();
    const response = await report(callId, body);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { code: "validation_failed", errors: [{ pointer }] },
    ]);
  });

  it("answers 400 for no JSON, 413 for too much, 415 for another type, 405 for another method", async () => {
    const { callId } = await arrange();
    await expectRefusal(await report(callId, "{"), 400, "malformed_json");
    await expectRefusal(await report(callId, " ".repeat(70_000)), 413, "body_too_large");
    await expectRefusal(await report(callId, { status: 200 }, "text/plain"), 415, "unsupported_media_type");
    for (const method of ["POST", "PATCH", "DELETE", "OPTIONS"]) {
      const response = await report(callId, { status: 200 }, "application/json", method);
      expect([response.status, response.headers.get("allow")]).toEqual([405, "PUT"]);
    }
    expect((await call(gate.url, null, `/v1/calls/${callId}/outcome`)).status).toBe(405);
    expect((await call(gate.url, null, `/v1/calls/${callId}/outcome/x`)).status).toBe(404);
    expect((await call(gate.url, null, "/v1/calls//outcome")).status).toBe(404);
  });
});
