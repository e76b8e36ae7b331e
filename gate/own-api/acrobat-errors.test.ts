/** Whatever happens below /api/rest/, clients of the Acrobat interface read it: `{"code","message"}` and nothing else. */
import { once } from "node:events";
import { connect } from "node:net";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";

import { AcrobatError } from "../../lib/contracts/gate/gate-acrobat";
import { newSecret } from "../../lib/platform/secrets/secrets";
import { openVerification } from "../../lib/verification/open";
import { VerificationUnavailable } from "../../lib/verification/statement/unavailable";
import type { GateService } from "../http/answer";
import { createGateServer } from "../server";
import { call } from "../testing/ask";
import { openService } from "../testing/open-service";

const database = testDatabase();
const closing: (() => unknown)[] = [];
let service: GateService;
beforeAll(() => {
  const opened = openService(database.url, openVerification);
  service = opened;
  closing.push(() => opened.verification.close());
});
afterAll(() => Promise.all(closing.map((close) => close())));

/** Serves with another check. @returns the port */
async function serve(verify?: GateService["verification"]["verify"]): Promise<number> {
  const verification = verify ? { ...service.verification, verify } : service.verification;
  const server = createGateServer({ ...service, verification }, [], pino({ level: "silent" }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server on a port has one");
  return address.port;
}

const ADDRESSES = ["/api/rest/v6/baseUris", "/api/rest/v5/base_uris"] as const;
const secret = newSecret("ik", "production").text;

async function errorOf(response: Response): Promise<readonly [number, string]> {
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  return [response.status, AcrobatError.strict().parse(await response.json()).code];
}

describe("below /api/rest/", () => {
  it.each(["/api/rest/v6/agreements", "/api/rest/v6/baseUris/", "/api/rest/v7/baseUris", "/api/rest/"])(
    "404: %s",
    async (path) => {
      const url = `http://127.0.0.1:${await serve()}`;
      expect(await errorOf(await call(url, secret, path))).toEqual([404, "RESOURCE_NOT_FOUND"]);
    },
  );

  it.each(ADDRESSES)("405: a write to %s", async (path) => {
    const response = await call(`http://127.0.0.1:${await serve()}`, secret, path, { method: "POST" });
    expect(response.headers.get("allow")).toBe("GET, HEAD");
    expect(await errorOf(response)).toEqual([405, "METHOD_NOT_ALLOWED"]);
  });

  it.each(ADDRESSES)("503: %s when a key can't be checked, and 500 for what nobody foresaw", async (path) => {
    for (const code of ["overloaded", "database_unavailable"] as const) {
      const port = await serve(() => Promise.reject(new VerificationUnavailable(code)));
      const response = await call(`http://127.0.0.1:${port}`, secret, path);
      expect(response.headers.get("retry-after")).toBe("1");
      expect(await errorOf(response)).toEqual([503, "SERVICE_UNAVAILABLE"]);
    }
    const port = await serve(() => Promise.reject(new Error("unforeseen")));
    expect(await errorOf(await call(`http://127.0.0.1:${port}`, secret, path))).toEqual([
      500,
      "MISC_SERVER_ERROR",
    ]);
  });

  it.each(ADDRESSES)("400 and 417: %s asked in a way that is refused before it", async (path) => {
    const port = await serve();
    const raw = async (line: string) => {
      const socket = connect(port, "127.0.0.1");
      let text = "";
      socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
      socket.write(`GET ${path} HTTP/1.1\r\n${line}Connection: close\r\n\r\n`);
      await once(socket, "close");
      const body: unknown = JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4));
      return [Number(text.slice(9, 12)), AcrobatError.strict().parse(body).code];
    };
    expect(await raw("")).toEqual([400, "INVALID_REQUEST"]);
    expect(await raw("Host: a\r\nHost: b\r\n")).toEqual([400, "INVALID_REQUEST"]);
    expect(await raw("Host: a\r\nExpect: more\r\n")).toEqual([417, "INVALID_REQUEST"]);
  });

  it("and nowhere else: other addresses answer problems as ever", async () => {
    const response = await call(`http://127.0.0.1:${await serve()}`, null, "/api/resting");
    expect([response.status, response.headers.get("content-type")]).toEqual([
      404,
      "application/problem+json",
    ]);
  });
});
