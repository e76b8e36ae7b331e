import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openPool } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { NO_FINDING } from "../lib/domain/route-finding";
import type { Scope } from "../lib/domain/scopes";
import { replaceIntegrationKey } from "../lib/integration-keys/replace";
import { revokeIntegrationKey } from "../lib/integration-keys/revoke";
import { useDatabase } from "../lib/kernel/database";
import { deactivateMember } from "../lib/members/deactivate";
import { updateMember } from "../lib/members/update";
import { setPlan } from "../lib/provisioning/change-account";
import { changeAccount } from "../lib/support/account";
import { createAdmission } from "../lib/verification/admission";
import { createBatcher } from "../lib/verification/batch";
import { lookUpCredentials } from "../lib/verification/lookup";
import { createRecorder } from "../lib/verification/recorder";
import { isItemFault } from "../lib/verification/statement";
import { createUnknownCallers } from "../lib/verification/unknown-callers";
import { createVerify, type Verify, type VerifierParts } from "../lib/verification/verify";
import { startGate, type GateProcess } from "./testing/gate-process";
import { PROBES, runHistory, type Subject } from "./testing/history";
import { openRawClient, type RawClient } from "./testing/raw-client";

/** Answers that the check of I1 needs at least (ARCHITECTURE section 4). */
const QUESTIONS = 100_000;
const CLIENTS = 64;
const NO_LIMITS = { hourlyLimit: 1_000_000_000, burstLimit: 1_000_000_000 };

const database = testDatabase(useDatabase);
const gates: GateProcess[] = [];
const clients: RawClient[] = [];
beforeAll(async () => {
  gates.push(...(await Promise.all([startGate(database.url), startGate(database.url)])));
  for (let index = 0; index < CLIENTS + PROBES; index += 1) {
    clients.push(await openRawClient(gates[index % gates.length]?.port ?? 0));
  }
});
afterAll(async () => {
  for (const client of clients) client.close();
  await Promise.all(gates.map((gate) => gate.stop()));
});

async function askGate(client: number, secret: string, scopes: string): Promise<boolean> {
  const answer = await clients[client]?.authorize(secret, scopes);
  if (!answer || ![200, 401, 403].includes(answer.status)) throw new Error(`Answer ${answer?.status}`);
  return answer.status === 200;
}

async function arrange(scopes: readonly Scope[] = ["agreements:read"]) {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "admin" }, NO_LIMITS);
  return { tenant, key: await makeKey(database.db, tenant.account, tenant.people.max.id, { scopes }) };
}

type Arranged = Awaited<ReturnType<typeof arrange>>;

function revoke({ tenant, key }: Arranged) {
  return revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: key.id, reason: "leaked" });
}

function many<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, make));
}

describe("I1: a revoked key", () => {
  it("is accepted by no instance from the moment that the revoke answer is back", async () => {
    const arranged = await many(60, () => arrange());
    const subjects = arranged.map((one) => ({
      ask: (client: number) => askGate(client, one.key.secret, "agreements:read"),
      end: () => revoke(one),
    }));
    const findings = await runHistory(subjects, QUESTIONS, CLIENTS);
    expect(findings).toMatchObject({ stale: 0, early: 0 });
    // The last probes may come when the others have asked enough already.
    expect(findings.questions).toBeGreaterThanOrEqual(QUESTIONS);
    expect(findings.allowed).toBeGreaterThan(QUESTIONS / 10);
    const { rows } = await database.owner.query(
      "select count(*)::int as calls, count(distinct id)::int as ids from calls where key_id = any($1)",
      [arranged.map(({ key }) => key.id)],
    );
    expect(rows).toEqual([{ calls: findings.questions, ids: findings.questions }]);
  }, 300_000);
});

const reason = "contract ended";
const staffContext = async () => {
  const tenant = await makeTenant(database.db, { sam: "viewer" });
  await database.owner.query("update users set staff_role = 'support' where id = $1", [tenant.people.sam.id]);
  const ctx = contextOf(tenant, "sam");
  return { ...ctx, user: { ...ctx.user, isStaff: true as const } };
};

const ENDINGS: readonly (readonly [string, Scope, (one: Arranged) => Promise<unknown>])[] = [
  [
    "whose creator was deactivated in the account",
    "agreements:read",
    ({ tenant }) => deactivateMember(contextOf(tenant, "ada"), { memberId: tenant.people.max.membershipId }),
  ],
  [
    "whose creator was demoted below the scope",
    "users:write",
    ({ tenant }) =>
      updateMember(contextOf(tenant, "ada"), {
        memberId: tenant.people.max.membershipId,
        profile: "member",
      }),
  ],
  [
    "whose account's plan lapsed",
    "agreements:read",
    async ({ tenant }) =>
      changeAccount(await staffContext(), { accountId: tenant.account.id, plan: "business", reason }),
  ],
  [
    "whose account lost the feature",
    "agreements:read",
    async ({ tenant }) =>
      changeAccount(await staffContext(), {
        accountId: tenant.account.id,
        hasIntegrationKeys: false,
        reason,
      }),
  ],
  [
    "whose account's plan the operator changed by command",
    "agreements:read",
    ({ tenant }) => setPlan("account set-plan", tenant.account.id, "business"),
  ],
  [
    "that was replaced without an overlap",
    "agreements:read",
    ({ tenant, key }) =>
      replaceIntegrationKey(contextOf(tenant, "ada"), {
        keyId: key.id,
        name: "Successor",
        scopes: ["agreements:read"],
        expiresAt: undefined,
        overlapSeconds: 0,
        idempotencyKey: null,
      }),
  ],
  // No verb of the console does these yet.
  [
    "whose account was closed",
    "agreements:read",
    ({ tenant }) =>
      database.owner.query("update accounts set status = 'closed' where id = $1", [tenant.account.id]),
  ],
  [
    "whose creator was deactivated everywhere",
    "agreements:read",
    ({ tenant }) =>
      database.owner.query("update users set status = 'deactivated' where id = $1", [tenant.people.max.id]),
  ],
];

describe("I2: a key", () => {
  it.each(ENDINGS)(
    "%s is accepted by no instance any more",
    async (_, scope, end) => {
      const arranged = await many(12, () => arrange([scope]));
      const subjects = arranged.map((one) => ({
        ask: (client: number) => askGate(client, one.key.secret, scope),
        end: () => end(one),
      }));
      const findings = await runHistory(subjects, 3_000, CLIENTS);
      expect(findings).toMatchObject({ stale: 0, early: 0 });
      expect(findings.allowed).toBeGreaterThan(300);
    },
    120_000,
  );
});

describe("all of these checks", () => {
  it("made no two batches of calls wait for each other until the database ended one", async () => {
    const { rows } = await database.owner.query(
      "select deadlocks::int as deadlocks from pg_stat_database where datname = current_database()",
    );
    expect(rows).toEqual([{ deadlocks: 0 }]);
  });
});

function questionOf(key: TestKey) {
  const rest = { method: "GET", path: "/", route: NO_FINDING, address: null, userAgent: undefined };
  return { secret: key.secret, scopes: ["agreements:read" as const], environment: null, ...rest };
}

describe("the check of I1 and I2", () => {
  /** A network between service and database that takes its time: what makes the faults visible at once. */
  const DELAY_MS = 40;

  async function findingsWith(plant: (lookUp: VerifierParts["lookUp"]) => VerifierParts["lookUp"]) {
    const pool = openPool(
      { DATABASE_URL: database.url },
      { max: 4, connectTimeoutMs: 5_000, statementTimeoutMs: 5_000, applicationName: "planted-fault" },
    );
    const verify = verifyWithLookup({ pool, hasPreparedStatements: true }, plant);
    const arranged = await many(12, () => arrange());
    const subjects = arranged.map((one): Subject => ({
      ask: async () => (await verify(questionOf(one.key))).isAllowed,
      end: () => revoke(one),
    }));
    const findings = await runHistory(subjects, 2_000, 32);
    await pool.end();
    return findings;
  }

  it("passes the lookup as it is, on a slow network", async () => {
    expect(await findingsWith((lookUp) => lookUp)).toMatchObject({ stale: 0, early: 0 });
  }, 60_000);

  it("finds a cache of one second", async () => {
    const findings = await findingsWith((lookUp) => {
      const cache = new Map<string, { at: number; value: ReturnType<typeof lookUp> }>();
      return (hash, deadline) => {
        const cached = cache.get(hash);
        if (cached && performance.now() - cached.at < 1_000) return cached.value;
        const value = lookUp(hash, deadline);
        cache.set(hash, { at: performance.now(), value });
        return value;
      };
    });
    expect(findings.stale).toBeGreaterThan(0);
  }, 60_000);

  it("finds requests that join a lookup already under way", async () => {
    const findings = await findingsWith((lookUp) => {
      const underWay = new Map<string, ReturnType<typeof lookUp>>();
      return (hash, deadline) => {
        const joined = underWay.get(hash);
        if (joined) return joined;
        const value = lookUp(hash, deadline).finally(() => underWay.delete(hash));
        underWay.set(hash, value);
        return value;
      };
    });
    expect(findings.stale).toBeGreaterThan(0);
  }, 60_000);

  function verifyWithLookup(
    gateDatabase: Parameters<typeof lookUpCredentials>[0],
    plant: (lookUp: VerifierParts["lookUp"]) => VerifierParts["lookUp"],
  ): Verify {
    const batching = { maxItems: 256, maxInFlight: 2, timeoutMs: 5_000, isItemFault };
    const lookups = createBatcher({
      ...batching,
      run: async (hashes: readonly string[]) => {
        const found = await lookUpCredentials(gateDatabase, hashes);
        await new Promise((resolve) => setTimeout(resolve, DELAY_MS));
        return found;
      },
    });
    const recorder = createRecorder(gateDatabase, batching);
    return createVerify({
      lookUp: plant(lookups.add),
      record: recorder.record,
      recordUnknown: recorder.recordUnknown,
      admission: createAdmission(),
      unknownCallers: createUnknownCallers(),
      timeoutMs: 5_000,
    });
  }
});
