import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { memberships } from "@/db/schema/accounts";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { beginRecords } from "../../lib/audit/begin-records";
import { verifyChain } from "../../lib/audit/verify";
import { ApiRequestLogs } from "../../lib/contracts/gate/gate-diagnostics";
import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { useDatabase } from "../../lib/kernel/database";
import { newId } from "../../lib/platform/ids";
import { logFullText } from "../../lib/domain/request-logs/request-logging";
import { listLoggedRequests } from "../../lib/request-logs/list";
import { showRequestLogging } from "../../lib/request-logs/show";
import { authorizeWith, call } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";
import { likeRest } from "./rest-errors";
import { unzip } from "@/testing/programs/unzip";

const SETTINGS = "/restapi/v2.1/diagnostics/settings";
const LOGS = "/restapi/v2.1/diagnostics/request_logs";

const database = testDatabase(useDatabase);
let gate: GateProcess;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "countersign-log-"));
  gate = await startGate(database.url);
});
afterAll(async () => {
  await gate.stop();
  rmSync(folder, { recursive: true });
});

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
  const [ada, max] = [contextOf(tenant, "ada"), contextOf(tenant, "max")];
  const key = await makeKey(database.db, tenant.account, ada.user.id);
  return { tenant, ada, max, key, maxKey: await makeKey(database.db, tenant.account, max.user.id) };
}

const get = (secret: string | null, path: string, accept = "application/json") =>
  call(gate.url, secret, path, { headers: { accept } });
const put = (secret: string | null, body: string, type = "application/json") =>
  call(gate.url, secret, SETTINGS, { method: "PUT", headers: { "content-type": type }, body });
const enable = (secret: string) => put(secret, `{"apiRequestLogging":"true"}`);
const bodyOf = async (response: Response) => [response.status, await response.json()] as const;
const settings = (on: string, left: string) => ({
  apiRequestLogging: on,
  apiRequestLogMaxEntries: "50",
  apiRequestLogRemainingEntries: left,
});
const listOf = async (secret: string) =>
  ApiRequestLogs.parse(await (await get(secret, LOGS)).json()).apiRequestLogs;

describe("the settings of request logging", () => {
  it("are texts, off with fifty places, and are what was put", async () => {
    const { key } = await arrange();
    expect(await bodyOf(await get(key.secret, SETTINGS))).toEqual([200, settings("false", "50")]);
    expect(await bodyOf(await enable(key.secret))).toEqual([200, settings("true", "50")]);
    await authorizeWith(gate.url, key.secret);
    expect(await bodyOf(await get(key.secret, SETTINGS))).toEqual([200, settings("true", "49")]);
    // As clients do that send back all they were given.
    const off = await put(key.secret, JSON.stringify(settings("false", "50")));
    expect(await bodyOf(off)).toEqual([200, settings("false", "49")]);
  });

  it("refuse what is no setting, and change nothing", async () => {
    const { key } = await arrange();
    for (const body of [
      "",
      "{",
      "{}",
      "[]",
      "null",
      `{"apiRequestLogging":true}`,
      `{"apiRequestLogging":"yes"}`,
    ]) {
      const answer = await bodyOf(await put(key.secret, body));
      const message = expect.stringMatching(/^(?:The body|\/apiRequestLogging)\b/);
      expect(answer).toEqual([400, { errorCode: "INVALID_REQUEST_BODY", message }]);
    }
    const other = await put(key.secret, `{"apiRequestLogging":"true","more":1}`);
    expect(await bodyOf(other)).toMatchObject([400, { errorCode: "INVALID_REQUEST_BODY" }]);
    for (const [status, answer] of [
      [415, await put(key.secret, "apiRequestLogging=true", "text/plain")],
      [413, await put(key.secret, " ".repeat(70_000))],
    ] as const) {
      expect(await bodyOf(answer)).toMatchObject([status, { errorCode: "INVALID_REQUEST_BODY" }]);
      // It was checked first, and is recorded with how it ended.
      const { rows } = await database.owner.query("select outcome_status from calls where id = $1", [
        answer.headers.get("x-countersign-call"),
      ]);
      expect(rows).toEqual([{ outcome_status: status }]);
    }
    expect(await (await get(key.secret, SETTINGS)).json()).toEqual(settings("false", "50"));
  });

  it("refuse to be enabled while the log is full", async () => {
    const { key } = await arrange();
    await enable(key.secret);
    for (let requests = 0; requests < 50; requests += 1) await authorizeWith(gate.url, key.secret);
    expect(await bodyOf(await enable(key.secret))).toMatchObject([409, { errorCode: "REQUEST_LOG_FULL" }]);
    expect((await call(gate.url, key.secret, LOGS, { method: "DELETE" })).status).toBe(200);
    expect(await bodyOf(await enable(key.secret))).toMatchObject([
      200,
      { apiRequestLogRemainingEntries: "50" },
    ]);
  });

  it("say of a full log how it can be cleared: here, or where its requests acted", async () => {
    const { ada, key } = await arrange();
    const elsewhere = await makeTenant(database.db, { gus: "admin" });
    await database.ownerDb.insert(memberships).values({
      id: newId(),
      accountId: elsewhere.account.id,
      environment: "production",
      userId: ada.user.id,
      profile: "admin",
    });
    const there = await makeKey(database.db, elsewhere.account, ada.user.id);
    await enable(key.secret);
    for (let requests = 0; requests < 50; requests += 1) await authorizeWith(gate.url, there.secret);
    const full = async (secret: string) => bodyOf(await enable(secret));
    expect(await full(there.secret)).toMatchObject([409, { message: logFullText(50, null) }]);
    const told = await full(key.secret);
    expect(told).toMatchObject([409, { message: expect.stringMatching(/other accounts.*the console/) }]);
    // Clearing here changes nothing, as it says; clearing there does what it says.
    await call(gate.url, key.secret, LOGS, { method: "DELETE" });
    expect(await full(key.secret)).toEqual(told);
    await call(gate.url, there.secret, LOGS, { method: "DELETE" });
    expect(await full(key.secret)).toMatchObject([200, { apiRequestLogging: "true" }]);
  });

  it("are neither shown nor changed with a credential that has no scopes left", async () => {
    const { ada, tenant } = await arrange();
    const bare = await makeKey(database.db, tenant.account, ada.user.id, { scopes: [] });
    for (const answer of [
      await get(bare.secret, SETTINGS),
      await enable(bare.secret),
      await get(bare.secret, LOGS),
      await get(bare.secret, `${LOGS}/${newId()}`),
      await call(gate.url, bare.secret, LOGS, { method: "DELETE" }),
    ]) {
      expect(await bodyOf(answer)).toMatchObject([403, { errorCode: "USER_LACKS_PERMISSIONS" }]);
      const { rows } = await database.owner.query("select outcome_status from calls where id = $1", [
        answer.headers.get("x-countersign-call"),
      ]);
      expect(rows).toEqual([{ outcome_status: 403 }]);
    }
    expect((await showRequestLogging(ada)).isEnabled).toBe(false);
  });

  it.each(["", "{", "{}", `{"apiRequestLogging":"true"}`])(
    "are nobody's without a key, whatever the body is: %s",
    async (body) => {
      for (const type of ["application/json", "text/plain"]) {
        const none = await bodyOf(await put(null, body, type));
        expect(none).toMatchObject([401, { errorCode: "AUTHORIZATION_MISSING_TOKEN" }]);
        expect((await put("ik_live_x", body, type)).status).toBe(401);
      }
    },
  );

  it("that are changed are on the person's record, with the key by which they were (R11)", async () => {
    const { ada, key } = await arrange();
    await beginRecords(database.ownerDb);
    const answer = await enable(key.secret);
    await enable(key.secret);
    await authorizeWith(gate.url, key.secret);
    await call(gate.url, key.secret, LOGS, { method: "DELETE" });
    const { rows } = await database.owner.query(
      "select action, actor_id, after, request_id, address from audit_events where chain_id = $1 and sequence > 1 order by sequence",
      [ada.user.id],
    );
    expect(rows).toEqual([
      {
        action: "request_logging.enabled",
        actor_id: ada.user.id,
        after: { remainingEntries: 50, clientId: key.clientId },
        request_id: answer.headers.get("x-countersign-call"),
        address: "127.0.0.1",
      },
      expect.objectContaining({
        action: "request_log.cleared",
        after: { requests: 0, clientId: key.clientId },
      }),
    ]);
    expect(await verifyChain(database.db, ada.user.id)).toMatchObject({ isValid: true, events: 3 });
  });
});

describe("the log over HTTP", () => {
  it("lists the requests in their order, gives each as text, and all of them as a ZIP", async () => {
    const { key } = await arrange();
    await enable(key.secret);
    const headers = { "X-Forwarded-Method": "POST", "X-Forwarded-Uri": "/agreements?password=x&page=2" };
    const first = await authorizeWith(gate.url, key.secret, "", headers);
    await call(gate.url, key.secret, "/v1/integration-keys");
    const { apiRequestLogs } = (await (await get(key.secret, LOGS)).json()) as ApiRequestLogs;
    expect(apiRequestLogs).toEqual([
      {
        requestLogId: first.headers.get("x-countersign-call"),
        createdDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        status: "OK",
        description: "POST /agreements?password=[masked]&page=2",
      },
      expect.objectContaining({ status: "Forbidden", description: "GET /v1/integration-keys" }),
    ]);
    const text = await get(key.secret, `${LOGS}/${apiRequestLogs[0]?.requestLogId ?? ""}`, "*/*");
    expect([text.status, text.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
    const words = await text.text();
    expect(words).toMatch(/^POST \/agreements\?password=\[masked\]&page=2\n/);
    expect(words).toContain("authorization: Bearer [masked]");
    expect(words).not.toContain(key.secret.slice(8, 20));

    const zip = await get(key.secret, LOGS, "application/json;q=0.5, application/zip");
    expect([zip.status, zip.headers.get("content-type"), zip.headers.get("vary")]).toEqual([
      200,
      "application/zip",
      "Accept",
    ]);
    const file = join(folder, "log.zip");
    writeFileSync(file, Buffer.from(await zip.arrayBuffer()));
    expect(unzip("-t", file)).toContain("No errors detected");
    expect(unzip("-Z1", file).trim().split("\n")).toEqual([
      "01_200_POST_agreements.txt",
      "02_403_GET_v1-integration-keys.txt",
    ]);
  });

  it("does not log what asks about it", async () => {
    const { key, ada } = await arrange();
    await enable(key.secret);
    for (const path of [SETTINGS, LOGS, `${LOGS}/${newId()}`]) await get(key.secret, path);
    expect((await listLoggedRequests(ada)).data).toEqual([]);
  });

  it("shows nobody another person's requests, an admin as little as anybody: as if there were none", async () => {
    const { key, maxKey } = await arrange();
    await enable(maxKey.secret);
    const logged = await authorizeWith(gate.url, maxKey.secret);
    const id = logged.headers.get("x-countersign-call") ?? "";
    expect(await listOf(key.secret)).toEqual([]);
    const [theirs, none, nonsense] = await Promise.all(
      [id, newId(), "nonsense"].map(async (one) => bodyOf(await get(key.secret, `${LOGS}/${one}`))),
    );
    expect(theirs).toEqual([404, { errorCode: "RESOURCE_NOT_FOUND", message: expect.any(String) }]);
    expect([none, nonsense]).toEqual([theirs, theirs]);
    await call(gate.url, key.secret, LOGS, { method: "DELETE" });
    expect(await listOf(maxKey.secret)).toHaveLength(1);
  });

  it("shows and clears with a credential of one account nothing that acted in another (R7)", async () => {
    const { ada, key } = await arrange();
    const elsewhere = await makeTenant(database.db, { gus: "admin" });
    await database.ownerDb.insert(memberships).values({
      id: newId(),
      accountId: elsewhere.account.id,
      environment: "production",
      userId: ada.user.id,
      profile: "admin",
    });
    const there = await makeKey(database.db, elsewhere.account, ada.user.id);
    await enable(key.secret);
    const logged = await authorizeWith(gate.url, there.secret);
    const id = logged.headers.get("x-countersign-call") ?? "";
    expect(await listOf(key.secret)).toEqual([]);
    expect((await get(key.secret, `${LOGS}/${id}`)).status).toBe(404);
    await call(gate.url, key.secret, LOGS, { method: "DELETE" });
    expect((await listOf(there.secret)).map(({ requestLogId }) => requestLogId)).toEqual([id]);
    expect((await listLoggedRequests(ada)).data).toHaveLength(1);
  });
});

describe("errors below /restapi/", () => {
  it("leave at fixed times where they tell of a key, as every refusal does", () => {
    const refusal = { status: 401, headers: {}, body: null };
    expect(likeRest({ ...refusal, isSteady: true }, "revoked_key", "").isSteady).toBe(true);
    expect(likeRest(refusal, "missing_key", "").isSteady ?? false).toBe(false);
  });

  it("are a code and a message, whatever happened", async () => {
    const { tenant, key } = await arrange();
    await revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: key.id, reason: "leaked" });
    const invalid = {
      errorCode: "AUTHORIZATION_INVALID_TOKEN",
      message: "The access token provided is expired, revoked or malformed.",
    };
    for (const [answer, expected] of [
      [await get(null, SETTINGS), [401, { errorCode: "AUTHORIZATION_MISSING_TOKEN" }]],
      [await get("ik_live_x", LOGS), [401, invalid]],
      [await get(key.secret, LOGS), [401, invalid]],
      [await get(null, "/restapi/v2.1/nothing"), [404, { errorCode: "RESOURCE_NOT_FOUND" }]],
      [await call(gate.url, null, SETTINGS, { method: "POST" }), [405, { errorCode: "METHOD_NOT_ALLOWED" }]],
    ] as const) {
      const [status, body] = await bodyOf(answer);
      expect([status, body]).toMatchObject(expected);
      expect(Object.keys(body as object)).toEqual(["errorCode", "message"]);
      expect(answer.headers.get("x-request-id")).not.toBeNull();
    }
  });
});
