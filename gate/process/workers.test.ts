import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { freePort } from "@/db/testing/free-port";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { startChild, stopChild } from "../../bin/start/children";
import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { useDatabase } from "../../lib/kernel/database";
import { authorizeWith, call } from "../testing/ask";
import { runGate, startGate, type GateProcess } from "../testing/gate-process";
import { openRawClient, type RawClient } from "../testing/raw-client";
import { until, untilOutput } from "../testing/until";
import { withinOneHour } from "../testing/within-one-hour";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 60_000 });
const database = testDatabase(useDatabase);
const WORKERS = 3;

let gate: GateProcess;
beforeAll(async () => {
  gate = await startGate(database.url, { GATE_WORKERS: String(WORKERS) });
});
afterAll(() => gate.stop());

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  return { tenant, key: await makeKey(database.db, tenant.account, tenant.people.ada.id) };
}

/** Connections, which are handed out to the workers in turn. */
const connections = (one: GateProcess, count: number): Promise<RawClient[]> =>
  Promise.all(Array.from({ length: count }, () => openRawClient(one.port)));

function workersOf(one: GateProcess): number[] {
  const pids = /"workers":\[([\d,]+)\]/.exec(one.output())?.[1] ?? "";
  return pids.split(",").map(Number);
}

/** One that has ended stays a zombie until its parent, or who inherits it, has taken note. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return /^[^Z]/.test(stdout.trim());
}

describe("several workers on one port", () => {
  it("refuse a revoked key on every connection from the moment of the answer (I1)", async () => {
    const { tenant, key } = await arrange();
    const clients = await connections(gate, WORKERS * 2);
    const statuses = () => Promise.all(clients.map(async (one) => (await one.authorize(key.secret)).status));
    expect(await statuses()).toEqual(clients.map(() => 200));
    await revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: key.id, reason: "leaked" });
    expect(await statuses()).toEqual(clients.map(() => 401));
    for (const one of clients) one.close();
  });

  it("keep a limit exactly together (I11)", () =>
    withinOneHour(async () => {
      const tenant = await makeTenant(database.db, { ada: "admin" }, { hourlyLimit: 20, burstLimit: 1_000 });
      const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
      const clients = await connections(gate, 30);
      const answers = await Promise.all(clients.map((one) => one.authorize(key.secret)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
      for (const one of clients) one.close();
    }));

  it("share the limit of requests without a key", async () => {
    const limited = new Set<number>();
    let refused = 0;
    // So many that one of two windows has more than the limit, should the first end meanwhile.
    for (const one of await connections(gate, WORKERS)) {
      for (let index = 0; index < 150; index += 1) {
        const { status } = await one.authorize("ik_live_nonsense");
        if (status === 429) limited.add(index);
        else refused += 1;
      }
      one.close();
    }
    // 200 in a window altogether.
    expect(limited.size).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(2 * (200 + WORKERS));
  });

  it("are replaced when they die, and the port answers meanwhile", async () => {
    const { key } = await arrange();
    const [victim = 0] = workersOf(gate);
    process.kill(victim, "SIGKILL");
    await untilOutput(gate, `"worker":${victim},"how":"SIGKILL"`);
    for (let index = 0; index < 10; index += 1) {
      const one = await openRawClient(gate.port);
      expect((await one.authorize(key.secret)).status).toBe(200);
      one.close();
    }
    await untilOutput(gate, "gate worker is ready");
    expect(isAlive(victim)).toBe(false);
  });
});

/** Four requests that are under way for as long as the test likes: their bodies are not there yet. */
async function begin(
  own: GateProcess,
  secret: string,
): Promise<{ readonly finish: () => Promise<number[]> }> {
  const body = JSON.stringify({ token: secret });
  const pending = Array.from({ length: 4 }, () => {
    const asked = request(`${own.url}/v1/verify`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-length": body.length,
        // The worker says so when it has begun the request.
        expect: "100-continue",
      },
    });
    const begun = once(asked, "continue");
    asked.flushHeaders();
    const status = new Promise<number>((resolve, reject) => {
      asked.once("error", reject);
      asked.once("response", (response) => resolve(response.resume().statusCode ?? 0));
    });
    return { asked, status, begun };
  });
  await Promise.all(pending.map(({ begun }) => begun));
  return {
    finish: () => {
      for (const { asked } of pending) asked.end(body);
      return Promise.all(pending.map(({ status }) => status));
    },
  };
}

describe("the supervisor", () => {
  it("asked to end lets every worker answer what is under way", async () => {
    const own = await startGate(database.url, { GATE_WORKERS: "2" });
    const { key } = await arrange();
    const pending = await begin(own, key.secret);
    const ended = own.stop();
    await untilOutput(own, "gate is shutting down");
    expect(await pending.finish()).toEqual([200, 200, 200, 200]);
    expect(await ended).toBe(0);
    expect(workersOf(own).filter(isAlive)).toEqual([]);
  });

  it("and its workers, both asked to end, and asked again, still answer what is under way", async () => {
    const own = await startGate(database.url, { GATE_WORKERS: "2" });
    const { key } = await arrange();
    const pending = await begin(own, key.secret);
    const ended = own.stop();
    const [first = 0, second = 0] = workersOf(own);
    for (const pid of [first, second]) process.kill(pid, "SIGTERM");
    // Nobody listens any more: both have begun to end.
    await until(() =>
      openRawClient(own.port).then(
        (one) => (one.close(), false),
        () => true,
      ),
    );
    for (const pid of [first, second]) process.kill(pid, "SIGINT");
    for (const pid of [first, second]) process.kill(pid, "SIGTERM");
    expect(await pending.finish()).toEqual([200, 200, 200, 200]);
    expect(await ended).toBe(0);
  });

  it("killed takes its workers with it", async () => {
    const own = await startGate(database.url, { GATE_WORKERS: "2" });
    const pids = workersOf(own);
    expect(pids.filter(isAlive)).toHaveLength(2);
    own.process.kill("SIGKILL");
    await until(() => pids.every((pid) => !isAlive(pid)));
    await expect(authorizeWith(own.url, null)).rejects.toThrow();
  });

  it("runs under npm start, and ends with it", async () => {
    const port = await freePort();
    const environment = {
      ...process.env,
      DATABASE_URL: database.url,
      GATE_PORT: String(port),
      GATE_WORKERS: "2",
      LOG_LEVEL: "silent",
    };
    const child = startChild("gate", "gate/main.ts", environment, "built");
    const answers = () =>
      call(`http://127.0.0.1:${port}`, null, "/healthz").then(
        ({ ok }) => ok,
        () => false,
      );
    await until(answers);
    await stopChild(child);
    expect(await child.ended).toBe("code 0");
    expect(await answers()).toBe(false);
  });

  it("ends with one clear line where the port is in use", async () => {
    const { code, errorText } = await runGate({
      DATABASE_URL: database.url,
      GATE_PORT: String(gate.port),
      GATE_WORKERS: "2",
    });
    expect([code, errorText]).toEqual([
      1,
      `gate: 127.0.0.1:${gate.port} is in use. Stop what listens there, or set GATE_PORT.\n`,
    ]);
  });

  it.each(["0", "65", "many", "1.5"])("does not start with GATE_WORKERS=%s", async (value) => {
    const { code, errorText } = await runGate({ DATABASE_URL: database.url, GATE_WORKERS: value });
    expect([code, errorText]).toEqual([1, expect.stringMatching(/^gate: GATE_WORKERS .*\n$/)]);
  });
});
