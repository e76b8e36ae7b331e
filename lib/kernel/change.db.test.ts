import { asc, eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, expectTypeOf, it } from "vitest";

import type { Transaction } from "@/db/client";
import { accounts, memberships } from "@/db/schema/accounts";
import { auditEvents } from "@/db/schema/audit-events";
import { organizationAdmins, organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { faultyDatabase } from "@/db/testing/faults";
import { contextOf, makeTenant, type Tenant } from "@/db/testing/tenant";
import { untilSomebodyWaits } from "@/db/testing/waiting";

import { verifyChain } from "../audit/verify";
import { canonicalJson, type ChainedEvent, type JsonObject } from "../domain/record/audit-event";
import { DomainError } from "../domain/errors";
import type { Permission } from "../domain/people/profiles";
import { newId } from "../platform/ids";
import { hashEvent } from "../platform/secrets/event-hash";
import type { AuditEntry } from "../domain/record/audit-event";
import { byMember, byOrganizationAdmin, byStaff, bySystem } from "./authority";
import { change, type Outcome } from "./change";
import type { AccountContext } from "./context";
import { useDatabase, type Reader } from "./database";
import { ask, inSnapshot, read } from "./read";

const database = testDatabase(useDatabase);
afterEach(() => useDatabase(database.db));

const entry = (after: JsonObject = {}): AuditEntry => ({
  action: "policy.updated",
  subject: { kind: "account", id: "0199f6a0-0000-7000-8000-000000000000", name: "Policy" },
  after,
});
const changeByMember = <T>(
  ctx: AccountContext,
  permission: Permission,
  work: (tx: Transaction) => Promise<Outcome<T>>,
) => change(byMember(ctx, permission), [ctx.account.id], work);
const nothing = (): Promise<Outcome<null>> => Promise.resolve({ value: null, audit: entry() });

function eventsOf(tenant: Tenant<never>) {
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
  const waiting = changeByMember(contextOf(tenant, "ada"), "member:update", nothing);
  await untilSomebodyWaits(database.owner);
  // As the deactivation of this very person would, which has the account's row.
  await other.query("select 1 from memberships where account_id = $1 for update nowait", [tenant.account.id]);
  await other.query("rollback");
  other.release();
  await waiting;
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
    await expect(change(byMember(ctx, "key:manage"), [ctx.account.id], nothing)).rejects.toMatchObject({
      code,
    });
    expect(await eventsOf(tenant)).toEqual([]);
  });

  it("an admin whose demotion is under way waits for it, and is refused", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const client = await database.owner.connect();
    await client.query("begin");
    await client.query("update memberships set profile = 'viewer' where account_id = $1", [
      tenant.account.id,
    ]);
    const refused = expect(
      changeByMember(contextOf(tenant, "ada"), "key:manage", nothing),
    ).rejects.toMatchObject({
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
    await expect(change(byMember(forged, "key:manage"), [forged.account.id], nothing)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("staff who are no longer staff are refused", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const { user, ...session } = contextOf(tenant, "ada");
    const staff = { ...session, user: { ...user, isStaff: true as const } };
    await expect(change(byStaff(staff), [tenant.account.id], nothing)).rejects.toMatchObject({
      code: "forbidden",
    });
    await database.ownerDb.update(users).set({ staffRole: "support" }).where(eq(users.id, user.id));
    await change(byStaff(staff), [tenant.account.id], nothing);
    expect(await eventsOf(tenant)).toMatchObject([{ actorKind: "staff", actorId: user.id }]);
  });
});

/** An organization of two accounts, and its admin, who manages nothing in them. */
async function arrangeOrganization() {
  const organizationId = newId();
  const { ownerDb } = database;
  await ownerDb.insert(organizations).values({ id: organizationId, name: "Acme" });
  const [one, two] = [
    await makeTenant(database.db, { ada: "viewer" }),
    await makeTenant(database.db, { max: "admin" }),
  ];
  for (const { account } of [one, two]) {
    await ownerDb.update(accounts).set({ organizationId }).where(eq(accounts.id, account.id));
  }
  const { user, request, sessionId } = contextOf(one, "ada");
  await ownerDb.insert(organizationAdmins).values({ organizationId, userId: user.id });
  return { organizationId, one, two, ctx: { user, request, sessionId }, ownerDb };
}

describe("by an admin of the organization", () => {
  it("a change of several accounts is one, on the record of each, and finds them as they are", async () => {
    const { organizationId, one, two, ctx } = await arrangeOrganization();
    const ids = [two.account.id, one.account.id];
    const found = await change(byOrganizationAdmin(ctx, organizationId), ids, (_tx, fresh) =>
      Promise.resolve({
        value: fresh.accounts.map((account) => account.name),
        audit: {
          records: { [one.account.id]: entry({ is: "one" }), [two.account.id]: [entry({ is: "two" })] },
        },
      }),
    );
    expect(found).toEqual([two.account.name, one.account.name]);
    expect(await eventsOf(one)).toMatchObject([{ actorId: ctx.user.id, after: { is: "one" } }]);
    expect(await eventsOf(two)).toMatchObject([{ actorId: ctx.user.id, after: { is: "two" } }]);
  });

  it("is refused in an account of another organization, and once the right is gone", async () => {
    const { organizationId, one, ctx, ownerDb } = await arrangeOrganization();
    const stranger = await makeTenant(database.db, { gus: "admin" });
    const authority = byOrganizationAdmin(ctx, organizationId);
    const ofBoth = change(authority, [one.account.id, stranger.account.id], nothing);
    await expect(ofBoth).rejects.toMatchObject({ code: "not_found" });
    await ownerDb.delete(organizationAdmins).where(eq(organizationAdmins.userId, ctx.user.id));
    await expect(change(authority, [one.account.id], nothing)).rejects.toMatchObject({ code: "not_found" });
    expect([await eventsOf(one), await eventsOf(stranger)]).toEqual([[], []]);
  });
});

/** A change of one account and another, by an admin of the first who is this in the other. */
async function changeBoth(elsewhere: "admin" | "member" | null, there: Permission | null = "key:create") {
  const own = await makeTenant(database.db, { ada: "admin" }, { environment: "sandbox" });
  const other = await makeTenant(database.db, { gus: "admin" });
  if (elsewhere !== null) {
    await database.ownerDb.insert(memberships).values({
      id: newId(),
      accountId: other.account.id,
      environment: "production",
      userId: own.people.ada.id,
      profile: elsewhere,
    });
  }
  const ids = [own.account.id, other.account.id];
  const records = Object.fromEntries(ids.map((id) => [id, entry()]));
  const authority = byMember(contextOf(own, "ada"), "key:manage", { [other.account.id]: there });
  const made = change(authority, ids, () => Promise.resolve({ value: "made", audit: { records } }));
  return { own, other, made };
}

describe("by a member of several accounts", () => {
  it("a change is on the record of each, where the person has the right in each", async () => {
    const { own, other, made } = await changeBoth("admin");
    expect(await made).toBe("made");
    const actor = { actorKind: "user", actorId: own.people.ada.id };
    expect([await eventsOf(own), await eventsOf(other)]).toMatchObject([[actor], [actor]]);
  });

  it.each([
    ["who is no member there", null, "not_found"],
    ["who may not do it there", "member", "forbidden"],
  ] as const)("a person %s changes nothing in either", async (_, profile, code) => {
    const { own, other, made } = await changeBoth(profile);
    await expect(made).rejects.toMatchObject({ code });
    expect([await eventsOf(own), await eventsOf(other)]).toEqual([[], []]);
  });

  it("what takes no right there is on its record all the same", async () => {
    const { other, made } = await changeBoth(null, null);
    expect(await made).toBe("made");
    expect(await eventsOf(other)).toHaveLength(1);
  });

  it("an account that the authority does not name stays out of reach", async () => {
    const { own, other, made } = await changeBoth("admin");
    await made;
    const ids = [own.account.id, other.account.id];
    await expect(change(byMember(contextOf(own, "ada"), "key:manage"), ids, nothing)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

const changeAll = (order: readonly string[]) =>
  change(bySystem("test"), order, () =>
    Promise.resolve({
      value: null,
      audit: { records: Object.fromEntries(order.map((id) => [id, entry()])) },
    }),
  );

describe("of several accounts", () => {
  it("two changes at once never wait for each other, in whatever order they name them", async () => {
    const [a, b] = [
      await makeTenant(database.db, { ada: "admin" }),
      await makeTenant(database.db, { ada: "admin" }),
    ];
    const ids = [a.account.id, b.account.id];
    const deadlocks = async () =>
      (
        await database.owner.query(
          "select deadlocks from pg_stat_database where datname = current_database()",
        )
      ).rows;
    const before = await deadlocks();
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => changeAll(index % 2 === 0 ? ids : ids.toReversed())),
    );
    expect([(await eventsOf(a)).length, (await eventsOf(b)).length]).toEqual([40, 40]);
    expect(await deadlocks()).toEqual(before);
  });

  it("without a word on whose record it goes, nothing is changed", async () => {
    const tenants = [
      await makeTenant(database.db, { ada: "admin" }),
      await makeTenant(database.db, { ada: "admin" }),
    ];
    const ids = tenants.map(({ account }) => account.id);
    await expect(change(bySystem("test"), ids, nothing)).rejects.toThrow(/whose records/);
    await expect(change(bySystem("test"), [], nothing)).rejects.toThrow(/whose records/);
  });
});

describe("reading", () => {
  it("has nothing that writes", () => {
    expectTypeOf<keyof Reader>().toEqualTypeOf<"select" | "selectDistinct" | "execute">();
    expectTypeOf<Parameters<Parameters<typeof read>[2]>[0]>().not.toHaveProperty("insert");
    expectTypeOf<Parameters<Parameters<typeof ask>[0]>[0]>().not.toHaveProperty("update");
  });

  it("of a snapshot can write nothing even by a statement of its own", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const write = inSnapshot(database.db, (reader) =>
      reader.execute(sql`update accounts set plan = 'business' where id = ${tenant.account.id}`),
    );
    await expect(write).rejects.toMatchObject({ cause: { code: "25006" } });
  });
});

describe("a change", () => {
  it("is on the record with who, where and what, or as unchanged not at all (R11)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    await change(byMember(ctx, "key:manage"), [ctx.account.id], nothing);
    await change(byMember(ctx, "key:manage"), [ctx.account.id], () =>
      Promise.resolve({ value: null, audit: "unchanged" }),
    );
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
      await tx.update(accounts).set({ hasIntegrationKeys: false }).where(eq(accounts.id, tenant.account.id));
      return { value: null, audit: [] };
    };
    await expect(changeByMember(contextOf(tenant, "ada"), "key:manage", rename)).rejects.toThrow(
      /audit event/,
    );
    const [account] = await database.db.select().from(accounts).where(eq(accounts.id, tenant.account.id));
    expect(account?.hasIntegrationKeys).toBe(true);
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
      changeByMember(contextOf(tenant, "ada"), "key:manage", async (tx) => {
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
    const conflict = changeByMember(contextOf(tenant, "ada"), "key:manage", async (tx) => {
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
      return Promise.reject(new DomainError("key_already_replaced", "Too late"));
    };
    await expect(changeByMember(contextOf(tenant, "ada"), "key:manage", refuse)).rejects.toMatchObject({
      code: "key_already_replaced",
    });
    expect(tries).toBe(1);
  });
});

describe("a database that fails", () => {
  it("under a change is told as that, and the next change works", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const cut = change(byMember(ctx, "key:manage"), [ctx.account.id], async (tx) => {
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await owner("select pg_terminate_backend($1)", [rows[0]?.pid]);
      await tx.execute(sql`select 1`);
      return { value: null, audit: entry() };
    });
    await expect(cut).rejects.toMatchObject({ code: "database_unavailable", retryAfterSeconds: 5 });
    await change(byMember(ctx, "key:manage"), [ctx.account.id], nothing);
    expect(await eventsOf(tenant)).toHaveLength(1);
  });

  it("at the first statement keeps no connection back, however often", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const faulty = faultyDatabase(database.url);
    useDatabase(faulty.db);
    for (let time = 0; time < 10; time += 1) {
      faulty.failAt(1, "before");
      await expect(change(byMember(ctx, "key:manage"), [ctx.account.id], nothing)).rejects.toThrow();
    }
    await change(byMember(ctx, "key:manage"), [ctx.account.id], nothing);
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
        change(byMember(ctx, "key:manage"), [ctx.account.id], () =>
          Promise.resolve({
            value: null,
            audit: index % 3 === 0 ? [entry({ index }), entry()] : entry({ index }),
          }),
        ),
      ),
    );
    // An account of a test has no creation on its record, and that is all there is to say against it.
    expect(await verifyChain(database.db, tenant.account.id)).toMatchObject({
      firstFault: { sequence: 1, kind: "unbegun" },
      events: 80,
    });
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
    await changeByMember(contextOf(tenant, "ada"), "key:manage", () =>
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
    await changeByMember(contextOf(tenant, "ada"), "key:manage", nothing);
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
