import { describe, expect, it } from "vitest";

import { callHours, calls, keyLastCalls, scopeUses } from "@/db/schema/calls";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import type { AccountContext } from "../../kernel/context";
import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import type { CallCode } from "../../domain/verdict/refusals";
import { listKeyActivity } from "./activity";
import { listCallers, listCallersSinceReplacement } from "./callers";
import { readKeyCapacity } from "../keys/reading/capacity";
import { listCalls } from "./calls";
import { createIntegrationKey } from "../keys/making/create";
import { listIntegrationKeys } from "../keys/reading/list";
import { replaceIntegrationKey } from "../keys/making/replace";
import { revokeIntegrationKey } from "../revocations/revoke";
import { listScopeUses } from "./scope-uses";
import { readUsage } from "./usage";

const database = testDatabase(useDatabase);
const HOUR = 3_600_000;
const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 12, minutes));

async function makeKey(ctx: AccountContext, name = "Nightly export") {
  const { key } = await createIntegrationKey(ctx, {
    name,
    method: "long_lived",
    scopes: ["agreements:read"],
    allowedRanges: [],
    expiresAt: undefined,
    idempotencyKey: null,
  });
  return key;
}

type SomeCall = { at: Date; code?: CallCode; address?: string | null; userAgent?: string };

async function addCalls(accountId: string, keyId: string, some: readonly SomeCall[]) {
  const rows = some.map((call) => ({
    id: newId(),
    at: call.at,
    accountId,
    keyId,
    credentialId: newId(),
    userId: newId(),
    method: "GET",
    path: "/v1/agreements",
    code: call.code ?? ("allowed" as const),
    scopesNeeded: ["agreements:read"],
    address: call.address === undefined ? "192.0.2.1" : call.address,
    userAgent: call.userAgent ?? "curl/8",
  }));
  await database.db.insert(calls).values(rows);
  // As the gate counts them, in the same statement.
  await database.owner.query(
    `insert into call_hours as h (key_id, hour, code, account_id, count)
     select key_id, date_trunc('hour', at, 'UTC'), code, account_id, count(*) from calls where id = any($1)
     group by 1, 2, 3, 4
     on conflict (key_id, hour, code, account_id) do update set count = h.count + excluded.count`,
    [rows.map((row) => row.id)],
  );
  return rows;
}

describe("calls of a key", () => {
  it("are paged without gaps or repeats while new ones arrive, even of the same instant", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const key = await makeKey(ctx);
    const start = Date.now() - HOUR;
    // Three calls of every instant: the id decides their order.
    const made = await addCalls(
      tenant.account.id,
      key.id,
      Array.from({ length: 60 }, (_, index) => ({ at: new Date(start + Math.floor(index / 3) * 1000) })),
    );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listCalls(ctx, { keyId: key.id, limit: 7, ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map((call) => call.id));
      cursor = page.nextCursor;
      await addCalls(tenant.account.id, key.id, [{ at: new Date() }]);
    } while (cursor);
    const expected = made.toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
    expect(seen).toEqual(expected.map((call) => call.id));
  });

  it("are narrowed by verdict and by time, from inclusive, to exclusive", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const key = await makeKey(ctx);
    await addCalls(tenant.account.id, key.id, [
      { at: at(0) },
      { at: at(1), code: "insufficient_scope" },
      { at: at(2), code: "revoked_key" },
      { at: at(3), code: "hourly_limit_exceeded" },
      { at: at(4), code: "owner_inactive" },
    ]);
    const codes = async (input: object) =>
      (await listCalls(ctx, { keyId: key.id, limit: 50, ...input })).data.map((call) => call.code);
    expect(await codes({ verdict: "allowed" })).toEqual(["allowed"]);
    expect(await codes({ verdict: "refused" })).toHaveLength(4);
    expect(await codes({ verdict: "other" })).toEqual(["owner_inactive"]);
    expect(await codes({ from: at(1), to: at(3) })).toEqual(["revoked_key", "insufficient_scope"]);
  });
});

describe("calls of a verdict", () => {
  it("are paged without gaps or repeats, hours of other verdicts and none between them", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const key = await makeKey(ctx);
    const refused = (minutes: number) => ({ at: at(minutes), code: "revoked_key" as const });
    const made = await addCalls(tenant.account.id, key.id, [
      ...Array.from({ length: 9 }, (_, index) => refused(Math.floor(index / 3))),
      ...Array.from({ length: 40 }, (_, index) => ({ at: at(index * 7) })),
      ...[0, 59, 60, 61, 400, 401, 3_000].map(refused),
      ...Array.from({ length: 6 }, (_, index) => refused(9_000 + index * 60)),
    ]);
    const expected = made
      .filter((call) => call.code === "revoked_key")
      .toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
    for (const limit of [1, 2, 4, 30]) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await listCalls(ctx, {
          keyId: key.id,
          verdict: "ended",
          limit,
          ...(cursor ? { cursor } : {}),
        });
        seen.push(...page.data.map((call) => call.id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen).toEqual(expected.map((call) => call.id));
    }
    const between = await listCalls(ctx, {
      keyId: key.id,
      verdict: "ended",
      limit: 1,
      from: at(1),
      to: at(60),
    });
    expect(between.data.map((call) => call.at)).toEqual([at(59).toISOString()]);
  });

  it("are looked for only in the hours that have them, so that a busy key's other calls are not read", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const key = await makeKey(ctx);
    const [counted, uncounted] = await addCalls(tenant.account.id, key.id, [
      { at: at(0), code: "ip_not_allowed" },
      { at: at(600), code: "ip_not_allowed" },
    ]);
    await database.owner.query("delete from call_hours where key_id = $1 and hour = $2", [key.id, at(600)]);
    const idsOf = async (input: object) =>
      (await listCalls(ctx, { keyId: key.id, limit: 50, ...input })).data.map((call) => call.id);
    expect(await idsOf({})).toEqual([uncounted?.id, counted?.id]);
    expect(await idsOf({ verdict: "other" })).toEqual([counted?.id]);
  });
});

describe("usage of a key", () => {
  it("adds up verdicts by group in every hour of the span, empty ones too", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const key = await makeKey(ctx);
    const hour = new Date("2026-03-01T10:00:00Z");
    const row = { keyId: key.id, accountId: tenant.account.id };
    await database.db.insert(callHours).values([
      { ...row, hour, code: "allowed", count: 40 },
      { ...row, hour, code: "expired_key", count: 2 },
      { ...row, hour, code: "revoked_key", count: 3 },
      { ...row, hour: new Date(hour.getTime() + 2 * HOUR), code: "burst_limit_exceeded", count: 7 },
      // Outside of the span.
      { ...row, hour: new Date(hour.getTime() + 3 * HOUR), code: "allowed", count: 1_000 },
    ]);
    const usage = await readUsage(ctx, {
      keyId: key.id,
      from: hour,
      to: new Date(hour.getTime() + 3 * HOUR),
    });
    expect(usage.step).toBe("hour");
    expect(usage.buckets.map((bucket) => [bucket.at, bucket.counts])).toEqual([
      [hour.toISOString(), { allowed: 40, insufficient_scope: 0, ended: 5, limited: 0, other: 0 }],
      ["2026-03-01T11:00:00.000Z", { allowed: 0, insufficient_scope: 0, ended: 0, limited: 0, other: 0 }],
      ["2026-03-01T12:00:00.000Z", { allowed: 0, insufficient_scope: 0, ended: 0, limited: 7, other: 0 }],
    ]);
    expect(usage.totals).toEqual({ allowed: 40, insufficient_scope: 0, ended: 5, limited: 7, other: 0 });
    expect(usage.codes[0]).toEqual({ code: "allowed", count: 40 });
  });

  it("adds hours up to days over a month", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const key = await makeKey(ctx);
    const row = { keyId: key.id, accountId: tenant.account.id, code: "allowed" as const, count: 2 };
    const from = new Date("2026-03-01T00:00:00Z");
    await database.db.insert(callHours).values(
      Array.from({ length: 31 * 24 }, (_, index) => ({
        ...row,
        hour: new Date(from.getTime() + index * HOUR),
      })),
    );
    const usage = await readUsage(ctx, { keyId: key.id, from, to: new Date("2026-04-01T00:00:00Z") });
    expect(usage.step).toBe("day");
    expect(usage.buckets).toHaveLength(31);
    expect(usage.buckets.every((bucket) => bucket.counts.allowed === 48)).toBe(true);
  });
});

describe("callers of a key", () => {
  it("are counted by address and program, the busiest first, for the last 24 hours", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const key = await makeKey(ctx);
    const recent = new Date(Date.now() - HOUR);
    await addCalls(tenant.account.id, key.id, [
      { at: recent, address: "192.0.2.1" },
      { at: recent, address: "192.0.2.2", code: "insufficient_scope" },
      { at: recent, address: "192.0.2.1" },
      { at: new Date(recent.getTime() - HOUR), address: "192.0.2.1", userAgent: "python" },
      { at: new Date(Date.now() - 25 * HOUR), address: "192.0.2.9" },
    ]);
    const callers = await listCallers(ctx, key.id);
    expect(callers).toMatchObject({
      calls: 4,
      allowedCalls: 3,
      addresses: 2,
      allowedAddresses: 1,
      isUsed: true,
      isComplete: true,
    });
    expect(callers.data.map((caller) => [caller.address, caller.userAgent, caller.calls])).toEqual([
      ["192.0.2.1", "curl/8", 2],
      ["192.0.2.2", "curl/8", 1],
      ["192.0.2.1", "python", 1],
    ]);
  });

  it("of a replaced key are those since its replacement, whose successor's calls are its own", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const [old, lonely] = [await makeKey(ctx), await makeKey(ctx, "Not replaced")];
    const { key: successor } = await replaceIntegrationKey(ctx, {
      keyId: old.id,
      name: "Successor",
      scopes: ["agreements:read"],
      allowedRanges: [],
      expiresAt: undefined,
      overlapSeconds: 86_400,
      idempotencyKey: null,
    });
    const replacedAt = Date.parse(successor.createdAt);
    const after = new Date(replacedAt + 1);
    await addCalls(tenant.account.id, old.id, [
      { at: new Date(replacedAt - 1), address: "192.0.2.1", userAgent: "before" },
      { at: after, address: "192.0.2.2", userAgent: "curl/8" },
      { at: after, address: "192.0.2.2", userAgent: "curl/8", code: "insufficient_scope" },
      { at: after, address: "192.0.2.3", userAgent: "python" },
    ]);
    await addCalls(tenant.account.id, successor.id, [{ at: after, address: "192.0.2.4" }]);
    await addCalls(tenant.account.id, lonely.id, [{ at: new Date(Date.now() - HOUR) }]);
    const callers = await listCallersSinceReplacement(ctx, old.id);
    expect(callers).toMatchObject({ since: successor.createdAt, calls: 3, allowedCalls: 2, addresses: 2 });
    expect(callers.data.map((caller) => [caller.address, caller.userAgent, caller.calls])).toEqual([
      ["192.0.2.2", "curl/8", 2],
      ["192.0.2.3", "python", 1],
    ]);
    expect(await listCallersSinceReplacement(ctx, lonely.id)).toMatchObject({ calls: 1 });
    const other = contextOf(await makeTenant(database.db, { gus: "admin" }), "gus");
    await expect(listCallersSinceReplacement(other, old.id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("are counted beyond those that are listed, unknown addresses and programs among them", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const key = await makeKey(ctx);
    const recent = new Date(Date.now() - HOUR);
    const addresses = Array.from({ length: 24 }, (_, index) => `192.0.2.${index}`);
    const some = [...addresses, null].map((address) => ({ at: recent, address }));
    await addCalls(tenant.account.id, key.id, [...some, ...some, { at: recent, userAgent: "python" }]);
    const callers = await listCallers(ctx, key.id);
    expect([callers.data.length, callers.pairs]).toEqual([20, 26]);
  });

  it("are at least so many where refused calls were counted that have no row", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const key = await makeKey(ctx);
    const recent = new Date(Date.now() - HOUR);
    await addCalls(tenant.account.id, key.id, [{ at: recent, code: "insufficient_scope" }]);
    const hour = new Date(Math.floor(recent.getTime() / HOUR) * HOUR);
    expect(await listCallers(ctx, key.id)).toMatchObject({ isComplete: true });
    const row = { keyId: key.id, accountId: tenant.account.id, hour, count: 1 };
    await database.db.insert(callHours).values({ ...row, code: "unknown_route" });
    expect(await listCallers(ctx, key.id)).toMatchObject({ calls: 1, isComplete: false });
  });

  it("say that a key is used whose refused calls are all that was looked at", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const [key, unused] = [await makeKey(ctx), await makeKey(ctx, "Unused")];
    const recent = new Date(Date.now() - HOUR);
    const refused = { at: recent, code: "insufficient_scope" as const };
    await addCalls(tenant.account.id, key.id, [{ at: new Date(recent.getTime() - HOUR) }, refused, refused]);
    await addCalls(tenant.account.id, unused.id, [refused, refused]);
    await database.db.insert(keyLastCalls).values(
      [key, unused].map(({ id }) => ({
        keyId: id,
        accountId: tenant.account.id,
        firstCallAt: recent,
        lastCallAt: recent,
        lastCode: "insufficient_scope" as const,
        lastAllowedAt: id === key.id ? new Date(recent.getTime() - HOUR) : null,
      })),
    );
    expect(await listCallers(ctx, key.id, 2)).toMatchObject({
      calls: 2,
      allowedCalls: 0,
      isUsed: true,
      isComplete: false,
    });
    expect(await listCallers(ctx, key.id, 4)).toMatchObject({
      allowedCalls: 1,
      isUsed: true,
      isComplete: true,
    });
    expect(await listCallers(ctx, unused.id, 2)).toMatchObject({ isUsed: false, isComplete: false });
  });
});

describe("activity of a key", () => {
  it("starts with the replacement that made it and is paged by sequence", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const old = await makeKey(ctx);
    const { key } = await replaceIntegrationKey(ctx, {
      keyId: old.id,
      name: "Successor",
      scopes: ["agreements:read"],
      expiresAt: undefined,
      overlapSeconds: 3_600,
      idempotencyKey: null,
    });
    await revokeIntegrationKey(ctx, { keyId: key.id, reason: "leaked" });
    const first = await listKeyActivity(ctx, { keyId: key.id, limit: 1 });
    expect(first.data.map((event) => [event.action, event.reason])).toEqual([["key.revoked", "leaked"]]);
    const second = await listKeyActivity(ctx, { keyId: key.id, limit: 1, cursor: first.nextCursor ?? 0 });
    expect(second.data.map((event) => event.action)).toEqual(["key.replaced"]);
    expect(second.nextCursor).toBeNull();
  });

  it("is for admins and the developer who made the key (R2)", async () => {
    const tenant = await makeTenant(
      database.db,
      { ada: "admin", dev: "developer", eve: "developer" },
      { environment: "sandbox" },
    );
    const key = await makeKey(contextOf(tenant, "dev"));
    const seenBy = async (person: "ada" | "dev" | "eve") =>
      (await listKeyActivity(contextOf(tenant, person), { keyId: key.id, limit: 50 })).data.length;
    expect(await seenBy("ada")).toBe(1);
    expect(await seenBy("dev")).toBe(1);
    await expect(seenBy("eve")).rejects.toMatchObject({ code: "not_key_creator" });
  });
});

describe("what is read about a key", () => {
  it("does not exist for another account (I6), and not for its members and viewers (R2)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", max: "member", vera: "viewer" });
    const other = await makeTenant(database.db, { gus: "admin" });
    const key = await makeKey(contextOf(tenant, "ada"));
    await database.db.insert(scopeUses).values({
      keyId: key.id,
      accountId: tenant.account.id,
      scope: "agreements:read",
      lastUsedAt: new Date(),
    });
    const reads = (ctx: AccountContext) => [
      () => listCalls(ctx, { keyId: key.id, limit: 50 }),
      () => readUsage(ctx, { keyId: key.id }),
      () => listCallers(ctx, key.id),
      () => listKeyActivity(ctx, { keyId: key.id, limit: 50 }),
      () => listScopeUses(ctx, key.id),
    ];
    for (const read of reads(contextOf(tenant, "ada"))) await expect(read()).resolves.toBeDefined();
    for (const read of reads(contextOf(other, "gus"))) {
      await expect(read()).rejects.toMatchObject({ code: "not_found" });
    }
    for (const person of ["max", "vera"] as const) {
      for (const read of reads(contextOf(tenant, person))) {
        await expect(read()).rejects.toMatchObject({ code: "forbidden" });
      }
    }
  });

  it("comes from indexes, for a busy key too", async () => {
    const { rows } = await database.db.$client.query<{ "QUERY PLAN": string }>(
      `explain (costs off) select id from calls where account_id = $1 and key_id = $1
       and (at, id) < (now(), $1) order by at desc, id desc limit 51`,
      [newId()],
    );
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toContain("Index");
    expect(plan).not.toContain("Seq Scan");
  });
});

describe("counts of keys", () => {
  it("agree with the status of each key", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const made = [];
    for (const name of ["a", "b", "c", "d", "e", "f"]) made.push(await makeKey(ctx, name));
    const [, revoked, retiring, expired, overlapEnded] = made.map((key) => key.id);
    const past = new Date(Date.now() - HOUR);
    await revokeIntegrationKey(ctx, { keyId: revoked ?? "", reason: "leaked" });
    const set = (column: string, id: string | undefined, value: Date) =>
      database.tamper(`update integration_keys set ${column} = $2 where id = $1`, [id, value]);
    await set("retires_at", retiring, new Date(Date.now() + HOUR));
    await set("retires_at", overlapEnded, past);
    await set("expires_at", expired, past);
    const { counts, ended } = await readKeyCapacity(ctx);
    expect(counts).toEqual({ active: 2, retiring: 1, expired: 1, revoked: 2 });
    expect(ended).toBe(2);
    await set("expires_at", expired, new Date(Date.now() - 8 * 24 * HOUR));
    expect(await readKeyCapacity(ctx)).toMatchObject({ counts, ended: 3 });
    const statuses = (await listIntegrationKeys(ctx, { q: "", limit: 50 })).data.map((key) => key.status);
    for (const status of ["active", "retiring", "expired", "revoked"] as const) {
      expect(statuses.filter((one) => one === status)).toHaveLength(counts[status]);
    }
  });
});
