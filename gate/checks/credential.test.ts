import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { newSecret } from "../../lib/platform/secrets/secrets";
import { startGate, type GateProcess } from "../testing/gate-process";

const database = testDatabase();
let gate: GateProcess;
let secret: string;
beforeAll(async () => {
  gate = await startGate(database.url);
  const tenant = await makeTenant(database.db, { ada: "admin" });
  secret = (await makeKey(database.db, tenant.account, tenant.people.ada.id)).secret;
});
afterAll(() => gate.stop());

/** Sends header lines as they are. @returns the status and the problem's code, null for none */
function send(path: string, lines: readonly string[]): Promise<readonly [number, string | null]> {
  return new Promise((resolve, reject) => {
    const head = [`GET ${path} HTTP/1.1`, ...lines, "Connection: close", "", ""].join("\r\n");
    const socket = connect(gate.port, "127.0.0.1", () => socket.write(head));
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    socket.on("error", reject);
    socket.on("close", () => resolve([Number(text.slice(9, 12)), /"code":"(\w+)"/.exec(text)?.[1] ?? null]));
  });
}
const ask = (lines: readonly string[]) => send("/v1/authorize", ["Host: gate", ...lines]);

const EMPTY: readonly (readonly string[])[] = [
  ["Authorization:"],
  ["Authorization:    "],
  ["Authorization: Bearer"],
  ["Authorization: Bearer   "],
  ["Authorization:", "Authorization:"],
  ["Authorization: Bearer", "Authorization: Bearer "],
  ["Access-Token:"],
  ["Access-Token:   \t "],
  ["Access-Token:", "Access-Token: "],
  ["Access-Token: ,"],
];

describe("a header without a value is no credential", () => {
  it.each(EMPTY)("alone: %j %s", async (...lines) => {
    expect(await ask(lines)).toEqual([401, "missing_key"]);
  });

  it.each(EMPTY)("beside a good key, before it and after it: %j %s", async (...lines) => {
    for (const good of [`Authorization: Bearer ${secret}`, `Access-Token: ${secret}`]) {
      expect(await ask([...lines, good])).toEqual([200, null]);
      expect(await ask([good, ...lines])).toEqual([200, null]);
    }
  });

  it("all of them together", async () => {
    expect(await ask(EMPTY.flat())).toEqual([401, "missing_key"]);
    expect(await ask([...EMPTY.flat(), `Access-Token: ${secret}`])).toEqual([200, null]);
  });

  it("and two credentials with a value are still two", async () => {
    const other = newSecret("ik", "production").text;
    const lines = [`Authorization: Bearer ${secret}`, `Access-Token: ${other}`];
    expect(await ask(["Access-Token:", ...lines])).toEqual([400, "invalid_request"]);
  });
});

describe("a header that comes twice", () => {
  it.each(["Authorization: Bearer ", "Authorization: bearer\t", "Access-Token: "])(
    "%jis one credential where both are the same, and refused where they differ",
    async (name) => {
      const other = newSecret("ik", "production").text;
      expect(await ask([`${name}${secret}`, `${name}${secret}`])).toEqual([200, null]);
      expect(await ask([`${name}${secret}`, `${name}${other}`])).toEqual([401, "malformed_key"]);
      expect(await ask([`${name}${other}`, `${name}${secret}`])).toEqual([401, "malformed_key"]);
    },
  );
});

describe("the host of a request", () => {
  it.each([
    [["Host: gate", "Host: gate"]],
    [["Host: gate", "Host: other"]],
    [["Host: gate", "hOST: other"]],
    [["Host: gate", "Host:"]],
    [["Host:", "Host:"]],
    [["Host: gate, other"]],
    [["Host: gate/path"]],
    [["Host: a b"]],
    [[]],
  ])("%j is refused", async (lines) => {
    const good = `Authorization: Bearer ${secret}`;
    expect(await send("/v1/authorize", [...lines, good])).toEqual([400, "invalid_request"]);
    expect((await send("/healthz", lines))[0]).toBe(400);
  });

  it.each(["gate", "gate:3001", "[::1]:3001", "127.0.0.1", "a_b.example", ""])("%s is one", async (host) => {
    expect((await send("/healthz", [`Host: ${host}`]))[0]).toBe(200);
  });
});
