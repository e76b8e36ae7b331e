import { randomInt, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { useDatabase } from "../../lib/kernel/database";
import { hashPassword } from "../../lib/platform/passwords/passwords";
import { newSecret } from "../../lib/platform/secrets/secrets";
import { call } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";
import { openRawClient, type RawClient } from "../testing/raw-client";
import { findTimeSignals, type TimedSubject } from "../testing/time-signal";

const SAMPLES = 200;
const WARM_UP = 20;
const ATTEMPTS = 5;

const database = testDatabase(useDatabase);
let gate: GateProcess;
let client: RawClient;
beforeAll(async () => {
  gate = await startGate(database.url, { GATE_ENVIRONMENT: "production" });
  client = await openRawClient(gate.port);
});
afterAll(async () => {
  client.close();
  await gate.stop();
});

/** Asks as a gateway would for clients all over the world, so that none of them reaches a limit. */
async function ask(secret: string): Promise<void> {
  const address = `198.18.${randomInt(256)}.${randomInt(256)}`;
  const { status } = await client.authorize(secret, "", address);
  if (status !== 401) throw new Error(`Answer ${status}`);
}

async function subjects(): Promise<TimedSubject[]> {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const sandbox = await makeTenant(database.db, { ada: "admin" }, { environment: "sandbox" });
  const { account, people } = tenant;
  const revoked = await makeKey(database.db, account, people.ada.id);
  await revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: revoked.id, reason: "leaked" });
  const expired = await makeKey(database.db, account, people.ada.id, { expiresAt: new Date(Date.now() - 1) });
  const other = await makeKey(database.db, sandbox.account, sandbox.people.ada.id);
  // Made beforehand: the time that takes must not count.
  const unknown = Array.from({ length: 5 * SAMPLES }, () => newSecret("ik", "production").text);
  return [
    { name: "an unknown key", ask: () => ask(unknown.pop() ?? "") },
    { name: "a revoked key", ask: () => ask(revoked.secret) },
    { name: "an expired key", ask: () => ask(expired.secret) },
    { name: "a key of the other environment", ask: () => ask(other.secret) },
  ];
}

describe("the time of a refusal", () => {
  it("does not tell unknown, revoked, expired and other environments' keys apart", async () => {
    const all = await subjects();
    for (let round = 0; round < WARM_UP; round += 1) for (const subject of all) await subject.ask();
    expect(await findTimeSignals(all, SAMPLES)).toEqual([]);
  }, 120_000);
});

/** With 30, three of four that leave early would just not be found. */
const LEGACY_SAMPLES = 45;
/** Each is tried a third as often: after a hundred tries a person is slowed down. */
const LEGACY_PEOPLE = 3;

/** A person with the password "two words" in an account of the person's own, and its key. */
async function makeNamed(endsAt: string | null): Promise<object> {
  const { account, people } = await makeTenant(database.db, { ada: "admin" });
  const key = await makeKey(database.db, account, people.ada.id);
  const hash = await hashPassword("two words");
  await database.owner.query("update users set password_hash = $1 where id = $2", [hash, people.ada.id]);
  await database.owner.query("insert into legacy_authentication values ($1, $2, 1, now(), $3)", [
    account.id,
    endsAt,
    people.ada.id,
  ]);
  return { Username: people.ada.email, IntegratorKey: key.clientId };
}

function several(endsAt: string | null): Promise<object[]> {
  return Promise.all(Array.from({ length: LEGACY_PEOPLE }, () => makeNamed(endsAt)));
}

function refusedLegacy(name: string, people: readonly object[], change: () => object): TimedSubject {
  const ask = async () => {
    const named = people[randomInt(people.length)];
    const credential = JSON.stringify({ Password: "two swords", ...named, ...change() });
    const address = `198.18.${randomInt(256)}.${randomInt(256)}`;
    const headers = { "x-docusign-authentication": credential, "x-forwarded-for": address };
    const { status } = await call(gate.url, null, "/v1/authorize", { headers });
    if (status !== 401) throw new Error(`Answer ${status}`);
  };
  return { name, ask };
}

async function legacySubjects(): Promise<TimedSubject[]> {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const [good, off] = [await several(tomorrow), await several(null)];
  return [
    refusedLegacy("a wrong password", good, () => ({})),
    refusedLegacy("nobody", good, () => ({ Username: `${randomUUID()}@example.test` })),
    refusedLegacy("an unknown key", good, () => ({ Username: randomUUID(), IntegratorKey: randomUUID() })),
    refusedLegacy("an account that does not allow it", off, () => ({ Password: "two words" })),
  ];
}

describe("the time of refused legacy authentication", () => {
  it("does not tell wrong passwords, people, keys and accounts without it apart", async () => {
    const all = await legacySubjects();
    for (let round = 0; round < 3; round += 1) for (const subject of all) await subject.ask();
    expect(await findTimeSignals(all, LEGACY_SAMPLES)).toEqual([]);
  }, 120_000);
});

/** A key that is let through: such an answer leaves as soon as it is there. */
async function allowed(): Promise<TimedSubject> {
  const tenant = await makeTenant(database.db, { ada: "admin" }, { hourlyLimit: 1e9, burstLimit: 1e9 });
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
  return { name: "a key", ask: () => client.authorize(key.secret) };
}

describe("the check itself", () => {
  it("finds two round trips to the database more", async () => {
    const plain = await allowed();
    const ask = async () => {
      await plain.ask();
      await database.owner.query("select 1");
      await database.owner.query("select 1");
    };
    const planted = { name: "two round trips more", ask };
    // A signal has to show three times in a row. On a machine that is busy with other things it may hide once.
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const [signal] = await findTimeSignals([plain, planted], 3 * SAMPLES);
      if (signal) return;
    }
    throw new Error("The check found nothing");
  }, 120_000);

  it("finds no difference of a key from itself", async () => {
    const plain = await allowed();
    expect(await findTimeSignals([plain, { ...plain, name: "the same" }], 3 * SAMPLES)).toEqual([]);
  }, 120_000);
});
