import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { epochsOf } from "@/db/testing/epochs";
import { makeKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { REFUSALS_TOLD } from "../../domain/verdict/refusal-limits";
import { newId, timeOfId } from "../../platform/ids";
import { createBatcher } from "../queue/batch";
import { lookUpSecrets } from "../lookup/lookup";
import { UNKNOWN_KEY, type ProvableCall, type RecordedCall } from "./record";
import { recordAtLimit } from "./record-at-limit";
import { recordWithinQuota } from "./record-within-quota";
import { createRecorder } from "./recorder";
import { createScopeUses } from "./scope-uses";
import { isItemFault, type GateDatabase } from "../statement/statement";

const database = testDatabase();
/** As many statements as run at once in the tests' pool. */
const CONNECTIONS = 12;
const gateDatabase = (): GateDatabase => ({ pool: database.db.$client, hasPreparedStatements: true });
const NO_LIMITS = { hourly: 1_000_000, burst: 1_000_000 };
const NOON = Date.parse("2026-03-01T12:00:00.000Z");
const at = (seconds: number) => new Date(NOON + seconds * 1000);

type Way = (database: GateDatabase, calls: readonly ProvableCall[]) => Promise<RecordedCall[]>;

/** The usual way, and the careful way for what it leaves. */
function usualWay(): Way {
  const scopeUses = createScopeUses();
  return async (gate, calls) => {
    // The times that its calls were looked up at are those of the careful way: here the statement's clock says the latest.
    const clock = calls.reduce((latest, call) => (call.at > latest ? call.at : latest), new Date(0));
    const recorded = await recordWithinQuota(gate, scopeUses, calls, clock);
    const left = calls.filter((_, index) => recorded[index] === null);
    const rest = left.length === 0 ? [] : await recordAtLimit(gate, left);
    return recorded.flatMap((one) => one ?? rest.shift() ?? []);
  };
}

async function arrange(way: Way = usualWay()) {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
  const proof = { epochs: await epochsOf(database.owner, tenant.account.id, key.userId), until: null };
  const call = (change: Partial<ProvableCall> = {}): ProvableCall => ({
    id: newId(),
    at: at(0),
    accountId: tenant.account.id,
    keyId: key.id,
    credentialId: key.credentialId,
    userId: key.userId,
    method: "GET",
    path: "/",
    code: "allowed",
    scopesNeeded: ["agreements:read"],
    address: "192.0.2.1",
    userAgent: "test",
    outcomeStatus: null,
    limits: NO_LIMITS,
    proof,
    ...change,
  });
  return { tenant, proof, key, call, record: (calls: readonly ProvableCall[]) => way(gateDatabase(), calls) };
}

async function windowsOf(accountId: string) {
  const { rows } = await database.owner.query(
    "select hour_start, hour_count, burst_start, burst_count from call_windows where account_id = $1",
    [accountId],
  );
  return rows as unknown[];
}

describe.each([
  ["the usual way", usualWay],
  ["the careful way", () => recordAtLimit],
])("recording a batch %s", (_, way) => {
  it("grants what is left of the quota in the order of the calls, and refuses the rest (R10)", async () => {
    const { tenant, call, record } = await arrange(way());
    const limits = { hourly: 5, burst: 1_000 };
    await record([call({ limits }), call({ limits })]);
    const refused = call({ limits, code: "insufficient_scope" });
    const outcomes = await record([refused, ...Array.from({ length: 5 }, () => call({ limits }))]);
    expect(outcomes.map((outcome) => [outcome.code, outcome.used?.hour ?? null])).toEqual([
      ["insufficient_scope", null],
      ["allowed", 3],
      ["allowed", 4],
      ["allowed", 5],
      ["hourly_limit_exceeded", 5],
      ["hourly_limit_exceeded", 5],
    ]);
    expect(await windowsOf(tenant.account.id)).toMatchObject([{ hour_count: 5, burst_count: 5 }]);
  });

  it("names the burst limit where that one is reached first", async () => {
    const { call, record } = await arrange(way());
    const limits = { hourly: 10, burst: 1 };
    const outcomes = await record([call({ limits }), call({ limits })]);
    expect(outcomes.map((outcome) => outcome.code)).toEqual(["allowed", "burst_limit_exceeded"]);
  });

  it("begins each window anew in its place, and never goes back to an older one", async () => {
    const { tenant, call, record } = await arrange(way());
    await record([call({ at: at(0) }), call({ at: at(29) })]);
    expect(await windowsOf(tenant.account.id)).toEqual([
      { hour_start: at(0), hour_count: 2, burst_start: at(0), burst_count: 2 },
    ]);
    await record([call({ at: at(31) })]);
    expect(await windowsOf(tenant.account.id)).toEqual([
      { hour_start: at(0), hour_count: 3, burst_start: at(30), burst_count: 1 },
    ]);
    await record([call({ at: at(3_600) })]);
    // A batch of another gate that was looked up before the hour was full.
    await record([call({ at: at(3_599) })]);
    expect(await windowsOf(tenant.account.id)).toEqual([
      { hour_start: at(3_600), hour_count: 2, burst_start: at(3_600), burst_count: 2 },
    ]);
  });

  it("counts each call of two gates that record for one account at once", async () => {
    const { tenant, call, record } = await arrange(way());
    await record([call()]);
    const limits = { hourly: 150, burst: 1_000 };
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => record(Array.from({ length: 10 }, () => call({ limits })))),
    );
    const allowed = outcomes.flat().filter((outcome) => outcome.code === "allowed");
    expect(allowed).toHaveLength(149);
    expect(await windowsOf(tenant.account.id)).toMatchObject([{ hour_count: 150 }]);
    const { rows } = await database.owner.query(
      "select code, sum(count)::int as count from call_hours where account_id = $1 group by code order by code",
      [tenant.account.id],
    );
    expect(rows).toEqual([
      { code: "allowed", count: 150 },
      { code: "hourly_limit_exceeded", count: 51 },
    ]);
  });

  it("never deadlocks for good, whatever the order of the accounts in a batch", async () => {
    const arranged = await Promise.all(Array.from({ length: 6 }, () => arrange(way())));
    const batches = Array.from({ length: 30 }, (_, index) => {
      const order = index % 2 === 0 ? arranged : arranged.toReversed();
      return order.flatMap(({ call }) => [call(), call({ code: "revoked_key" })]);
    });
    // One after the other on each connection: more at once would only wait for one, and how long that may take is another limit.
    const onEachConnection = await Promise.all(
      Array.from({ length: CONNECTIONS }, async (_, connection) => {
        const outcomes = [];
        for (const batch of batches.filter((_, index) => index % CONNECTIONS === connection)) {
          outcomes.push(...(await way()(gateDatabase(), batch)));
        }
        return outcomes;
      }),
    );
    expect(onEachConnection.flat()).toHaveLength(30 * 12);
  });

  it("keeps the newest call as the last one, in whatever order batches arrive", async () => {
    const { key, call, record } = await arrange(way());
    await record([call({ at: at(10), address: "192.0.2.5" }), call({ at: at(10), address: "192.0.2.10" })]);
    await record([call({ at: at(1), address: "192.0.2.1", userAgent: "older" })]);
    await record([call({ at: at(20), address: null, userAgent: null, code: "ip_not_allowed" })]);
    const { rows } = await database.owner.query(
      `select first_call_at, last_call_at, last_code, last_address, last_user_agent, last_allowed_at
       from key_activity where key_id = $1`,
      [key.id],
    );
    expect(rows).toEqual([
      {
        first_call_at: at(1),
        last_call_at: at(20),
        last_code: "ip_not_allowed",
        last_address: null,
        last_user_agent: null,
        last_allowed_at: at(10),
      },
    ]);
  });

  it("writes the last use of a scope once per hour, for allowed calls only", async () => {
    const { key, call, record } = await arrange(way());
    const uses = async () => {
      const { rows } = await database.owner.query(
        "select scope, last_used_at from scope_uses where key_id = $1 order by scope",
        [key.id],
      );
      return rows as unknown[];
    };
    await record([
      call({ scopesNeeded: ["agreements:read", "users:read"] }),
      call({ scopesNeeded: ["users:login"], code: "insufficient_scope" }),
    ]);
    await record([call({ at: at(3_599) })]);
    expect(await uses()).toEqual([
      { scope: "agreements:read", last_used_at: at(0) },
      { scope: "users:read", last_used_at: at(0) },
    ]);
    await record([call({ at: at(3_601) })]);
    expect(await uses()).toMatchObject([{ last_used_at: at(3_601) }, { last_used_at: at(0) }]);
  });

  it("keeps a call of a day that has no partition", async () => {
    const { key, call, record } = await arrange(way());
    await record([call({ at: new Date("2031-01-01T00:00:00Z") })]);
    const { rows } = await database.owner.query("select code from calls where key_id = $1", [key.id]);
    expect(rows).toEqual([{ code: "allowed" }]);
  });

  it("fails for a call that PostgreSQL can't keep, and for that one alone", async () => {
    const { key, call, record } = await arrange(way());
    const batcher = createBatcher({
      run: (calls: readonly ProvableCall[]) => record(calls),
      maxItems: 100,
      maxInFlight: 1,
      timeoutMs: 10_000,
      isItemFault,
    });
    const calls = Array.from({ length: 9 }, (_, index) => call(index === 4 ? { path: "/\u0000" } : {}));
    const results = await Promise.allSettled(calls.map((one) => batcher.add(one, Infinity)));
    expect(results.map((result) => result.status)).toEqual(
      calls.map((_, index) => (index === 4 ? "rejected" : "fulfilled")),
    );
    const { rows } = await database.owner.query("select 1 from calls where key_id = $1", [key.id]);
    expect(rows).toHaveLength(8);
  });
});

describe("what the usual way leaves to the careful one", () => {
  it("is an account whose quota does not hold all of its calls, whole, and nobody else", async () => {
    const [full, other] = [await arrange(), await arrange()];
    await full.record([full.call()]);
    await other.record([other.call()]);
    const limits = { hourly: 2, burst: 1_000 };
    const batch = [
      full.call({ limits }),
      other.call({ limits }),
      full.call({ limits }),
      full.call({ code: "revoked_key" }),
    ];
    const recorded = await recordWithinQuota(gateDatabase(), createScopeUses(), batch, at(0));
    expect(recorded).toMatchObject([null, { code: "allowed", used: { hour: 2, burst: 2 } }, null, null]);
    expect([await callsOf(full.key.id), await callsOf(other.key.id)]).toEqual([1, 2]);
    expect(await windowsOf(full.tenant.account.id)).toMatchObject([{ hour_count: 1 }]);
  });

  it("comes to the same in the end: every table is as if all had been recorded the careful way", async () => {
    const [usual, careful] = [await arrange(usualWay()), await arrange(recordAtLimit)];
    const codes = ["allowed", "allowed", "allowed", "insufficient_scope", "revoked_key"] as const;
    for (let batch = 0; batch < 12; batch += 1) {
      const calls = Array.from({ length: batch }, (_, index) => ({
        at: at(batch * 7),
        code: codes[(batch + index) % codes.length] ?? "allowed",
        address: `192.0.2.${batch}`,
        limits: { hourly: 30, burst: 12 },
      }));
      const [one, two] = [
        await usual.record(calls.map((call) => usual.call(call))),
        await careful.record(calls.map((call) => careful.call(call))),
      ];
      expect(one.map(({ code, used, at: time }) => ({ code, used, at: time }))).toEqual(
        two.map(({ code, used, at: time }) => ({ code, used, at: time })),
      );
    }
    expect(await written(usual.key.id)).toEqual(await written(careful.key.id));
    expect(await windowsOf(usual.tenant.account.id)).toEqual(await windowsOf(careful.tenant.account.id));
  });

  it("is not the counting of unknown keys, which it does at once", async () => {
    const { call } = await arrange();
    await recordWithinQuota(gateDatabase(), createScopeUses(), [UNKNOWN_KEY, call(), UNKNOWN_KEY]);
    await recordWithinQuota(gateDatabase(), createScopeUses(), [UNKNOWN_KEY]);
    const { rows } = await database.owner.query("select sum(count)::int as count from unknown_key_hours");
    expect(rows).toEqual([{ count: 3 }]);
  });
});

/** What becomes of calls the usual way, by the database's own clock; null for what it leaves. */
async function recordOf(...calls: readonly ProvableCall[]) {
  const recorded = await recordWithinQuota(gateDatabase(), createScopeUses(), calls);
  return recorded.map((one) => one?.code ?? null);
}

describe("an allowed call is recorded the usual way", () => {
  it("only if the epochs of its facts are those of the rows: accounts' and person's", async () => {
    const [one, other] = [await arrange(), await arrange()];
    const changed = (change: Partial<ProvableCall["proof"]["epochs"]>) =>
      one.call({ proof: { epochs: { ...one.proof.epochs, ...change }, until: null } });
    for (const { record, call } of [one, other]) await record([call()]);
    expect(await recordOf(one.call(), other.call())).toEqual(["allowed", "allowed"]);
    for (const change of [
      { accountEpoch: "1" },
      { userEpoch: "1" },
      { userId: newId() },
      { managerId: other.tenant.account.id, managerEpoch: "1" },
      { managerId: newId() },
    ]) {
      const calls = [changed(change), other.call(), one.call()];
      expect(await recordOf(...calls), JSON.stringify(change)).toEqual([null, "allowed", null]);
    }
    expect(await callsOf(one.key.id)).toBe(2);
    const manager = { managerId: other.tenant.account.id, managerEpoch: other.proof.epochs.accountEpoch };
    expect(await recordOf(changed(manager))).toEqual(["allowed"]);
  });

  it("only before its facts end by the statement's clock, and has that clock's time", async () => {
    const { call, proof, key, record } = await arrange();
    await record([call()]);
    const until = (ms: number) => call({ proof: { ...proof, until: new Date(Date.now() + ms) } });
    expect(await recordOf(until(-1))).toEqual([null]);
    expect(await recordOf(until(60_000))).toEqual(["allowed"]);
    const scopeUses = createScopeUses();
    const [recorded] = await recordWithinQuota(gateDatabase(), scopeUses, [until(60_000)]);
    const { rows } = await database.owner.query("select at from calls where key_id = $1 and id = $2", [
      key.id,
      recorded?.id,
    ]);
    expect(rows).toEqual([{ at: recorded?.at }]);
    expect(timeOfId(recorded?.id ?? "")).toEqual(recorded?.at);
    expect(Math.abs((recorded?.at.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it("while somebody changes its account, without waiting: until that is committed, nothing has changed", async () => {
    const { tenant, call, record } = await arrange();
    await record([call()]);
    const change = await database.owner.connect();
    try {
      await change.query("begin");
      await change.query("update accounts set plan = 'business' where id = $1", [tenant.account.id]);
      await change.query("update users set name = name || 'x' where id = $1", [tenant.people.ada.id]);
      expect(await recordOf(call())).toEqual(["allowed"]);
      await change.query("commit");
    } finally {
      await change.query("rollback");
      change.release();
    }
    expect(await recordOf(call())).toEqual([null]);
  });

  it("if it is refused, whatever has changed since", async () => {
    const { call, proof } = await arrange();
    const epochs = { ...proof.epochs, accountEpoch: "1" };
    const refused = call({ code: "revoked_key", proof: { epochs, until: new Date(0) } });
    expect(await recordOf(refused)).toEqual(["revoked_key"]);
  });
});

async function callsOf(keyId: string): Promise<number> {
  const { rows } = await database.owner.query("select 1 from calls where key_id = $1", [keyId]);
  return rows.length;
}

/** Everything that was written about a key, but for ids. */
async function written(keyId: string) {
  const { rows } = await database.owner.query(
    `select
      (select jsonb_agg(to_jsonb(c) - 'id' - 'account_id' - 'key_id' - 'credential_id' - 'user_id' order by c.at, c.code)
        from calls c where c.key_id = $1) as calls,
      (select jsonb_agg(jsonb_build_array(h.hour, h.code, h.count) order by h.hour, h.code)
        from call_hours h where h.key_id = $1) as hours,
      (select to_jsonb(a) - 'key_id' - 'account_id' from key_activity a where a.key_id = $1) as activity,
      (select jsonb_agg(jsonb_build_array(s.scope, s.last_used_at) order by s.scope)
        from scope_uses s where s.key_id = $1) as uses`,
    [keyId],
  );
  return rows as unknown[];
}

describe("refusals that get no row of their own", () => {
  it.each([
    ["the usual way", usualWay],
    ["the careful way", () => recordAtLimit],
  ])("are counted like all others %s, and the last call is the last call", async (_, way) => {
    const { key, call, record } = await arrange(way());
    const counted = (seconds: number) =>
      call({ code: "revoked_key", isCountedOnly: true, at: at(seconds), address: "192.0.2.9" });
    await record([call({ code: "revoked_key" }), counted(1), call(), counted(2)]);
    expect(await callsOf(key.id)).toBe(2);
    expect(await hoursOf(key.id)).toEqual({ allowed: 1, revoked_key: 3 });
    const { rows } = await database.owner.query(
      "select last_call_at, last_address from key_activity where key_id = $1",
      [key.id],
    );
    expect(rows).toEqual([{ last_call_at: at(2), last_address: "192.0.2.9" }]);
  });

  it("are those for a limit too that is found used up when they are recorded, key by key", async () => {
    const [one, other] = [await arrange(), await arrange()];
    const limits = { hourly: 1_000, burst: 3 };
    const calls = Array.from({ length: 10 }, () => [one.call({ limits }), other.call({ limits })]).flat();
    const recorded = await recordAtLimit(gateDatabase(), calls, ({ keyId }) =>
      keyId === one.key.id ? 2 : 0,
    );
    expect([await callsOf(one.key.id), await callsOf(other.key.id)]).toEqual([3 + 2, 3]);
    expect(recorded.filter((outcome) => outcome.isCountedOnly)).toHaveLength(5 + 7);
    for (const { key } of [one, other]) {
      expect(await hoursOf(key.id)).toEqual({ allowed: 3, burst_limit_exceeded: 7 });
    }
  });

  it("are bounded however many come in one batch", async () => {
    const { key, call } = await arrange();
    const recorder = createRecorder(gateDatabase(), {
      maxItems: 1_000,
      maxInFlight: 1,
      timeoutMs: 10_000,
      isItemFault,
    });
    const storm = Array.from({ length: 3 }, () =>
      Array.from({ length: 300 }, () => call({ limits: { hourly: 5, burst: 1_000 } })),
    );
    for (const calls of storm) await Promise.all(calls.map((one) => recorder.record(one, Infinity)));
    expect(await callsOf(key.id)).toBe(5 + REFUSALS_TOLD);
    expect(await hoursOf(key.id)).toEqual({ allowed: 5, hourly_limit_exceeded: 895 });
  });
});

/** The hourly counts of a key by verdict. */
async function hoursOf(keyId: string): Promise<unknown> {
  const { rows } = await database.owner.query<{ hours: unknown }>(
    `select jsonb_object_agg(code, count) as hours
     from (select code, sum(count)::int as count from call_hours where key_id = $1 group by code) as h`,
    [keyId],
  );
  return rows[0]?.hours;
}

describe("looking up a batch", () => {
  it("finds each credential once asked or often, nothing for the rest, all at the database's time", async () => {
    const { key } = await arrange();
    const hash = await hashOf(key.credentialId);
    const found = await lookUpSecrets(gateDatabase(), "long_lived", [hash, "00".repeat(32), hash]);
    expect(found.map((one) => one?.principal.key.id ?? null)).toEqual([key.id, null, key.id]);
    expect(found[0]?.now).toBeInstanceOf(Date);
  });

  it("takes a window that has passed for unused", async () => {
    const { tenant, key, record, call } = await arrange();
    await record([call({ at: new Date(Date.now() - 7_200_000) })]);
    expect(await windowsOf(tenant.account.id)).toMatchObject([{ hour_count: 1 }]);
    const [found] = await lookUpSecrets(gateDatabase(), "long_lived", [await hashOf(key.credentialId)]);
    expect(found?.facts.used).toEqual({ hour: 0, burst: 0 });
  });
});

async function hashOf(credentialId: string): Promise<string> {
  const { rows } = await database.owner.query<{ hash: string }>(
    "select encode(secret_hash, 'hex') as hash from credentials where id = $1",
    [credentialId],
  );
  return rows[0]?.hash ?? "";
}
