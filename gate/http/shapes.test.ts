import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { authorizeWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";
import { sendRaw } from "../testing/raw-request";

const database = testDatabase();
let gate: GateProcess;
let key: TestKey;
beforeAll(async () => {
  gate = await startGate(database.url);
  const tenant = await makeTenant(database.db, { ada: "admin" });
  key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
});
afterAll(() => gate.stop());

/** Lines of a request, ended by an empty one. */
const lines = (...all: string[]) => `${all.join("\r\n")}\r\n\r\n`;
const GET = "GET /v1/authorize HTTP/1.1";
const POST = "POST /v1/verify HTTP/1.1";
const JSON_TYPE = "Content-Type: application/json";
/** A second request that somebody tries to get past whoever reads the first one in another way. */
const smuggled = () => lines(GET, "Host: x", `Authorization: Bearer ${key.secret}`);

type Shape = readonly [name: string, bytes: () => string, statuses: readonly number[]];

/** What is no request, or can be read in two ways: one refusal, and the connection is closed. */
const BROKEN: readonly Shape[] = [
  [
    "two lengths that differ",
    () => `${lines(POST, "Host: x", "Content-Length: 5", "Content-Length: 6")}{}   `,
    [400],
  ],
  [
    "a length and chunks",
    () =>
      `${lines(POST, "Host: x", "Content-Length: 5", "Transfer-Encoding: chunked")}0\r\n\r\n${smuggled()}`,
    [400],
  ],
  [
    "chunks and a length",
    () =>
      `${lines(POST, "Host: x", "Transfer-Encoding: chunked", "Content-Length: 5")}0\r\n\r\n${smuggled()}`,
    [400],
  ],
  [
    "chunks twice",
    () => `${lines(POST, "Host: x", "Transfer-Encoding: chunked, chunked")}0\r\n\r\n${smuggled()}`,
    [400],
  ],
  [
    "an encoding behind the chunks",
    () => `${lines(POST, "Host: x", "Transfer-Encoding: chunked, identity")}0\r\n\r\n${smuggled()}`,
    [400],
  ],
  [
    "an encoding with a space",
    () => `${lines(POST, "Host: x", "Transfer-Encoding : chunked")}0\r\n\r\n${smuggled()}`,
    [400],
  ],
  [
    "an encoding behind a tab",
    () =>
      `${lines(POST, "Host: x", "Transfer-Encoding:\tchunked", "Content-Length: 5")}0\r\n\r\n${smuggled()}`,
    [400],
  ],
  ["a length that is negative", () => lines(POST, "Host: x", "Content-Length: -1"), [400]],
  ["a length with a sign", () => lines(POST, "Host: x", "Content-Length: +5"), [400]],
  ["a length in hex", () => lines(POST, "Host: x", "Content-Length: 0x5"), [400]],
  ["a length beyond all numbers", () => lines(POST, "Host: x", `Content-Length: ${"9".repeat(40)}`), [400]],
  ["a list of lengths", () => `${lines(POST, "Host: x", "Content-Length: 5, 5")}{}   `, [400]],
  [
    "a chunk of no size",
    () => `${lines(POST, "Host: x", JSON_TYPE, "Transfer-Encoding: chunked")}\r\n`,
    [400],
  ],
  [
    "a chunk of a negative size",
    () => `${lines(POST, "Host: x", JSON_TYPE, "Transfer-Encoding: chunked")}-1\r\n`,
    [400],
  ],
  [
    "a chunk of a word",
    () => `${lines(POST, "Host: x", JSON_TYPE, "Transfer-Encoding: chunked")}zz\r\n{}`,
    [400],
  ],
  [
    "a chunk longer than it says",
    () => `${lines(POST, "Host: x", JSON_TYPE, "Transfer-Encoding: chunked")}1\r\n{}\r\n0\r\n\r\n`,
    [400],
  ],
  [
    "a chunk beyond all numbers",
    () => `${lines(POST, "Host: x", JSON_TYPE, "Transfer-Encoding: chunked")}${"f".repeat(20)}\r\n`,
    [400],
  ],
  ["a NUL in the target", () => lines("GET /v1/auth\0orize HTTP/1.1", "Host: x"), [400]],
  ["a NUL in a header", () => lines(GET, "Host: x", "Authorization: Bearer a\0b"), [400]],
  ["a NUL in a header's name", () => lines(GET, "Host: x", "Auth\0orization: Bearer ab"), [400]],
  ["a space before the colon", () => lines(GET, "Host: x", "Authorization : Bearer x"), [400]],
  ["a header without a name", () => lines(GET, "Host: x", ": Bearer x"), [400]],
  ["a header on two lines", () => lines(GET, "Host: x", "Authorization: Bearer", " x"), [400]],
  ["a carriage return alone", () => lines(GET, "Host: x", "Authorization: Bearer\rx"), [400]],
  ["line feeds alone", () => `${GET}\nHost: x\n\n`, [400, 401]],
  ["another version", () => lines("GET /v1/authorize HTTP/9.9", "Host: x"), [400]],
  ["HTTP/2", () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400]],
  ["TLS", () => "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", [400]],
  ["no method", () => lines("/v1/authorize HTTP/1.1", "Host: x"), [400]],
  ["a method of nobody", () => lines("NONSENSE /v1/authorize HTTP/1.1", "Host: x"), [400]],
  ["headers beyond 16 KiB", () => lines(GET, "Host: x", `A: ${"x".repeat(17_000)}`), [431]],
  [
    "thousands of headers",
    () => lines(GET, "Host: x", ...Array.from({ length: 5_000 }, (_, index) => `A${index}: b`)),
    [431],
  ],
  [
    "a target beyond 16 KiB",
    () => lines(`GET /v1/authorize?scope=${"a".repeat(17_000)} HTTP/1.1`, "Host: x"),
    [431],
  ],
];

/** Unusual, and yet a request. */
const UNUSUAL: readonly Shape[] = [
  ["no version, as in 1991", () => "GET /v1/authorize\r\n\r\n", [400, 401]],
  ["two spaces", () => lines("GET  /v1/authorize HTTP/1.1", "Host: x"), [400, 401]],
  ["no host", () => lines(GET), [400]],
  ["a target with scheme and host", () => lines("GET http://gate/v1/authorize HTTP/1.1", "Host: x"), [401]],
  ["a target of a host alone", () => lines("GET http://gate HTTP/1.1", "Host: x"), [404]],
  ["a target of another scheme", () => lines("GET ftp://gate/v1/me HTTP/1.1", "Host: x"), [400, 404]],
  [
    "a target of another host",
    () => lines("GET https://user:pass@evil.example/v1/me HTTP/1.1", "Host: x"),
    [401],
  ],
  ["a target of two slashes", () => lines("GET //v1/authorize HTTP/1.1", "Host: x"), [404]],
  ["a target with dots", () => lines("GET /v1/x/../authorize HTTP/1.1", "Host: x"), [404]],
  ["a target in percents", () => lines("GET /v1/%61uthorize HTTP/1.1", "Host: x"), [404]],
  ["a target of bytes", () => lines("GET /v1/\u00ff\u00fe HTTP/1.1", "Host: x"), [400, 404]],
  ["the server as a whole", () => lines("OPTIONS * HTTP/1.1", "Host: x"), [404]],
  ["HTTP/1.0", () => lines("GET /v1/authorize HTTP/1.0"), [401]],
  ["HTTP/1.0 that stays", () => lines("GET /v1/authorize HTTP/1.0", "Connection: keep-alive"), [401]],
  [
    "an upgrade",
    () => lines(GET, "Host: x", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"),
    [401],
  ],
  [
    "an upgrade to HTTP/2",
    () => lines(GET, "Host: x", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: x"),
    [401],
  ],
  ["two hosts", () => lines(GET, "Host: x", "Host: y"), [400, 401]],
  ["an expectation that nobody has", () => lines(GET, "Host: x", "Expect: the-unexpected"), [417]],
  [
    "a body that is to be asked for",
    () => `${lines(POST, "Host: x", JSON_TYPE, "Content-Length: 2", "Expect: 100-continue")}{}`,
    [400],
  ],
  [
    "a body in chunks",
    () =>
      `${lines(POST, "Host: x", JSON_TYPE, "Transfer-Encoding: chunked")}1\r\n{\r\n1;ext=1\r\n}\r\n0\r\nTrailer: x\r\n\r\n`,
    [400],
  ],
  ["a body that nobody wants", () => `${lines(GET, "Host: x", "Content-Length: 5")}abcde`, [401]],
  ["many short headers", () => lines(GET, "Host: x", ...Array.from({ length: 1_500 }, () => "A: b")), [401]],
  ["an empty header", () => lines(GET, "Host: x", "Authorization:"), [401]],
  [
    "credentials twice, of nobody",
    () => lines(GET, "Host: x", "Authorization: Bearer a", "Authorization: Bearer b"),
    [400, 401],
  ],
];

describe("a request that is broken", () => {
  it.each(BROKEN)("by %s is refused once, and the connection is closed", async (_, bytes, statuses) => {
    const answer = await sendRaw(gate.port, bytes());
    expect(answer.statuses).toHaveLength(1);
    expect(statuses).toContain(answer.statuses[0]);
    if (answer.statuses[0] === 400 || answer.statuses[0] === 431) {
      expect(answer.text).toContain("application/problem+json");
    }
    expect(answer.isClosed || answer.statuses[0] === 401).toBe(true);
  });

  it("by CONNECT opens no way to anywhere", async () => {
    const answer = await sendRaw(gate.port, lines("CONNECT evil.example:443 HTTP/1.1", "Host: evil.example"));
    expect([answer.isClosed, answer.statuses.filter((status) => status < 400)]).toEqual([true, []]);
  });
});

describe("a request that is unusual", () => {
  it.each(UNUSUAL)("by %s is answered once, as what it is", async (_, bytes, statuses) => {
    const answer = await sendRaw(gate.port, bytes());
    expect(answer.statuses).toHaveLength(1);
    expect(statuses).toContain(answer.statuses[0]);
    // The question behind it, if there was one, has its own.
    expect(answer.text.split("application/problem+json").length - 1).toBe(answer.isClosed ? 1 : 2);
  });

  it("with scheme and host is let through like one without, and recorded without them", async () => {
    const good = `GET http://gate/v1/me?x=1 HTTP/1.1`;
    const answer = await sendRaw(gate.port, lines(good, "Host: x", `Authorization: Bearer ${key.secret}`));
    expect(answer.statuses).toEqual([200]);
    const { rows } = await database.owner.query("select distinct path from calls where path = '/v1/me'");
    expect(rows).toEqual([{ path: "/v1/me" }]);
  });

  it("by dozens on one connection without waiting is answered in order", async () => {
    const good = lines(GET, "Host: x", `Authorization: Bearer ${key.secret}`);
    const bad = lines(GET, "Host: x", "Authorization: Bearer x");
    const answer = await sendRaw(gate.port, (good + bad).repeat(30));
    expect(answer.statuses).toEqual(Array.from({ length: 30 }, () => [200, 401]).flat());
  });
});

describe("two credentials of a request", () => {
  it("that differ are refused, however they are written: who reads the other one must not be let through", async () => {
    const other = key.secret.replace(/^ik_live/, "ik_test");
    const pairs = [
      [`Authorization: Bearer ${key.secret}`, `Authorization: Bearer ${other}`],
      [`Authorization: Bearer ${other}`, `Authorization: Bearer ${key.secret}`],
      [`Access-Token: ${key.secret}`, `Access-Token: ${other}`],
      [`Authorization: Bearer ${key.secret}`, `Access-Token: ${other}`],
      [`Authorization: Bearer ${key.secret}, Bearer ${other}`],
    ];
    for (const pair of pairs) {
      const { statuses } = await sendRaw(gate.port, lines(GET, "Host: x", ...pair));
      expect([pair, statuses.length]).toEqual([pair, 1]);
      expect([400, 401]).toContain(statuses[0]);
    }
    expect((await authorizeWith(gate.url, key.secret)).status).toBe(200);
  });
});
