import { once } from "node:events";
import type { Server } from "node:http";
import { connect, type Socket } from "node:net";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";

import { openVerification } from "../../lib/verification/open";
import type { GateService } from "./answer";
import { UNANSWERED_MAX } from "./pipelining";
import { createGateServer } from "../server";
import { openService } from "../testing/open-service";
import { openRawClient } from "../testing/raw-client";
import { until } from "../testing/until";

const BUNDLE = "GET /reference/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n";
const MIB = 1_048_576;

const database = testDatabase();
let service: GateService;
beforeAll(() => {
  service = openService(database.url, openVerification);
});
afterAll(() => service.verification.close());

/** A gate in this process, so that its memory and connections can be looked at. */
async function withGate(
  work: (server: Server, port: number) => Promise<void>,
  stallTimeoutMs?: number,
): Promise<void> {
  const server = createGateServer(service, [], pino({ level: "silent" }), stallTimeoutMs);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server on a port has one");
  try {
    await work(server, address.port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const countOf = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });

/** A client that writes, and reads nothing. */
async function deafClient(port: number, text: string): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.pause();
  socket.write(text);
  return socket;
}

/** Statuses of the answers to what one client sends at once, until the connection ends. */
async function answersTo(port: number, text: string): Promise<string[]> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => socket.write(text));
  let received = "";
  socket.on("data", (chunk: Buffer) => (received += chunk.toString("latin1")));
  socket.on("error", () => undefined);
  await once(socket, "close");
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status = ""]) => status);
}

/** Requests in one piece, the last with another header. */
const many = (count: number, last = "") =>
  "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".repeat(count - 1) +
  `GET /healthz HTTP/1.1\r\nHost: x\r\n${last}\r\n`;

describe("a client that does not read its answer", () => {
  it("is cut off when nothing has moved for a while, and one that is merely idle is not", () =>
    withGate(async (server, port) => {
      const idle = await openRawClient(port);
      expect((await idle.authorize("nonsense")).status).toBe(401);
      for (let index = 0; index < 5; index += 1) await deafClient(port, BUNDLE.repeat(8));
      await until(async () => (await countOf(server)) === 6);
      await until(async () => (await countOf(server)) === 1);
      expect((await idle.authorize("nonsense")).status).toBe(401);
      idle.close();
    }, 1_000));
});

describe("a body that is refused, or not read", () => {
  const piece = "x".repeat(70_000);
  const chunked = `Transfer-Encoding: chunked\r\n\r\n${`${piece.length.toString(16)}\r\n${piece}\r\n`.repeat(12)}0\r\n\r\n`;
  const lengthy = `Content-Length: ${piece.length * 12}\r\n\r\n${piece.repeat(12)}`;

  it.each([
    ["POST /v1/verify", "413"],
    ["POST /v1/authorize", "401"],
    ["PUT /restapi/v2.1/diagnostics/settings", "401"],
    ["PUT /v1/calls/x/outcome", "404"],
    ["POST /nothing", "404"],
    ["PATCH /v1/me", "405"],
  ])("lets the next request of its connection be answered: %s", (start, status) =>
    withGate(async (_, port) => {
      for (const body of [chunked, lengthy]) {
        const text = `${start} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${body}`;
        expect(await answersTo(port, text + many(1, "Connection: close\r\n"))).toEqual([status, "200"]);
      }
    }),
  );
});

describe("requests that do not wait for their answers", () => {
  it("are all answered up to a bound, again and again, and one more ends the connection", () =>
    withGate(async (_, port) => {
      const some = await answersTo(port, many(UNANSWERED_MAX, "Connection: close\r\n"));
      expect(some).toEqual(Array.from({ length: UNANSWERED_MAX }, () => "200"));
      const tooMany = await answersTo(port, many(UNANSWERED_MAX + 1, "Connection: close\r\n"));
      expect(tooMany.length).toBeLessThan(UNANSWERED_MAX + 1);
    }));

  it("are no limit on how many a connection may ask one after the other", () =>
    withGate(async (_, port) => {
      const client = await openRawClient(port);
      for (let asked = 0; asked < 2 * UNANSWERED_MAX; asked += 1) {
        expect((await client.authorize("nonsense")).status).toBe(401);
      }
      client.close();
    }));

  it("share the bytes of the reference's files: clients that take none of them cost next to no memory", () =>
    withGate(async (server, port) => {
      await (await fetch(`http://127.0.0.1:${port}/reference/swagger-ui-bundle.js`)).arrayBuffer();
      const before = process.memoryUsage();
      const clients = await Promise.all(
        Array.from({ length: 8 }, () => deafClient(port, BUNDLE.repeat(UNANSWERED_MAX / 2))),
      );
      await until(async () => (await countOf(server)) >= clients.length);
      // The last one's request is answered behind all of theirs.
      await (await fetch(`http://127.0.0.1:${port}/readyz`)).arrayBuffer();
      const { arrayBuffers, heapUsed } = process.memoryUsage();
      expect((arrayBuffers + heapUsed - before.arrayBuffers - before.heapUsed) / MIB).toBeLessThan(64);
      for (const client of clients) client.destroy();
    }));
});
