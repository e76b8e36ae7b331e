import { execFileSync } from "node:child_process";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { startGate, type GateProcess } from "../testing/gate-process";
import { hammer } from "../testing/hammer";

/** Headers within 10 s, a request within 15 s, looked at every 5 s; and what a busy machine adds. */
const PATIENCE_MS = 45_000;
/** More than this no storm may take, at its height or afterwards. */
const GROWTH_MB = 256;
const KIB = 1_024;
/** Answers after which the gate has the memory that it works with. */
const WARM_UP = 500;

const database = testDatabase();
let gate: GateProcess;
let key: TestKey;
beforeAll(async () => {
  gate = await startGate(database.url);
  const tenant = await makeTenant(database.db, { ada: "admin" }, { hourlyLimit: 1e9, burstLimit: 1e9 });
  key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
});
afterAll(() => gate.stop());

type Attack = {
  readonly count: number;
  /** What each connection says at once. */
  readonly begin: string;
  /** What it says again and again. */
  readonly drip?: string;
  readonly dripEveryMs?: number;
  /** Takes no answers. */
  readonly isDeaf?: boolean;
  /** Does not end when the gate does. */
  readonly isHalfOpen?: boolean;
  /** Writes as fast as it is read. */
  readonly isFlood?: boolean;
};

const head = (...lines: string[]) => lines.map((line) => `${line}\r\n`).join("");
const POST = head("POST /v1/verify HTTP/1.1", "Host: x", "Content-Type: application/json");
const GET = head("GET /v1/authorize HTTP/1.1", "Host: x", "Authorization: Bearer x");

const ATTACKS: Record<string, Attack> = {
  "headers, a byte at a time": { count: 200, begin: GET, drip: "A: b\r\n", dripEveryMs: 400 },
  "headers, a byte at a time, and for ever": {
    count: 50,
    begin: GET,
    drip: "A: b\r\n",
    dripEveryMs: 400,
    isHalfOpen: true,
  },
  "a request line without end": { count: 100, begin: "GET /", drip: "a", dripEveryMs: 400 },
  "nothing at all": { count: 200, begin: "" },
  "a body, a byte at a time": {
    count: 200,
    begin: `${POST}Content-Length: 1000\r\n\r\n`,
    drip: "x",
    dripEveryMs: 400,
  },
  "chunks, a byte at a time": {
    count: 100,
    begin: `${POST}Transfer-Encoding: chunked\r\n\r\n`,
    drip: "1\r\nx\r\n",
    dripEveryMs: 400,
  },
  "a body that never comes": { count: 100, begin: `${POST}Content-Length: 60000\r\n\r\n` },
  "a body without end": {
    count: 20,
    begin: `${POST}Transfer-Encoding: chunked\r\n\r\n`,
    drip: `10000\r\n${"x".repeat(0x10000)}\r\n`,
    isFlood: true,
  },
  "requests without end, answers not taken": {
    count: 10,
    begin: "",
    drip: `${GET}\r\n`.repeat(100),
    isFlood: true,
    isDeaf: true,
  },
};

type Ended = { readonly statuses: readonly number[] };

/** Opens one connection of the attack; resolves when the gate has closed it. */
function attack(
  port: number,
  { begin, drip, dripEveryMs, isDeaf, isFlood, isHalfOpen = false }: Attack,
): {
  readonly socket: Socket;
  readonly ended: Promise<Ended>;
} {
  let text = "";
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: isHalfOpen });
  socket.on("error", () => undefined);
  socket.once("connect", () => {
    if (begin !== "") socket.write(begin);
    const pump = () => {
      if (!isFlood || !drip) return;
      let isTaken = true;
      while (isTaken && !socket.destroyed) isTaken = socket.write(drip);
    };
    socket.on("drain", pump);
    pump();
  });
  const timer = drip && dripEveryMs ? setInterval(() => void socket.write(drip), dripEveryMs) : undefined;
  if (isDeaf) socket.pause();
  else socket.on("data", (chunk: Buffer) => (text = (text + chunk.toString("latin1")).slice(-2_000)));
  const ended = new Promise<Ended>((resolve) => {
    socket.once("close", () => {
      clearInterval(timer);
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
      resolve({ statuses });
    });
  });
  return { socket, ended };
}

/** Memory of the gate's process in MiB. */
function memory(): number {
  const text = execFileSync("ps", ["-o", "rss=", "-p", String(gate.process.pid)], { encoding: "utf8" });
  return Number(text) / KIB;
}

it("whatever comes slowly, without end or not at all is ended in time, costs bounded memory, and keeps nobody waiting", async () => {
  const load = hammer([gate.url], key.secret, 4);
  while (load.asked.length < WARM_UP) await new Promise((resolve) => setImmediate(resolve));
  const calm = memory();
  const start = performance.now();

  let highest = calm;
  const watch = setInterval(() => (highest = Math.max(highest, memory())), 500);
  const connections = Object.entries(ATTACKS).flatMap(([name, one]) =>
    Array.from({ length: one.count }, () => ({ name, ...attack(gate.port, one) })),
  );
  const endings = await Promise.race([
    Promise.all(connections.map(async ({ name, ended }) => ({ name, ...(await ended) }))),
    new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null)),
  ]);
  clearInterval(watch);
  await load.stop();
  for (const { socket } of connections) socket.destroy();

  expect(highest - calm, "MiB").toBeLessThan(GROWTH_MB);
  expect(endings, "connections that are still open").not.toBeNull();
  const statuses = new Set(endings?.flatMap((one) => one.statuses));
  expect([...statuses].filter((status) => ![400, 401, 408, 413].includes(status))).toEqual([]);
  expect(statuses).toContain(408);
  expect(statuses).toContain(413);

  const meanwhile = load.asked.filter((one) => one.start > start);
  expect(meanwhile.length).toBeGreaterThan(20);
  const refused = meanwhile.filter((one) => one.status !== 200);
  expect(new Set([503, ...refused.map((one) => one.status)])).toEqual(new Set([503]));
  // A machine that is busy with other things besides may make the gate refuse a few.
  expect(refused.length).toBeLessThanOrEqual(meanwhile.length / 20);
  expect(gate.output()).not.toMatch(/unforeseen|uncaught/i);
}, 90_000);
