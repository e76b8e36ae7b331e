import { asc, eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";

import type { Transaction } from "@/db/client";
import { accounts } from "@/db/schema/accounts";
import { auditEvents } from "@/db/schema/audit-events";
import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { faultyDatabase } from "@/db/testing/faults";
import { contextOf, makeTenant, type Tenant } from "@/db/testing/tenant";
import { untilSomebodyWaits } from "@/db/testing/waiting";

import { verifyChain } from "../audit/verify";
import { canonicalJson, type ChainedEvent, type JsonObject } from "../domain/audit-event";
import { DomainError } from "../domain/errors";
import { hashEvent, type AuditEntry } from "./audit";
import { useDatabase } from "./database";
import { mutate, mutateAsStaff, type Outcome } from "./mutate";

const database = testDatabase(useDatabase);
afterEach(() => useDatabase(database.db));

const entry = (after: JsonObject = {}): AuditEntry => ({
  action: "policy.updated",
  subject: { kind: "account", id: "0199f6a0-0000-7000-8000-000000000000", name: "Policy" },
  after,
});
const nothing = (): Promise<Outcome<null>> => Promise.resolve({ value: null, audit: entry() });

function eventsOf(tenant: Tenant<never> | Tenant<"ada">) {
  return database.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.chainId, tenant.account.id))
    .orderBy(asc(auditEvents.sequence));
}

async function owner(statement: string, values: unknown[]): Promise<void> {
  await database.owner.query(statement, values);
}

function lock(tx: Transaction, accountId: string) {
  return tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).for("update");
}

it("a change waits for its account holding nothing that another one waits for", async () => {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const other = await database.owner.connect();
  await other.query("begin");
  await other.query("select 1 from accounts where id = $1 for update", [tenant.account.id]);
  const change = mutate(contextOf(tenant, "ada"), "member:update", nothing);
  await untilSomebodyWaits(database.owner);
  // As the deactivation of this very person would, which has the account's row.
  await other.query("select 1 from memberships where account_id = $1 for update nowait", [tenant.account.id]);
  await other.query("rollback");
  other.release();
  await change;
});

describe("the right to change something is checked against the database as it is now (R2)", () => {
  const changes: [name: string, statement: string, code: string][] = [
    ["demoted", "update memberships set profile = 'member' where account_id = $1", "forbidden"],
    ["deactivated here", "update memberships set status = 'deactivated' where account_id = $1", "not_found"],
    [
      "deactivated everywhere",
      "update users set status = 'deactivated' where id in (select user_id from memberships where account_id = $1)",
      "not_found",
    ],
    ["without the plan", "update accounts set plan = 'business' where id = $1", "plan_not_eligible"],
    [
      "without the feature",
      "update accounts set has_integration_keys = false where id = $1",
      "feature_not_enabled",
    ],
    ["in a closed account", "update accounts set status = 'closed' where id = $1", "account_closed"],
  ];
  it.each(changes)("an admin who was %s after the request began is refused", async (_, statement, code) => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    await owner(statement, [tenant.account.id]);
    await expect(mutate(ctx, "key:manage", nothing)).rejects.toMatchObject({ code });
    expect(await eventsOf(tenant)).toEqual([]);
  });

  it("an admin whose demotion is under way waits for it, and is refused", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const client = await database.owner.connect();
    await client.query("begin");
    await client.query("update memberships set profile = 'viewer' where account_id = $1", [
      tenant.account.id,
    ]);
    const refused = expect(mutate(contextOf(tenant, "ada"), "key:manage", nothing)).rejects.toMatchObject({
      code: "forbidden",
    });
    await untilSomebodyWaits(database.owner);
    await client.query("commit");
    client.release();
    await refused;
  });

  it("a member of another account is told that there is nothing (R7)", async () => {
    const ours = await makeTenant(database.db, { ada: "admin" });
    const theirs = await makeTenant(database.db, { gus: "admin" });
    const forged = { ...contextOf(theirs, "gus"), account: ours.account };
    await expect(mutate(forged, "key:manage", nothing)).rejects.toMatchObject({ code: "not_found" });
  });

  it("staff who are no longer staff are refused", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const { user, ...session } = contextOf(tenant, "ada");
    const staff = { ...session, user: { ...user, isStaff: true as const } };
    await expect(mutateAsStaff(staff, tenant.account.id, nothing)).rejects.toMatchObject({
      code: "forbidden",
    });
    await database.db.update(users).set({ staffRole: "support" }).where(eq(users.id, user.id));
    await mutateAsStaff(staff, tenant.account.id, nothing);
    expect(await eventsOf(tenant)).toMatchObject([{ actorKind: "staff", actorId: user.id }]);
  });
});

describe("a change", () => {
  it("is on the record with who, where and what, or as unchanged not at all (R11)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    await mutate(ctx, "key:manage", nothing);
    await mutate(ctx, "key:manage", () => Promise.resolve({ value: null, audit: "unchanged" }));
    expect(await eventsOf(tenant)).toMatchObject([
      {
        sequence: 1,
        actorKind: "user",
        actorId: ctx.user.id,
        actorName: "ada",
        action: "policy.updated",
        address: "192.0.2.10",
        userAgent: "test",
        requestId: ctx.request.requestId,
      },
    ]);
  });

  it("with an empty list of events is refused: nothing changes without a record", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const rename = async (tx: Transaction): Promise<Outcome<null>> => {
      await tx.update(accounts).set({ name: "Renamed" }).where(eq(accounts.id, tenant.account.id));
      return { value: null, audit: [] };
    };
    await expect(mutate(contextOf(tenant, "ada"), "key:manage", rename)).rejects.toThrow(/audit event/);
    const [account] = await database.db.select().from(accounts).where(eq(accounts.id, tenant.account.id));
    expect(account?.name).toBe(tenant.account.name);
  });

  it("is repeated after a deadlock, so that both of two that block each other are made", async () => {
    const a = await makeTenant(database.db, { ada: "admin" });
    const b = await makeTenant(database.db, { ada: "admin" });
    const held = { count: 0 };
    const bothHold = async () => {
      held.count += 1;
      while (held.count < 2) await new Promise((resolve) => setImmediate(resolve));
    };
    const crosswise = (tenant: typeof a, first: string, second: string) =>
      mutate(contextOf(tenant, "ada"), "key:manage", async (tx) => {
        await lock(tx, first);
        await bothHold();
        await lock(tx, second);
        return { value: null, audit: entry() };
      });
    await Promise.all([crosswise(a, a.account.id, b.account.id), crosswise(b, b.account.id, a.account.id)]);
    expect([(await eventsOf(a)).length, (await eventsOf(b)).length]).toEqual([1, 1]);
  });

  it("gives up after four serialization failures, having done nothing, and says so", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    let tries = 0;
    const conflict = mutate(contextOf(tenant, "ada"), "key:manage", async (tx) => {
      tries += 1;
      await tx.execute(sql`do $$ begin raise exception 'conflict' using errcode = '40001'; end $$`);
      return { value: null, audit: entry() };
    });
    await expect(conflict).rejects.toMatchObject({ code: "conflict", retryAfterSeconds: 1 });
    expect(tries).toBe(4);
    expect(await eventsOf(tenant)).toEqual([]);
  });

  it("whose own refusal ends it is not tried again", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    let tries = 0;
    const refuse = () => {
      tries += 1;
      return Promise.reject(new DomainError("key_expired", "Too late"));
    };
    await expect(mutate(contextOf(tenant, "ada"), "key:manage", refuse)).rejects.toMatchObject({
      code: "key_expired",
    });
    expect(tries).toBe(1);
  });
});

describe("a database that fails", () => {
  it("under a change is told as that, and the next change works", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const cut = mutate(ctx, "key:manage", async (tx) => {
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await owner("select pg_terminate_backend($1)", [rows[0]?.pid]);
      await tx.execute(sql`select 1`);
      return { value: null, audit: entry() };
    });
    await expect(cut).rejects.toMatchObject({ code: "database_unavailable", retryAfterSeconds: 5 });
    await mutate(ctx, "key:manage", nothing);
    expect(await eventsOf(tenant)).toHaveLength(1);
  });

  it("at the first statement keeps no connection back, however often", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const faulty = faultyDatabase(database.url);
    useDatabase(faulty.db);
    for (let time = 0; time < 10; time += 1) {
      faulty.failAt(1, "before");
      await expect(mutate(ctx, "key:manage", nothing)).rejects.toThrow();
    }
    await mutate(ctx, "key:manage", nothing);
    expect(faulty.db.$client).toMatchObject({ totalCount: 1, idleCount: 1 });
    await faulty.close();
  });
});

describe("the chain", () => {
  it("holds after many writers at once: no gap, no fork, times in order (I7)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        mutate(ctx, "key:manage", () =>
          Promise.resolve({
            value: null,
            audit: index % 3 === 0 ? [entry({ index }), entry()] : entry({ index }),
          }),
        ),
      ),
    );
    expect(await verifyChain(database.db, tenant.account.id)).toMatchObject({ isValid: true, events: 80 });
    const events = await eventsOf(tenant);
    expect(events.map((event) => event.sequence)).toEqual(
      Array.from({ length: 80 }, (_, index) => index + 1),
    );
    const times = events.map((event) => event.at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it.each<JsonObject>([
    { zulu: 1, alpha: { y: [3, 2, { b: null, a: "" }], x: true } },
    { big: 1e21, small: 1e-7, half: 0.1, negative: -5, max: Number.MAX_SAFE_INTEGER, min: 5e-324 },
    { "": "empty name", ü: "ü", "\u{1F680}": "\u{1F680}", "\uFFFD": "\uFFFD", quote: '"\\/\b\f\n\r\t\u001F' },
    { long: "x".repeat(10_000), list: [], object: {}, nested: [[[[[]]]]] },
  ])("hashes what is read back to what was written: %o", async (after) => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    await mutate(contextOf(tenant, "ada"), "key:manage", () =>
      Promise.resolve({ value: null, audit: entry(after) }),
    );
    const [row] = await eventsOf(tenant);
    if (!row) throw new Error("The event is gone");
    const { hash, at, ...rest } = row;
    const event: ChainedEvent = { ...rest, at: at.toISOString() };
    expect(canonicalJson(event.after)).toBe(canonicalJson(after));
    expect(hashEvent(event)).toBe(hash);
  });

  it("can be added to and read, but not changed or cut, by the role of the application (R11)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    await mutate(contextOf(tenant, "ada"), "key:manage", nothing);
    for (const statement of [
      "update audit_events set actor_name = 'Mallory'",
      "delete from audit_events",
      "truncate audit_events",
      "delete from audit_chains",
      "alter table audit_events add column x int",
    ]) {
      await expect(database.db.$client.query(statement)).rejects.toMatchObject({ code: "42501" });
    }
  });
});
