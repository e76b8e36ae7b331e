import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createReadiness, WRITE_PROBE } from "../../db/readiness";
import { testDatabase } from "../../db/testing/database";
import { DomainError } from "../../lib/domain/errors";
import { readJson } from "../../lib/http/body";
import { createSecurityLog, useSecurityLog } from "../../lib/platform/logs/security-log";
import { createLogger } from "../../lib/platform/logs/logger";
import { createConsoleServer, type Console } from "./console-server";

const database = testDatabase();
const servers: Server[] = [];
let lines: string[] = [];
beforeEach(() => {
  lines = [];
  const destination = { write: (line: string) => lines.push(line) };
  useSecurityLog(createSecurityLog(createLogger("web", { level: "info", destination })));
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A console whose framework reads each request to its end and answers with a file. */
async function open(
  part: Partial<Console> = {},
  times: Parameters<typeof createConsoleServer>[1] = {},
): Promise<number> {
  const server = createConsoleServer(
    {
      publicAddress: new URL("https://keys.example.test"),
      trustedProxies: [],
      isReady: () => Promise.resolve(true),
      isDraining: () => false,
      isKnownBrowser: (cookies) => cookies === "known",
      handle: async (request, response) => {
        await once(request.resume(), "end");
        response.end("a file");
      },
      ...part,
    },
    times,
  );
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server on a port has one");
  return address.port;
}

/** What comes back for these bytes until the server closes the connection. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let received = "";
    socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(received));
  });
}

const END = "Host: x\r\nConnection: close\r\n\r\n";

describe("a slow connection", () => {
  const times = { headersMs: 200, requestMs: 400, checkEveryMs: 50 };
  it.each([
    ["whose headers do not end", "GET /sign-in HTTP/1.1\r\nHost: x\r\nX-Slow: "],
    ["whose body does not come", "POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{"],
    ["that sends nothing after a first line", "GET / HTTP/1.1\r\n"],
  ])("%s is told so and closed", async (_, text) => {
    expect(await exchange(await open({}, times), text)).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  });

  it("is given as long as the gate gives one", async () => {
    await open();
    const [server] = servers;
    expect([server?.headersTimeout, server?.requestTimeout, server?.keepAliveTimeout]).toEqual([
      10_000, 15_000, 75_000,
    ]);
    expect([server?.timeout, server?.maxConnections]).toEqual([35_000, 10_000]);
  });
});

describe("behind an https address", () => {
  it.each([
    ["a page or file", `GET /icon.svg HTTP/1.1\r\n${END}`, 200],
    ["a route", `POST /api/sign-in HTTP/1.1\r\n${END}`, 200],
    ["a form's redirect", `POST /sign-in HTTP/1.1\r\n${END}`, 303],
    ["an address that can't be read", `GET /% HTTP/1.1\r\n${END}`, 404],
    ["a method that is none of ours", `TRACE / HTTP/1.1\r\n${END}`, 405],
    ["health", `GET /healthz HTTP/1.1\r\n${END}`, 200],
    ["readiness", `GET /readyz?x HTTP/1.1\r\n${END}`, 200],
    ["two hosts", `GET / HTTP/1.1\r\nHost: y\r\n${END}`, 400],
    ["no HTTP at all", "nonsense\r\n\r\n", 400],
    ["too many headers", `GET / HTTP/1.1\r\nX-Large: ${"x".repeat(20_000)}\r\n${END}`, 431],
  ])("%s tells browsers to come by TLS alone", async (_, text, status) => {
    const answer = await exchange(await open(), text);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer.match(/^strict-transport-security: .*$/gim)).toEqual([
      "Strict-Transport-Security: max-age=63072000; includeSubDomains",
    ]);
  });

  it("and behind a plain one nothing does", async () => {
    const port = await open({ publicAddress: new URL("http://127.0.0.1:3000") });
    for (const text of [`GET / HTTP/1.1\r\n${END}`, "nonsense\r\n\r\n", `TRACE / HTTP/1.1\r\n${END}`]) {
      expect(await exchange(port, text)).not.toMatch(/strict-transport-security/i);
    }
  });
});

async function ask(port: number, path: string, method = "GET") {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
  const body: unknown = method === "HEAD" ? null : await response.json();
  return { status: response.status, body };
}

describe("health", () => {
  it("says that the process is there, and whether the database takes a write", async () => {
    const isReady = createReadiness(() => database.db.$client.query(WRITE_PROBE));
    const port = await open({ isReady });
    expect(await ask(port, "/healthz")).toEqual({ status: 200, body: { status: "ok" } });
    expect(await ask(port, "/readyz")).toEqual({ status: 200, body: { status: "ready" } });
    expect(await ask(port, "/readyz", "HEAD")).toMatchObject({ status: 200 });
  });

  it("is not ready on a database that only reads, and lives all the same", async () => {
    const client = await database.db.$client.connect();
    await client.query("set default_transaction_read_only = on");
    const port = await open({ isReady: createReadiness(() => client.query(WRITE_PROBE)) });
    expect(await ask(port, "/readyz")).toMatchObject({ status: 503, body: { code: "database_unavailable" } });
    expect(await ask(port, "/healthz")).toMatchObject({ status: 200 });
    client.release(true);
  });

  it("is not ready once it was asked to end", async () => {
    const port = await open({ isDraining: () => true });
    expect(await ask(port, "/readyz")).toMatchObject({ status: 503, body: { code: "draining" } });
  });
});

const statusesOf = (received: string) =>
  [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status);

/** A framework that hands a body on as a stream that it fills as fast as it comes, to a handler that reads it, or does not. */
function streaming(read: (request: Request) => Promise<unknown>): Partial<Console> {
  return {
    handle: async (incoming, response) => {
      const body = new ReadableStream<Uint8Array>({
        start: async (controller) => {
          try {
            for await (const chunk of incoming) controller.enqueue(new Uint8Array(chunk as Buffer));
            controller.close();
          } catch {
            // Nobody reads it any more.
          }
        },
      });
      const headers = { "content-type": incoming.headers["content-type"] ?? "" };
      const init = { method: "POST", headers, body, duplex: "half" };
      const status = await read(new Request("http://x/api/x", init)).then(
        () => 200,
        (error: unknown) => (error instanceof DomainError && error.code === "body_too_large" ? 413 : 500),
      );
      response.writeHead(status).end();
    },
  };
}

describe("a body that is refused, or not read", () => {
  const piece = "x".repeat(70_000);
  const chunked = (pieces: number) =>
    `Transfer-Encoding: chunked\r\n\r\n${`${piece.length.toString(16)}\r\n${piece}\r\n`.repeat(pieces)}0\r\n\r\n`;
  const lengthy = (pieces: number) =>
    `Content-Length: ${piece.length * pieces}\r\n\r\n${piece.repeat(pieces)}`;
  const POST = "POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  const NEXT = `GET /healthz HTTP/1.1\r\n${END}`;
  const unread = {
    handle: (_: unknown, response: ServerResponse) => Promise.resolve(void response.writeHead(401).end()),
  };

  it.each([
    ["too large for its handler, in chunks", streaming(readJson), POST + chunked(12), "413"],
    ["too large for its handler, of a length", streaming(readJson), POST + lengthy(12), "413"],
    ["that nobody reads, in chunks", unread, POST + chunked(12), "401"],
    ["that nobody reads, of a length", unread, POST + lengthy(12), "401"],
    ["of a method that is none of ours", {}, POST.replace("POST", "PROPFIND") + chunked(12), "405"],
    ["to an address that can't be read", {}, POST.replace("/api/x", "/%") + lengthy(12), "404"],
    ["of a form", {}, POST.replace("/api/x", "/you") + chunked(12), "303"],
    ["larger than a sign-in has", {}, POST.replace("/api/x", "/api/sign-in") + chunked(12), "413"],
  ] as const)("%s, lets the next request of its connection be answered", async (_, part, text, status) => {
    const port = await open(part);
    // Sent at once, and after the answer is there.
    expect(statusesOf(await exchange(port, text + NEXT))).toEqual([status, "200"]);
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    const [first] = (await once(socket, "data")) as [Buffer];
    const rest: Buffer[] = [];
    socket.on("data", (more: Buffer) => rest.push(more));
    socket.write(NEXT);
    await once(socket, "close");
    expect(statusesOf(Buffer.concat([first, ...rest]).toString())).toEqual([status, "200"]);
  });

  it("is read no further than 4 MiB: its connection is closed", async () => {
    const port = await open(streaming(() => new Promise(() => undefined)));
    const received = await exchange(port, POST + chunked(80));
    expect(received).toBe("");
  });

  it("that its reader gives up is the last of its connection, and the answer arrives", async () => {
    const port = await open(streaming(async (request) => request.body?.cancel()));
    expect(statusesOf(await exchange(port, POST + chunked(12) + NEXT))).toEqual(["200"]);
  });
});

/** Sends an HTTP message in two pieces, the second once the first was taken up. */
async function sendInPieces(port: number, first: string, wait: () => Promise<unknown>, second: string) {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
  // Who is refused for its length may be cut off while it sends.
  socket.on("error", () => undefined);
  const closed = once(socket, "close");
  socket.write(first);
  await wait();
  if (second !== "" && socket.writable) socket.write(second);
  await closed;
  return received;
}

const SIGN_IN = "POST /api/sign-in HTTP/1.1\r\n";

/** A framework that says what it was given, and answers when it is told to. */
function holding() {
  const held: { readonly body: string; readonly end: () => void }[] = [];
  const part: Partial<Console> = {
    handle: async (request, response) => {
      if (request.method === "GET") {
        response.end("a page");
        return;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      await new Promise<void>((end) => held.push({ body: Buffer.concat(chunks).toString(), end }));
      response.end("looked at");
    },
  };
  return { held, part };
}
const untilHeld = (held: readonly unknown[], count: number) =>
  vi.waitFor(() => expect(held).toHaveLength(count), { timeout: 8_000 });
const post = (port: number, path: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body: "{}", headers });

describe("a sign-in", () => {
  it.each([
    "/api/sign-in",
    "/api/auth/callback/credentials",
    "/api/sign-in?x=1",
    "/api/sign%2din",
    "/api/%61uth/callback/credentials/",
  ])("is refused at once where its origin's places are taken, at %s", async (path) => {
    const { held, part } = holding();
    const port = await open(part);
    const crowd = Array.from({ length: 8 }, () => post(port, "/api/sign-in"));
    await untilHeld(held, 8);
    const refused = await post(port, path);
    expect([
      refused.status,
      refused.headers.get("retry-after"),
      refused.headers.get("cache-control"),
    ]).toEqual([503, "2", "no-store"]);
    expect(await refused.json()).toEqual({
      type: "urn:countersign:problem:too_busy",
      title: "Too busy",
      status: 503,
      detail: "Too many people are signing in at this moment. Try again in a few seconds.",
      instance: path.split("?")[0],
      code: "too_busy",
      requestId: refused.headers.get("x-request-id"),
    });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { event: "security", kind: "limit_reached", code: "too_busy" },
    ]);
    const known = post(port, path, { Cookie: "known" });
    await untilHeld(held, 9);
    expect(await (await fetch(`http://127.0.0.1:${port}/sign-in`)).text()).toBe("a page");
    held[0]?.end();
    await Promise.race(crowd);
    const next = post(port, path);
    await untilHeld(held, 10);
    for (const { end } of held) end();
    for (const answer of [...crowd, known, next]) expect((await answer).status).toBe(200);
  });

  it("takes a place once it is sent as a whole, and is handed on as it was sent", async () => {
    const { held, part } = holding();
    const port = await open(part);
    const head = `${SIGN_IN}Host: x\r\nConnection: close\r\nContent-Length: 10\r\n\r\n{`;
    let crowd: Promise<Response>[] = [];
    const slow = Array.from({ length: 20 }, () =>
      sendInPieces(port, head, () => vi.waitFor(() => expect(held).toHaveLength(8)), '"email":1'),
    );
    crowd = Array.from({ length: 8 }, () => post(port, "/api/sign-in"));
    await untilHeld(held, 8);
    for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    for (const { end } of held.splice(0)) end();
    await Promise.all(crowd);
    const later = sendInPieces(port, head, () => Promise.resolve(), '"email":1');
    await untilHeld(held, 1);
    expect(held[0]?.body).toBe('{"email":1');
    held[0]?.end();
    expect(await later).toMatch(/^HTTP\/1\.1 200 /);
  });

  it("keeps its place where the client hangs up, until the work for it is done", async () => {
    const { held, part } = holding();
    const port = await open(part);
    const sockets = Array.from({ length: 8 }, () =>
      connect(port, "127.0.0.1").end(`${SIGN_IN}Host: x\r\nContent-Length: 2\r\n\r\n{}`),
    );
    await untilHeld(held, 8);
    for (const socket of sockets) socket.destroy();
    expect((await post(port, "/api/sign-in")).status).toBe(503);
    for (const { end } of held.splice(0)) end();
    const next = post(port, "/api/sign-in");
    await untilHeld(held, 1);
    held[0]?.end();
    expect((await next).status).toBe(200);
  });

  it.each([
    ["without a body", "Content-Length: 0\r\n\r\n", "", 200],
    ["whose body has no bytes", "Transfer-Encoding: chunked\r\n\r\n", "0\r\n\r\n", 200],
    ["in one piece that is too large", `Content-Length: 70000\r\n\r\n${"x".repeat(70_000)}`, "", 413],
    ["in pieces that are too large", "Content-Length: 70000\r\n\r\n", "x".repeat(70_000), 413],
  ])("%s is answered, and takes no place for good", async (_, first, second, status) => {
    const port = await open({
      handle: async (request, response) => {
        for await (const chunk of request) void chunk;
        response.end("looked at");
      },
    });
    for (let time = 0; time < 10; time += 1) {
      const head = `${SIGN_IN}Host: x\r\nConnection: close\r\n${first}`;
      const takenUp = once(servers.at(-1) ?? createServer(), "request");
      const answer = await sendInPieces(port, head, () => takenUp.then(() => setTimeout(1)), second);
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    }
  });
});
