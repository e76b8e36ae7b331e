import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { verifyWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";

const database = testDatabase();
let gate: GateProcess;
let key: TestKey;
beforeAll(async () => {
  gate = await startGate(database.url, {
    GATE_TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/8, 2001:db8:ffff::/48",
  });
  const tenant = await makeTenant(database.db, { ada: "admin" });
  key = await makeKey(database.db, tenant.account, tenant.people.ada.id, {
    allowedRanges: ["203.0.113.0/24", "2001:db8:1::/48"],
  });
});
afterAll(() => gate.stop());

/** Asks from this address of the machine with these lines of `X-Forwarded-For`. @returns status and call id */
function ask(localAddress: string, forwardedFor: readonly string[]) {
  const headers = {
    authorization: `Bearer ${key.secret}`,
    ...(forwardedFor.length > 0 ? { "x-forwarded-for": [...forwardedFor] } : {}),
  };
  const options = { host: "127.0.0.1", port: gate.port, path: "/v1/authorize", localAddress, headers };
  return new Promise<{ status: number; callId: string }>((resolve, reject) => {
    const outgoing = request({ ...options, agent: false }, (response) => {
      response.resume();
      const callId = String(response.headers["x-countersign-call"]);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, callId }));
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

const PROXY = "127.0.0.1";
const STRANGER = "127.0.0.5";

type Case = readonly [
  from: string,
  forwardedFor: readonly string[],
  status: 200 | 403,
  recorded: string | null,
];

const CASES: readonly Case[] = [
  // Who is no proxy of ours speaks for nobody but himself.
  [STRANGER, [], 403, STRANGER],
  [STRANGER, ["203.0.113.9"], 403, STRANGER],
  [STRANGER, ["203.0.113.9, 127.0.0.1"], 403, STRANGER],
  // One proxy: what it wrote stands last, and what stands before is the client's own claim.
  [PROXY, ["203.0.113.9"], 200, "203.0.113.9"],
  [PROXY, ["198.51.100.1"], 403, "198.51.100.1"],
  [PROXY, ["203.0.113.9, 198.51.100.1"], 403, "198.51.100.1"],
  [PROXY, ["198.51.100.1, 203.0.113.9"], 200, "203.0.113.9"],
  [PROXY, ["203.0.113.9", "198.51.100.1"], 403, "198.51.100.1"],
  [PROXY, ["nonsense, 203.0.113.9"], 200, "203.0.113.9"],
  [PROXY, [`${"203.0.113.9, ".repeat(500)}198.51.100.1`], 403, "198.51.100.1"],
  // Several of ours, of both kinds; a stranger among them ends it.
  [PROXY, ["203.0.113.9, 10.1.1.1"], 200, "203.0.113.9"],
  [PROXY, ["203.0.113.9, 10.1.1.1, 2001:db8:ffff::7"], 200, "203.0.113.9"],
  [PROXY, ["203.0.113.9, ::ffff:10.1.1.1"], 200, "203.0.113.9"],
  [PROXY, ["203.0.113.9, 192.0.2.1, 10.1.1.1"], 403, "192.0.2.1"],
  [PROXY, ["203.0.113.9, 2001:db8:fffe::7"], 403, "2001:db8:fffe::7"],
  [PROXY, ["10.1.1.2, 10.1.1.1"], 403, "10.1.1.2"],
  // IPv6, and the ways to write an address.
  [PROXY, ["2001:db8:1::9"], 200, "2001:db8:1::9"],
  [PROXY, ["2001:DB8:1:0:0::9"], 200, "2001:db8:1::9"],
  [PROXY, ["[2001:db8:1::9]:4711"], 200, "2001:db8:1::9"],
  [PROXY, ["2001:db8:2::9"], 403, "2001:db8:2::9"],
  [PROXY, ["::ffff:203.0.113.9"], 200, "203.0.113.9"],
  [PROXY, ["::ffff:cb00:7109"], 200, "203.0.113.9"],
  [PROXY, ["203.0.113.9:4711"], 200, "203.0.113.9"],
  [PROXY, ["[::FFFF:CB00:7109]:4711"], 200, "203.0.113.9"],
  [PROXY, ["0:0:0:0:0:ffff:203.0.113.9"], 200, "203.0.113.9"],
  [PROXY, ["2001:0db8:0001:0000:0000:0000:0000:0009"], 200, "2001:db8:1::9"],
  // What is no address is nobody's, and nobody is on no list.
  [PROXY, ["2001:db8:1::9%eth0"], 403, null],
  [PROXY, ["fe80::1%25eth0"], 403, null],
  [PROXY, ["unknown"], 403, null],
  [PROXY, ["0203.0.113.9"], 403, null],
  [PROXY, ["203.0.113"], 403, null],
  [PROXY, ["3405803785"], 403, null],
  [PROXY, ["203.0.113.0/24"], 403, null],
  [PROXY, ["203.0.113.9, _hidden"], 403, null],
  [PROXY, ["203.0.113.9, "], 403, null],
  // A proxy that says nothing is the client itself.
  [PROXY, [], 403, PROXY],
  [PROXY, [""], 403, PROXY],
];

describe("the one form of an address", () => {
  it.each([
    ["::ffff:cb00:7107", "203.0.113.7"],
    ["::FFFF:203.0.113.7", "203.0.113.7"],
    ["203.0.113.7:443", "203.0.113.7"],
    ["[2001:DB8:1::0:9]:443", "2001:db8:1::9"],
    ["2001:0db8:1:0:0:0:0:9", "2001:db8:1::9"],
  ])("is kept of %s by /v1/verify, which lets it through as such: %s", async (ip, address) => {
    const body = (await (await verifyWith(gate.url, { token: key.secret, ip })).json()) as { callId: string };
    const { rows } = await database.owner.query("select address, code from calls where id = $1", [
      body.callId,
    ]);
    expect(rows).toEqual([{ address, code: "allowed" }]);
  });
});

describe("the address that a key's list is compared with", () => {
  it.each(CASES)("of a connection from %s that says %j: answer %i for %s", async (from, header, ...told) => {
    const { status, callId } = await ask(from, header);
    const { rows } = await database.owner.query<{ address: string | null }>(
      "select address from calls where id = $1",
      [callId],
    );
    expect([status, rows[0]?.address]).toEqual(told);
  });
});
