import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { createMetrics } from "./metrics";
import { authorizeWith, call } from "../testing/ask";
import { runGate, startGate, type GateProcess } from "../testing/gate-process";
import { openRawClient } from "../testing/raw-client";
import { untilOutput } from "../testing/until";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 60_000 });

const database = testDatabase();
const folder = mkdtempSync(join(tmpdir(), "gate-metrics-"));
const routes = join(folder, "routes.yaml");
writeFileSync(routes, "routes: [{ method: GET, path: /public, public: true }]\nunknownRoutes: allow\n");
afterAll(() => rmSync(folder, { recursive: true }));

const portOf = (gate: GateProcess) => Number(/"metricsPort":(\d+)/.exec(gate.output())?.[1]);
const addressOf = (gate: GateProcess) => `http://127.0.0.1:${portOf(gate)}`;
const scrape = async (gate: GateProcess) => (await fetch(`${addressOf(gate)}/metrics`)).text();

/** The value of a metric, named as it stands in the text. */
function valueOf(text: string, name: string): number {
  const line = text.split("\n").find((one) => one.startsWith(`${name} `));
  return line === undefined ? Number.NaN : Number(line.slice(name.length + 1));
}

async function arrangeKey() {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  return { tenant, key: await makeKey(database.db, tenant.account, tenant.people.ada.id) };
}

describe.each([1, 2])("metrics of %d processes", (workers) => {
  let gate: GateProcess;
  beforeAll(async () => {
    gate = await startGate(database.url, {
      GATE_METRICS_PORT: "0",
      GATE_WORKERS: String(workers),
      GATE_ROUTES: routes,
    });
  });
  afterAll(() => gate.stop());

  it("count every check by its verdict, and tell how long checks and batches take", async () => {
    const { key } = await arrangeKey();
    for (let index = 0; index < 6; index += 1) {
      const one = await openRawClient(gate.port);
      await one.authorize(key.secret);
      await one.authorize(key.secret, "users:read");
      await one.authorize("nonsense");
      one.close();
    }
    const text = await scrape(gate);
    const verdict = (code: string) => valueOf(text, `countersign_gate_verdicts_total{code="${code}"}`);
    expect([
      verdict("allowed"),
      verdict("insufficient_scope"),
      verdict("malformed_key"),
      verdict("revoked_key"),
    ]).toEqual([6, 6, 6, 0]);
    expect(verdict("overloaded")).toBe(0);
    expect(valueOf(text, "countersign_gate_check_duration_seconds_count")).toBe(18);
    const items = (kind: string) => valueOf(text, `countersign_gate_batch_items_sum{kind="${kind}"}`);
    expect(items("record")).toBe(12);
    // Of what was allowed, each process looks up the first two.
    expect(items("lookup")).toBeGreaterThanOrEqual(6 + 2);
    expect(items("lookup")).toBeLessThanOrEqual(6 + 2 * workers);
    const kept = valueOf(text, "countersign_gate_keys_kept");
    expect(kept).toBeGreaterThanOrEqual(1);
    expect(kept).toBeLessThanOrEqual(workers);
    for (const kind of ["lookup", "record"]) {
      expect(valueOf(text, `countersign_gate_batch_duration_seconds_count{kind="${kind}"}`)).toBeGreaterThan(
        0,
      );
      expect(valueOf(text, `countersign_gate_batch_wait_seconds_count{kind="${kind}"}`)).toBeGreaterThan(0);
      expect(valueOf(text, `countersign_gate_batch_failures_total{kind="${kind}"}`)).toBe(0);
      expect(valueOf(text, `countersign_gate_queue_items{kind="${kind}"}`)).toBe(0);
      expect(valueOf(text, `countersign_gate_batches_in_flight{kind="${kind}"}`)).toBe(0);
    }
    expect(valueOf(text, 'countersign_gate_pool{state="total"}')).toBeGreaterThanOrEqual(workers);
    expect(valueOf(text, 'countersign_gate_pool{state="waiting"}')).toBe(0);
    expect(valueOf(text, "process_resident_memory_bytes")).toBeGreaterThan(1_000_000);
  });

  it("count requests of public routes apart from checks", async () => {
    const checks = (text: string) => valueOf(text, "countersign_gate_check_duration_seconds_count");
    const before = checks(await scrape(gate));
    const asked = { "x-forwarded-method": "GET", "x-forwarded-uri": "/public" };
    for (let made = 0; made < 3; made += 1) await authorizeWith(gate.url, null, "", asked);
    const text = await scrape(gate);
    expect(valueOf(text, "countersign_gate_public_requests_total")).toBe(3);
    expect(checks(text)).toBe(before);
  });

  it("tell callers without a key who are too many from accounts that are over their limit", async () => {
    const one = await openRawClient(gate.port);
    // So many that one of two windows has more than the limit, should the first end meanwhile.
    for (let asked = 0; asked < 450; asked += 1) await one.authorize("nonsense");
    one.close();
    const text = await scrape(gate);
    const verdict = (code: string) => valueOf(text, `countersign_gate_verdicts_total{code="${code}"}`);
    expect(verdict("unknown_caller_limit_exceeded")).toBeGreaterThan(0);
    expect(verdict("burst_limit_exceeded")).toBe(0);
  });

  it("name no key, account, person or address", async () => {
    const { tenant, key } = await arrangeKey();
    await authorizeWith(gate.url, key.secret, "", { "x-forwarded-for": "203.0.113.77" });
    const text = await scrape(gate);
    for (const secret of [
      key.secret.slice(8, 40),
      key.id,
      key.clientId,
      tenant.account.id,
      tenant.people.ada.id,
      "203.0.113.77",
      "127.0.0.1",
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it("are nowhere but at GET and HEAD /metrics of their own port", async () => {
    const at = (path: string, method = "GET") => fetch(addressOf(gate) + path, { method });
    const head = await at("/metrics?x=1", "HEAD");
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(head.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect((await at("/metrics", "POST")).status).toBe(405);
    expect((await at("/metrics", "OPTIONS")).status).toBe(405);
    for (const path of ["/", "/metrics/", "//metrics", "/v1/authorize", "/healthz"]) {
      expect((await at(path)).status).toBe(404);
    }
    expect((await call(gate.url, null, "/metrics")).status).toBe(404);
  });

  it("do not start on a port in use", async () => {
    const { code, errorText } = await runGate({
      DATABASE_URL: database.url,
      GATE_WORKERS: String(workers),
      GATE_METRICS_PORT: String(portOf(gate)),
    });
    expect([code, errorText]).toEqual([
      1,
      `gate: 127.0.0.1:${portOf(gate)} (metrics) is in use. Stop what listens there, or set GATE_METRICS_PORT.\n`,
    ]);
  });
});

describe("metrics of a worker", () => {
  it("stay in the sum when it is late, and when it has died", async () => {
    const gate = await startGate(database.url, { GATE_METRICS_PORT: "0", GATE_WORKERS: "2" });
    const pids = (/"workers":\[([\d,]+)\]/.exec(gate.output())?.[1] ?? "").split(",").map(Number);
    for (let index = 0; index < 4; index += 1) {
      const one = await openRawClient(gate.port);
      await one.authorize("nonsense");
      one.close();
    }
    const counts = async () => {
      const text = await scrape(gate);
      return [
        valueOf(text, 'countersign_gate_verdicts_total{code="malformed_key"}'),
        valueOf(text, "countersign_gate_check_duration_seconds_count"),
        valueOf(text, 'countersign_gate_check_duration_seconds_bucket{le="+Inf"}'),
      ];
    };
    expect(await counts()).toEqual([4, 4, 4]);
    for (const pid of pids) {
      process.kill(pid, "SIGSTOP");
      expect(await counts()).toEqual([4, 4, 4]);
      process.kill(pid, "SIGKILL");
      await untilOutput(gate, `"worker":${pid},"how":"SIGKILL"`);
      expect(await counts()).toEqual([4, 4, 4]);
    }
    await gate.stop();
  });
});

describe("checks that are turned away", () => {
  it("are counted, and have no part in how long checks take", async () => {
    const metrics = createMetrics();
    metrics.onCheck("overloaded", null);
    metrics.onCheck("allowed", 3);
    const text = await metrics.registry.metrics();
    expect(valueOf(text, 'countersign_gate_verdicts_total{code="overloaded"}')).toBe(1);
    expect(valueOf(text, "countersign_gate_check_duration_seconds_count")).toBe(1);
  });
});

describe("without GATE_METRICS_PORT", () => {
  it("there are none", async () => {
    const gate = await startGate(database.url);
    expect(portOf(gate)).toBeNaN();
    await gate.stop();
  });
});
