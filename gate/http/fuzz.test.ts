import { request, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { authorizeWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";

const database = testDatabase();
let gate: GateProcess;
let key: TestKey;
beforeAll(async () => {
  gate = await startGate(database.url);
  const tenant = await makeTenant(database.db, { ada: "admin" }, { hourlyLimit: 1e9, burstLimit: 1e9 });
  key = await makeKey(database.db, tenant.account, tenant.people.ada.id, { scopes: ["integrations:read"] });
});
afterAll(() => gate.stop());

type Sent = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
};

function send(sent: Sent): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  // Said in so many words: node's client leaves the length out where a method usually has no body.
  const length = sent.body === null ? {} : { "content-length": Buffer.byteLength(sent.body) };
  const headers = { ...sent.headers, ...length };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { port: gate.port, host: "127.0.0.1", method: sent.method, path: sent.path, headers },
      (response) => {
        let body = "";
        response.on("data", (chunk: Buffer) => (body += chunk.toString()));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(sent.body ?? undefined);
  });
}

const visible = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
const latin = [...visible, " ", "\t", "é", "ÿ", "\u0080"];
const headerText = fc.string({ unit: fc.constantFrom(...latin), maxLength: 300 });
const secretLike = fc
  .tuple(
    fc.constantFrom("ik", "iks", "ikt", "xx"),
    fc.constantFrom("live", "test", "prod"),
    fc.base64String(),
  )
  .map((parts) => parts.join("_"));
const aHeader = fc.tuple(
  fc.constantFrom(
    "authorization",
    "access-token",
    "x-forwarded-for",
    "x-forwarded-method",
    "x-forwarded-uri",
    "x-original-method",
    "x-original-uri",
    "user-agent",
    "content-type",
    "x-request-id",
    "x-api-user",
  ),
  fc.oneof(
    headerText,
    secretLike.map((text) => `Bearer ${text}`),
    fc.constant("application/json"),
    fc.ipV6(),
  ),
);
const aPath = fc
  .tuple(
    fc.constantFrom(
      "/v1/authorize",
      "/v1/verify",
      "/v1/me",
      "/v1/integration-keys",
      "/v1/integration-keys/x",
      "/v1/calls/01890a5d-ac96-774b-bcce-b302099a8057/outcome",
      "/v1/calls/x/outcome",
      "/api/rest/v6/baseUris",
      "/api/rest/v5/base_uris",
      "/openapi.json",
      "/reference",
      "/reference/x",
      "/healthz",
      "/",
      "/v1/%00",
    ),
    fc.option(
      fc.oneof(
        fc.webQueryParameters(),
        fc
          .tuple(fc.constantFrom("scope", "environment", "limit", "cursor"), fc.webQueryParameters())
          .map(([name, value]) => `${name}=${value}`),
      ),
    ),
  )
  .map(([path, query]) => (query === null ? path : `${path}?${query}`));
const aMethod = fc.constantFrom("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE");
const aBodyObject = fc.record(
  {
    token: fc.oneof(fc.string({ unit: "binary" }), secretLike, fc.jsonValue()),
    scopes: fc.oneof(fc.array(fc.oneof(fc.string(), fc.constant("agreements:read"))), fc.jsonValue()),
    method: fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()),
    path: fc.oneof(fc.string({ unit: "binary" }), fc.webPath(), fc.jsonValue()),
    ip: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.jsonValue()),
    userAgent: fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()),
    environment: fc.oneof(fc.constant("production"), fc.string()),
    status: fc.oneof(fc.integer(), fc.double(), fc.jsonValue()),
    ["__proto__"]: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const aBody = fc.oneof(
  fc.constant(null),
  aBodyObject.map((value) => JSON.stringify(value)),
  fc
    .array(fc.oneof(aBodyObject, fc.jsonValue()), { maxLength: 20 })
    .map((checks) => JSON.stringify({ checks })),
  fc.json(),
  fc.string({ unit: "binary" }),
  fc.uint8Array({ maxLength: 2_000 }),
);

/** Asserts what every answer has to be, and that a refusal is a problem. */
function expectAnswer(sent: Sent, answer: Awaited<ReturnType<typeof send>>): void {
  expect(answer.status, JSON.stringify(sent)).toBeLessThan(500);
  expect(answer.headers["cache-control"]).toBe("no-store");
  if (answer.status < 400 || sent.method === "HEAD") return;
  if (sent.path.startsWith("/api/rest/") && answer.headers["content-type"] === "application/json") {
    expect(JSON.parse(answer.body)).toEqual({ code: expect.any(String), message: expect.any(String) });
    return;
  }
  expect(answer.headers["content-type"]).toBe("application/problem+json");
  const problem: unknown = JSON.parse(answer.body);
  expect(problem).toMatchObject({ status: answer.status, code: expect.any(String) });
  if (answer.status === 400) {
    expect(problem).toMatchObject({ detail: expect.stringMatching(/./) });
  }
}

async function expectUnharmed(): Promise<void> {
  expect((await authorizeWith(gate.url, key.secret)).status).toBe(200);
  expect(gate.output()).not.toMatch(/unforeseen|database_unavailable|overloaded/);
  expect(gate.process.exitCode).toBeNull();
}

describe("I12: whatever is sent", () => {
  it("as a request is answered, never with a server error", async () => {
    const requests = fc.record({
      method: aMethod,
      path: aPath,
      headers: fc.array(aHeader, { maxLength: 6 }).map((pairs) => Object.fromEntries(pairs)),
      body: aBody,
    });
    await fc.assert(
      fc.asyncProperty(requests, async (sent) => {
        // A body makes no sense in a TRACE, and node's client refuses to send one.
        const body = sent.method === "TRACE" ? null : sent.body;
        expectAnswer(sent, await send({ ...sent, body }));
      }),
      { numRuns: 600 },
    );
    await expectUnharmed();
  }, 120_000);

  it("with a good key is answered and recorded, whatever stands around it", async () => {
    const requests = fc.record({ method: aMethod, uri: headerText, agent: headerText, address: headerText });
    await fc.assert(
      fc.asyncProperty(requests, async ({ method, uri, agent, address }) => {
        const { rows: before } = await countCalls();
        const answer = await send({
          method: "GET",
          path: "/v1/authorize",
          headers: {
            authorization: `Bearer ${key.secret}`,
            "x-forwarded-method": method,
            "x-forwarded-uri": uri,
            "x-forwarded-for": address,
            "user-agent": agent,
          },
          body: null,
        });
        expect(answer.status).toBe(200);
        const { rows: after } = await countCalls();
        expect(Number(after[0]?.calls) - Number(before[0]?.calls)).toBe(1);
      }),
      { numRuns: 150 },
    );
    await expectUnharmed();
  }, 120_000);

  it("to verify as JSON is answered 200 or 400 with pointers, and kept as PostgreSQL can keep it", async () => {
    await fc.assert(
      fc.asyncProperty(aBodyObject, fc.boolean(), async (body, hasGoodKey) => {
        const sent: Sent = {
          method: "POST",
          path: "/v1/verify",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(hasGoodKey ? { ...body, token: key.secret } : body),
        };
        const answer = await send(sent);
        expect([200, 400]).toContain(answer.status);
        if (answer.status === 400) {
          expect(JSON.parse(answer.body)).toMatchObject({
            errors: expect.arrayContaining([
              { pointer: expect.any(String), code: expect.any(String), detail: expect.any(String) },
            ]),
          });
        }
      }),
      { numRuns: 500 },
    );
    await expectUnharmed();
  }, 120_000);

  it("as raw bytes ends with an answer or a closed connection, never a hang", async () => {
    const pieces = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom(
          "GET /v1/authorize HTTP/1.1\r\n",
          "POST /v1/verify HTTP/1.1\r\n",
          "Host: x\r\n",
          "Content-Length: 5\r\n",
          "Content-Length: -1\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Content-Type: application/json\r\n",
          "ffffffffff\r\n",
          "Expect: 100-continue\r\n",
          "Upgrade: websocket\r\nConnection: Upgrade\r\n",
          "\r\n",
          "{}",
        )
        .map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { minLength: 1, maxLength: 12 }), async (parts) => {
        await untilClosed(Buffer.concat(parts));
      }),
      { numRuns: 400 },
    );
    await expectUnharmed();
  }, 120_000);
});

function countCalls() {
  return database.owner.query<{ calls: string }>("select count(*) as calls from calls where key_id = $1", [
    key.id,
  ]);
}

/** Sends the bytes and ends; resolves when the other side has ended too. */
function untilClosed(bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port: gate.port, host: "127.0.0.1" }, () => socket.end(bytes));
    socket.resume();
    socket.on("error", () => undefined);
    socket.on("close", () => resolve());
  });
}
