import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Client } from "pg";

import { makeKey, type TestKey } from "@/db/testing/key";
import { ownServer } from "@/db/testing/own-server";
import { makeTenant } from "@/db/testing/tenant";

import { authorizeWith, call, verifyWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";
import { hammer, type Asked, type Hammer } from "../testing/hammer";

const TIMEOUT_MS = 1_000;
/** What a machine that is busy with other things may add to any time. */
const SLACK_MS = 2_000;
const RECOVERY_MS = 2_000;
const CLIENTS = 8;
const MAX_CONNECTIONS = 20;
/** Names of the test's own connections. */
const [TAKEN, ADMIN] = ["taken", "admin"];

const server = ownServer({ max_connections: String(MAX_CONNECTIONS), superuser_reserved_connections: "0" });
const gates: GateProcess[] = [];
let key: TestKey;
let load: Hammer;
let admin: Client;

beforeAll(async () => {
  const tenant = await makeTenant(server.db, { ada: "admin" }, { hourlyLimit: 1e9, burstLimit: 1e9 });
  key = await makeKey(server.db, tenant.account, tenant.people.ada.id);
  const start = () => startGate(server.url, { GATE_DATABASE_TIMEOUT_MS: String(TIMEOUT_MS) });
  gates.push(...(await Promise.all([start(), start()])));
});
afterAll(() => Promise.all(gates.map((gate) => gate.stop())));

beforeEach(async () => {
  admin = new Client({ connectionString: server.ownerUrl, application_name: ADMIN });
  admin.on("error", () => undefined);
  await admin.connect();
  load = hammer(
    gates.map((gate) => gate.url),
    key.secret,
    CLIENTS,
  );
  await load.untilAllowed(0);
});
afterEach(async () => {
  await load.stop();
  await admin.end().catch(() => undefined);
});

/** Waits until each gate has refused questions that were asked after `time`, and been asked for some time-outs. */
async function untilRefused(time: number): Promise<void> {
  const isRefusing = (gate: number) =>
    load.asked.filter((one) => one.gate === gate && one.start > time).length > 3 * CLIENTS;
  await load.until(() => (gates.every((_, gate) => isRefusing(gate)) ? true : undefined));
}

/** Asserts that nothing was let through while the database was away, and that every answer came in time. */
function expectClosed(gone: number, back: number): void {
  const meanwhile = load.asked.filter((one) => one.start > gone && one.end < back);
  expect(meanwhile.length).toBeGreaterThan(3 * CLIENTS * gates.length);
  expect(new Set(meanwhile.map((one) => one.status))).toEqual(new Set([503]));
  const longest = Math.max(...meanwhile.map((one) => one.end - one.start));
  expect(longest).toBeLessThan(TIMEOUT_MS + SLACK_MS);
}

/** Asserts that both gates let through again within two seconds, by themselves. */
async function expectRecovery(back: number): Promise<void> {
  const first: readonly Asked[] = await load.untilAllowed(back);
  for (const one of first) expect(one.end - back).toBeLessThan(RECOVERY_MS);
  for (const gate of gates) expect((await call(gate.url, null, "/readyz")).status).toBe(200);
}

/** Asserts that whatever was let through before, during and after is on the record (I3). */
async function expectRecorded(): Promise<void> {
  await load.stop();
  const { rows } = await server.db.$client.query<{ id: string }>(
    "select id from calls where key_id = $1 and code = 'allowed'",
    [key.id],
  );
  const recorded = new Set(rows.map((row) => row.id));
  const accepted = load.asked.flatMap((one) => one.callId ?? []);
  expect(accepted.length).toBeGreaterThan(0);
  expect(accepted.filter((id) => !recorded.has(id))).toEqual([]);
}

describe("I4: without its database no gate lets anybody through", () => {
  it("while PostgreSQL is stopped, and works again by itself within two seconds", async () => {
    await server.cluster.halt("SIGINT");
    const gone = performance.now();
    await untilRefused(gone);
    for (const gate of gates) {
      const response = await authorizeWith(gate.url, key.secret);
      expect(response.headers.get("retry-after")).toBe("1");
      expect(await response.json()).toMatchObject({ status: 503, code: "database_unavailable" });
      expect((await verifyWith(gate.url, { token: key.secret })).status).toBe(503);
      expect((await call(gate.url, key.secret, "/v1/me")).status).toBe(503);
      expect((await call(gate.url, null, "/readyz")).status).toBe(503);
      expect((await call(gate.url, null, "/healthz")).status).toBe(200);
    }
    const back = performance.now();
    expectClosed(gone, back);
    await server.cluster.restart();
    await expectRecovery(performance.now());
    await expectRecorded();
  }, 120_000);

  it("while PostgreSQL hangs, with answers in time, and works again by itself within two seconds", async () => {
    const pids = await suspend();
    const gone = performance.now();
    try {
      await untilRefused(gone);
      expectClosed(gone, performance.now());
    } finally {
      for (const pid of pids) process.kill(pid, "SIGCONT");
    }
    await expectRecovery(performance.now());
    await expectRecorded();
  }, 120_000);

  it("while PostgreSQL has no connection left, and works again by itself within two seconds", async () => {
    const taken = await takeAllConnections();
    const gone = performance.now();
    await untilRefused(gone);
    expectClosed(gone, performance.now());
    await Promise.all(taken.map((client) => client.end()));
    await expectRecovery(performance.now());
    await expectRecorded();
  }, 120_000);
});

/** Suspends the server, and then the sessions that it has: none is made any more. @returns their process ids */
async function suspend(): Promise<number[]> {
  const { pid } = server.cluster.process;
  if (pid === undefined) throw new Error("The server runs");
  process.kill(pid, "SIGSTOP");
  const { rows } = await admin.query<{ pid: number }>(
    "select pid from pg_stat_activity where application_name = 'countersign-gate'",
  );
  const sessions = rows.map((row) => row.pid);
  for (const session of sessions) process.kill(session, "SIGSTOP");
  return [pid, ...sessions];
}

/** Ends the gates' sessions and takes every connection that the server has, until all of them are the test's own. */
async function takeAllConnections(): Promise<Client[]> {
  // The pool of the test keeps one, from now on for longer than this takes.
  await server.db.$client.query("select 1");
  const taken: Client[] = [];
  for (;;) {
    const client = new Client({ connectionString: server.ownerUrl, application_name: TAKEN });
    client.on("error", () => undefined);
    const isConnected = await client.connect().then(
      () => true,
      () => false,
    );
    if (isConnected) taken.push(client);
    // One that is just being made has no name yet, and belongs to a gate.
    const { rows } = await admin.query<{ own: number }>(
      `with others as (
         select pg_terminate_backend(pid) from pg_stat_activity
         where backend_type = 'client backend' and application_name <> all ($1)
       )
       select count(*)::int as own, (select count(*) from others) from pg_stat_activity
       where backend_type = 'client backend' and application_name = any ($1)`,
      [[TAKEN, ADMIN, "countersign-test"]],
    );
    if (rows[0]?.own === MAX_CONNECTIONS) return taken;
  }
}
