import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";

import { newSecret } from "../../lib/platform/secrets/secrets";
import { authorizeWith, call, verifyWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";
import { openRelay, type Relay } from "../testing/relay";

const database = testDatabase();
/** What the gate says to its database goes through here. */
let wire: Relay;
let gate: GateProcess;
beforeAll(async () => {
  const url = new URL(database.url);
  wire = await openRelay(Number(url.port || 5432));
  url.hostname = "127.0.0.1";
  url.port = String(wire.port);
  gate = await startGate(url.href, { GATE_ENVIRONMENT: "production" });
});
afterAll(async () => {
  await gate.stop();
  await wire.close();
});

/** A secret that nobody has, with a character changed. */
function withFault(): string {
  const { text } = newSecret("ik", "production");
  const place = 10 + Math.floor(Math.random() * 38);
  return text.slice(0, place) + (text[place] === "a" ? "b" : "a") + text.slice(place + 1);
}

const bearer = (authorization: string) => authorizeWith(gate.url, null, "", { authorization });
const whole = newSecret("ik", "production").text;

const GARBAGE: readonly (readonly [string, () => Promise<Response>])[] = [
  ["no credential", () => authorizeWith(gate.url, null)],
  ["another scheme", () => bearer("Basic YTpi")],
  ["an empty credential", () => bearer("Bearer ")],
  ["a word", () => bearer("Bearer x")],
  ["a wrong checksum", () => authorizeWith(gate.url, withFault())],
  ["a key that was cut off", () => authorizeWith(gate.url, whole.slice(0, -1))],
  ["a key with something behind it", () => authorizeWith(gate.url, `${whole}0`)],
  ["a very long key", () => authorizeWith(gate.url, "ik_live_".padEnd(8_000, "0"))],
  ["a client secret", () => authorizeWith(gate.url, newSecret("iks", "production").text)],
  ["a refresh token", () => authorizeWith(gate.url, newSecret("ikr", "production").text)],
  ["a code", () => authorizeWith(gate.url, newSecret("ikc", "production").text)],
  ["a key in the wrong header", () => authorizeWith(gate.url, null, "", { "x-api-key": whole })],
  ["two credentials", () => authorizeWith(gate.url, whole, "", { "access-token": withFault() })],
  ["an unknown scope", () => authorizeWith(gate.url, whole, "?scope=nonsense")],
  ["an unknown parameter", () => authorizeWith(gate.url, whole, "?scopes=agreements:read")],
  ["a malformed body", () => verifyWith(gate.url, { token: 7 })],
  ["a wrong checksum in a body", () => verifyWith(gate.url, { token: withFault() })],
  ["no key of one's own", () => call(gate.url, null, "/v1/me")],
  ["a wrong checksum of one's own", () => call(gate.url, withFault(), "/v1/integration-keys")],
  ["nothing that exists", () => call(gate.url, whole, "/v1/nothing")],
  ["a method that does not exist", () => call(gate.url, whole, "/v1/verify", { method: "DELETE" })],
];

describe("the database hears nothing of", () => {
  it.each(GARBAGE)("%s", async (garbage, ask) => {
    // Opens the connections, and shows that what does reach the database is seen.
    const silence = wire.bytes();
    const elsewhere = { "x-forwarded-for": `198.18.0.${GARBAGE.findIndex(([name]) => name === garbage)}` };
    const unknown = newSecret("ik", "production").text;
    expect((await authorizeWith(gate.url, unknown, "", elsewhere)).status).toBe(401);
    const before = wire.bytes();
    expect(before).toBeGreaterThan(silence);
    const answers = await Promise.all(Array.from({ length: 50 }, ask));
    for (const answer of answers) expect(answer.status).toBeLessThan(500);
    expect(wire.bytes()).toBe(before);
  });
});
