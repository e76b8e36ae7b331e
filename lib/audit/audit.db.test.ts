import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { AuditExportQuery, AuditListQuery } from "../contracts/accounts/audit";
import { useDatabase } from "../kernel/database";
import type { AuditEntry } from "../domain/record/audit-event";
import { byMember } from "../kernel/authority";
import { change } from "../kernel/change";
import { newId } from "../platform/ids";
import { exportAuditEvents } from "./export";
import { listAuditActors, listAuditEvents, nameAuditSubject } from "./list";
import { verifyAuditChain, verifyChain } from "./verify";
import { isoDay } from "../domain/format/dates";

const database = testDatabase(useDatabase);

/** A tenant whose record has this many events. */
async function makeRecord(events: number) {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
  const ctx = contextOf(tenant, "ada");
  for (let index = 1; index <= events; index += 1) {
    await change(byMember(ctx, "audit:read"), [ctx.account.id], () =>
      Promise.resolve({
        value: null,
        audit: {
          action: index % 2 === 0 ? "key.revoked" : "key.created",
          subject: { kind: "integration_key", id: newId(), name: `=key, "${index}"` },
          after: { z: index, a: ["ö", null, true], nested: { b: 1, a: 0.1 } },
          reason: index % 2 === 0 ? "no longer needed" : null,
        },
      }),
    );
  }
  return { tenant, ctx };
}

async function textOf(chunks: AsyncGenerator<string>): Promise<string> {
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return text;
}

describe("the chain check (R11, I7)", () => {
  it("takes no record for whole that is empty, or whose beginning is gone", async () => {
    const empty = await makeTenant(database.db, { ada: "admin" });
    expect(await verifyAuditChain(contextOf(empty, "ada"))).toMatchObject({
      isValid: false,
      firstFault: { sequence: 1, kind: "missing" },
    });
    const { ctx } = await makeRecord(12);
    expect(await verifyAuditChain(ctx)).toMatchObject({
      isValid: false,
      events: 12,
      firstFault: { sequence: 1, kind: "unbegun" },
    });
  });

  it.each([
    ["actor_name = 'Mallory'", "changed"],
    ["reason = null", "changed"],
    [`after = '{"z":99}'`, "changed"],
    ["at = at + interval '1 millisecond'", "changed"],
    ["hash = repeat('a', 64)", "changed"],
    ["previous_hash = repeat('b', 64)", "changed"],
  ])("finds an event whose row was changed: %s", async (change, kind) => {
    const { tenant, ctx } = await makeRecord(6);
    await database.owner.query(`update audit_events set ${change} where chain_id = $1 and sequence = 4`, [
      tenant.account.id,
    ]);
    expect(await verifyAuditChain(ctx)).toMatchObject({
      isValid: false,
      firstFault: { sequence: 4, kind },
    });
  });

  it.each([
    [1, 1, "missing"],
    [3, 3, "missing"],
    [6, 6, "missing"],
  ])("finds that event %i of 6 was deleted", async (deleted, sequence, kind) => {
    const { tenant, ctx } = await makeRecord(6);
    await database.owner.query("delete from audit_events where chain_id = $1 and sequence = $2", [
      tenant.account.id,
      deleted,
    ]);
    expect(await verifyAuditChain(ctx)).toMatchObject({ isValid: false, firstFault: { sequence, kind } });
  });

  it("finds two events that changed places", async () => {
    const { tenant, ctx } = await makeRecord(6);
    const move = "update audit_events set sequence = $3 where chain_id = $1 and sequence = $2";
    for (const [from, to] of [
      [2, 1000],
      [5, 2],
      [1000, 5],
    ]) {
      await database.owner.query(move, [tenant.account.id, from, to]);
    }
    expect(await verifyAuditChain(ctx)).toMatchObject({
      isValid: false,
      firstFault: { sequence: 2, kind: "changed" },
    });
  });

  it("finds an end that was cut off together with its place, and one that was put behind the end", async () => {
    const { tenant, ctx } = await makeRecord(5);
    await database.tamper("update audit_chains set last_sequence = 4 where chain_id = $1", [
      tenant.account.id,
    ]);
    expect((await verifyAuditChain(ctx)).firstFault).toEqual({ sequence: 4, kind: "head" });
    await database.tamper(
      "update audit_chains set last_hash = (select hash from audit_events where chain_id = $1 and sequence = 4) where chain_id = $1",
      [tenant.account.id],
    );
    expect((await verifyAuditChain(ctx)).firstFault).toEqual({ sequence: 5, kind: "unregistered" });
  });

  it("finds any single edit of any row, wherever it is", async () => {
    const columns = ["actor_name", "subject_name", "request_id", "user_agent", "subject_kind"] as const;
    const edit = fc.record({
      sequence: fc.integer({ min: 1, max: 8 }),
      column: fc.constantFrom(...columns),
      suffix: fc.string({ minLength: 1, maxLength: 5, unit: "grapheme-ascii" }),
      isDeletion: fc.boolean(),
    });
    const { tenant } = await makeRecord(8);
    const id = tenant.account.id;
    const untouched = await verifyChain(database.db, id);
    const { owner } = database;
    await owner.query(`create table untouched as select * from audit_events where chain_id = '${id}'`);
    await fc.assert(
      fc
        .asyncProperty(edit, async ({ sequence, column, suffix, isDeletion }) => {
          const statement = isDeletion
            ? "delete from audit_events where chain_id = $1 and sequence = $2"
            : `update audit_events set ${column} = ${column} || $3 where chain_id = $1 and sequence = $2`;
          const values = [id, sequence, ...(isDeletion ? [] : [suffix])];
          expect((await owner.query(statement, values)).rowCount).toBe(1);
          const result = await verifyChain(database.db, id);
          expect(result).toMatchObject({ isValid: false, firstFault: { sequence } });
        })
        .afterEach(async () => {
          await owner.query("delete from audit_events where chain_id = $1", [id]);
          await owner.query("insert into audit_events select * from untouched");
        }),
      { numRuns: 40 },
    );
    expect(await verifyChain(database.db, id)).toEqual(untouched);
  });
});

describe("the record itself (R11)", () => {
  it.each([
    "update audit_events set actor_name = 'x'",
    "delete from audit_events",
    "truncate audit_events",
    "delete from audit_chains",
  ])("can't be rewritten by the application's role: %s", async (statement) => {
    await makeRecord(1);
    await expect(database.db.$client.query(statement)).rejects.toMatchObject({ code: "42501" });
  });
});

describe("the audit log", () => {
  it("pages newest first without a gap and filters by action, actor, subject and day", async () => {
    const { tenant, ctx } = await makeRecord(7);
    const seen: number[] = [];
    let cursor: number | undefined;
    do {
      const page = await listAuditEvents(
        ctx,
        AuditListQuery.parse({ limit: "3", ...(cursor ? { cursor } : {}) }),
      );
      seen.push(...page.data.map((event) => event.sequence));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);

    const today = isoDay(new Date());
    const count = async (query: object) =>
      (await listAuditEvents(ctx, AuditListQuery.parse(query))).data.length;
    expect(await count({ action: "key.revoked" })).toBe(3);
    expect(await count({ actorId: tenant.people.ada.id })).toBe(7);
    expect(await count({ actorId: tenant.people.max.id })).toBe(0);
    expect(await count({ subjectId: newId() })).toBe(0);
    expect(await count({ from: "2020-01-01", to: today })).toBe(7);
    expect(await count({ to: "2020-01-01" })).toBe(0);
    expect((await listAuditActors(ctx)).data).toEqual([
      { id: tenant.people.ada.id, name: "ada", kind: "user" },
    ]);
  });

  it("finds events by words of the act, the actor, the subject and the reason, all of them in one event", async () => {
    const { ctx } = await makeRecord(6);
    const found = async (query: object) =>
      (await listAuditEvents(ctx, AuditListQuery.parse(query))).data.map(({ sequence }) => sequence);
    expect(await found({ q: "revoked" })).toEqual([6, 4, 2]);
    expect(await found({ q: "ADA" })).toHaveLength(6);
    expect(await found({ q: 'key, "3"' })).toEqual([3]);
    expect(await found({ q: "longer needed" })).toEqual([6, 4, 2]);
    expect(await found({ q: 'needed ada "4" revoked' })).toEqual([4]);
    expect(await found({ q: 'needed ada "3"' })).toEqual([]);
    expect(await found({ q: "revoked", action: "key.created" })).toEqual([]);
    for (const wildcard of ["%", "_", "k%y", "\\"]) expect(await found({ q: wildcard })).toEqual([]);
    expect(await found({ q: "\u00A0\u200B " })).toHaveLength(6);
  });

  it("finds events by address, scope, allowed range and code of the action, in any spelling of theirs", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const subject = { kind: "integration_key", id: newId(), name: "Nightly export" } as const;
    const from = async (address: string, audit: Pick<AuditEntry, "action" | "before" | "after">) => {
      const own = contextOf(tenant, "ada");
      const ctx = { ...own, request: { ...own.request, address } };
      await change(byMember(ctx, "audit:read"), [ctx.account.id], () =>
        Promise.resolve({ value: null, audit: { ...audit, subject } }),
      );
    };
    await from("203.0.113.7", { action: "key.created", after: { scopes: ["users:read"], name: "x" } });
    await from("2001:db8::7", { action: "key.created", after: { allowedRanges: ["198.51.100.0/24"] } });
    await from("203.0.113.77", {
      action: "key.replaced",
      before: { scopes: ["agreements:read", "agreements:write"] },
      after: { scopes: ["agreements:read"] },
    });
    const ctx = contextOf(tenant, "ada");
    const found = async (q: string) =>
      (await listAuditEvents(ctx, AuditListQuery.parse({ q }))).data.map(({ sequence }) => sequence);
    expect(await found("203.0.113.")).toEqual([3, 1]);
    expect(await found("203.0.113.77")).toEqual([3]);
    expect(await found("2001:0DB8:0::7")).toEqual([2]);
    expect(await found("::ffff:203.0.113.77")).toEqual([3]);
    expect(await found("agreements:write")).toEqual([3]);
    expect(await found("users:read KEY.created")).toEqual([1]);
    expect(await found("user_read")).toEqual([1]);
    expect(await found("198.51.100")).toEqual([2]);
    expect(await found("key.replaced")).toEqual([3]);
    expect(await found("203.0.113.7 agreements:write key.created")).toEqual([]);
  });

  it("finds what was done to a key, and the replacement that made it", async () => {
    const { tenant, ctx } = await makeRecord(2);
    const old = await makeKey(database.db, tenant.account, tenant.people.ada.id);
    const second = await makeKey(database.db, tenant.account, tenant.people.ada.id);
    await database.owner.query("update integration_keys set replaces_key_id = $1 where id = $2", [
      old.id,
      second.id,
    ]);
    const subject = { kind: "integration_key", id: old.id, name: "Nightly export" } as const;
    for (const action of ["key.created", "key.replaced"] as const) {
      await change(byMember(ctx, "audit:read"), [ctx.account.id], () =>
        Promise.resolve({ value: null, audit: { action, subject } }),
      );
    }
    const found = async (keyId: string, of = ctx) =>
      (await listAuditEvents(of, AuditListQuery.parse({ keyId }))).data.map(({ action }) => action);
    expect(await found(old.id)).toEqual(["key.replaced", "key.created"]);
    expect(await found(second.id)).toEqual(["key.replaced"]);
    expect(await nameAuditSubject(ctx, old.id)).toBe("Nightly export");
    const other = contextOf(await makeTenant(database.db, { gus: "admin" }), "gus");
    expect(await found(old.id, other)).toEqual([]);
    expect(await nameAuditSubject(other, old.id)).toBeNull();
  });

  it("shows an admin the own account's record and nobody else's", async () => {
    const { tenant } = await makeRecord(2);
    const other = await makeTenant(database.db, { gus: "admin" });
    const list = await listAuditEvents(contextOf(other, "gus"), AuditListQuery.parse({}));
    expect(list).toEqual({ data: [], nextCursor: null });
    const subject = tenant.people.ada.id;
    const byActor = AuditListQuery.parse({ actorId: subject });
    expect((await listAuditEvents(contextOf(other, "gus"), byActor)).data).toEqual([]);
  });

  it("is for admins: a member is refused the list, the export and the check", async () => {
    const { tenant } = await makeRecord(1);
    const ctx = contextOf(tenant, "max");
    for (const attempt of [
      async () => listAuditEvents(ctx, AuditListQuery.parse({})),
      async () => listAuditActors(ctx),
      async () => exportAuditEvents(ctx, AuditExportQuery.parse({ format: "csv" })),
      async () => verifyAuditChain(ctx),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
    }
  });
});

describe("the export", () => {
  it("holds every event that the filters find, in order, in both formats", async () => {
    const { ctx } = await makeRecord(6);
    const json = await exportAuditEvents(ctx, AuditExportQuery.parse({ format: "json" }));
    const events: unknown = JSON.parse(await textOf(json.chunks));
    expect(events).toMatchObject([1, 2, 3, 4, 5, 6].map((sequence) => ({ sequence })));
    const csv = await exportAuditEvents(
      ctx,
      AuditExportQuery.parse({ format: "csv", action: "key.revoked" }),
    );
    expect(csv.fileName).toMatch(/^audit-log-[0-9a-f-]{36}-\d{4}-\d{2}-\d{2}\.csv$/);
    const lines = (await textOf(csv.chunks)).trimEnd().split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain(`"'=key, ""2"""`);
    const searched = await exportAuditEvents(
      ctx,
      AuditExportQuery.parse({ format: "json", q: 'needed "4"' }),
    );
    expect(JSON.parse(await textOf(searched.chunks))).toMatchObject([{ sequence: 4 }]);
  });

  it("is a whole JSON text where nothing was found", async () => {
    const { ctx } = await makeRecord(1);
    const empty = await exportAuditEvents(ctx, AuditExportQuery.parse({ format: "json", to: "2020-01-01" }));
    expect(JSON.parse(await textOf(empty.chunks))).toEqual([]);
  });
});
