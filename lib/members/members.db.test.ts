import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { memberships } from "@/db/schema/accounts";
import { auditEvents } from "@/db/schema/audit-events";
import { callHours, calls } from "@/db/schema/calls";
import { sessions } from "@/db/schema/users";
import { contextOf, makeTenant, type Tenant } from "@/db/testing/tenant";
import { testDatabase } from "@/db/testing/database";
import { makeKey as insertKey } from "@/db/testing/key";

import { UpdateMemberBody } from "../contracts/people/members";
import { createIntegrationKey } from "../integration-keys/keys/making/create";
import { revokeIntegrationKey } from "../integration-keys/revocations/revoke";
import { getIntegrationKey } from "../integration-keys/keys/reading/get";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { readContinuity } from "./continuity";
import { deactivateMember } from "./deactivate";
import { listMembers } from "./list";
import { previewDeactivation, previewProfile } from "./preview";
import { reactivateMember } from "./reactivate";
import { updateMember } from "./update";
import type { Scope } from "../domain/keys/scopes";

const database = testDatabase(useDatabase);

function makeKey<P extends string>(tenant: Tenant<P>, person: P, scopes: Scope[] = ["agreements:read"]) {
  return createIntegrationKey(contextOf(tenant, person), {
    name: "Nightly export",
    method: "long_lived",
    scopes,
    allowedRanges: [],
    expiresAt: undefined,
    idempotencyKey: null,
  });
}

/** The start of the clock hour that lies so many hours back. */
function hour(hoursAgo: number): Date {
  return new Date(Math.floor(Date.now() / 3_600_000 - hoursAgo) * 3_600_000);
}

function eventsOf(accountId: string) {
  return database.db
    .select({
      action: auditEvents.action,
      before: auditEvents.before,
      after: auditEvents.after,
      reason: auditEvents.reason,
    })
    .from(auditEvents)
    .where(eq(auditEvents.chainId, accountId))
    .orderBy(auditEvents.sequence);
}

async function activeAdmins(accountId: string): Promise<number> {
  const rows = await database.db
    .select({ id: memberships.id })
    .from(memberships)
    .where(
      and(
        eq(memberships.accountId, accountId),
        eq(memberships.profile, "admin"),
        eq(memberships.status, "active"),
      ),
    );
  return rows.length;
}

async function addSession(userId: string): Promise<string> {
  const publicId = newId();
  await database.db
    .insert(sessions)
    .values({ idHash: newId(), publicId, userId, expiresAt: new Date(Date.now() + 3_600_000) });
  return publicId;
}

async function mustRotate(publicId: string): Promise<boolean> {
  const [row] = await database.db
    .select({ at: sessions.rotateRequestedAt })
    .from(sessions)
    .where(eq(sessions.publicId, publicId));
  return row?.at !== null;
}

describe("the list of members", () => {
  it("shows profile, status, live keys and how many active admins there are (S3)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin", max: "member" });
    await makeKey(tenant, "ada");
    const revoked = await makeKey(tenant, "ada");
    await revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: revoked.key.id, reason: "x" });
    const list = await listMembers(contextOf(tenant, "ada"), { limit: 100 });
    expect(list.data.map((m) => [m.user.name, m.profile, m.status, m.liveKeys])).toEqual([
      ["ada", "admin", "active", 1],
      ["grace", "admin", "active", 0],
      ["max", "member", "active", 0],
    ]);
    expect(list.continuity).toEqual({ activeAdmins: 2, sharedAdmins: 0, liveKeys: 1 });
    expect(await readContinuity(contextOf(tenant, "ada"))).toEqual(list.continuity);
  });

  it("pages without a gap", async () => {
    const tenant = await makeTenant(database.db, { a: "admin", b: "member", c: "viewer" });
    const first = await listMembers(contextOf(tenant, "a"), { limit: 2 });
    const second = await listMembers(contextOf(tenant, "a"), { limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.data, ...second.data].map((m) => m.user.name)).toEqual(["a", "b", "c"]);
    expect(second.nextCursor).toBeNull();
  });

  it("is for admins", async () => {
    const tenant = await makeTenant(
      database.db,
      { ada: "admin", dev: "developer" },
      { environment: "sandbox" },
    );
    const { membershipId: memberId } = tenant.people.ada;
    const ctx = contextOf(tenant, "dev");
    for (const attempt of [
      async () => listMembers(ctx, { limit: 10 }),
      async () => readContinuity(ctx),
      async () => previewDeactivation(ctx, memberId),
      async () => previewProfile(ctx, { memberId, profile: "viewer" }),
      async () => updateMember(ctx, { memberId, profile: "viewer" }),
      async () => updateMember(ctx, { memberId, isShared: true }),
      async () => deactivateMember(ctx, { memberId }),
      async () => reactivateMember(ctx, memberId),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(await eventsOf(tenant.account.id)).toEqual([]);
  });
});

describe("another account's member", () => {
  it("is not found by any verb (I6)", async () => {
    const mine = await makeTenant(database.db, { ada: "admin" });
    const theirs = await makeTenant(database.db, { gus: "admin", max: "member" });
    const ctx = contextOf(mine, "ada");
    const memberId = theirs.people.max.membershipId;
    for (const attempt of [
      async () => previewDeactivation(ctx, memberId),
      async () => previewProfile(ctx, { memberId, profile: "viewer" }),
      async () => updateMember(ctx, { memberId, profile: "viewer" }),
      async () => updateMember(ctx, { memberId, isShared: true }),
      async () => deactivateMember(ctx, { memberId }),
      async () => reactivateMember(ctx, memberId),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

describe("changing a profile", () => {
  it("narrows the member's keys at once, and the preview said so before (R6)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin" });
    const ctx = contextOf(tenant, "ada");
    const memberId = tenant.people.grace.membershipId;
    const { key } = await makeKey(tenant, "grace", ["agreements:read", "agreements:send", "users:write"]);
    const preview = await previewProfile(ctx, { memberId, profile: "member" });
    expect(preview).toMatchObject({
      liveKeys: 1,
      narrowedKeys: 1,
      keys: [{ id: key.id, lost: ["users:write"], regained: [] }],
    });
    await updateMember(ctx, { memberId, profile: "member", reason: "changed teams" });
    const after = await getIntegrationKey(ctx, key.id);
    expect(after.scopes.filter((scope) => !after.effectiveScopes.includes(scope))).toEqual(["users:write"]);
    expect((await eventsOf(tenant.account.id)).slice(1)).toEqual([
      {
        action: "member.profile_changed",
        before: { profile: "admin" },
        after: { profile: "member" },
        reason: "changed teams",
      },
    ]);
    const back = await previewProfile(ctx, { memberId, profile: "admin" });
    expect(back).toMatchObject({ widenedKeys: 1, keys: [{ lost: [], regained: ["users:write"] }] });
  });

  it("gives the person's sessions a new id", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
    const [hers, his] = [await addSession(tenant.people.ada.id), await addSession(tenant.people.max.id)];
    await updateMember(contextOf(tenant, "ada"), {
      memberId: tenant.people.max.membershipId,
      profile: "viewer",
    });
    expect([await mustRotate(hers), await mustRotate(his)]).toEqual([false, true]);
  });

  it("makes nobody a developer of a production account", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
    const change = { memberId: tenant.people.max.membershipId, profile: "developer" } as const;
    await expect(updateMember(contextOf(tenant, "ada"), change)).rejects.toMatchObject({
      code: "profile_not_available",
    });
    expect(await eventsOf(tenant.account.id)).toEqual([]);
  });

  it("writes one line for each change and none where nothing changes (I7)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
    const ctx = contextOf(tenant, "ada");
    const { membershipId: memberId } = tenant.people.max;
    await updateMember(ctx, { memberId, profile: "member" });
    await updateMember(ctx, { memberId, isShared: false });
    await updateMember(ctx, { memberId, isShared: true, reason: "the team's" });
    await updateMember(ctx, { memberId, isShared: true });
    expect((await eventsOf(tenant.account.id)).map((event) => [event.action, event.reason])).toEqual([
      ["member.shared_changed", "the team's"],
    ]);
  });

  it("takes one change at a time", () => {
    for (const body of [{}, { profile: "admin", isShared: true }, { profile: "root" }, { isShared: "yes" }]) {
      expect(UpdateMemberBody.safeParse(body).success).toBe(false);
    }
  });
});

describe("deactivating a member", () => {
  it("shows before it which keys stop and how many calls they made in 24 hours (R6)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin" });
    const { key } = await makeKey(tenant, "grace");
    const base = { keyId: key.id, accountId: tenant.account.id };
    await database.db.insert(callHours).values([
      { ...base, hour: hour(1), code: "allowed", count: 40 },
      { ...base, hour: hour(5), code: "allowed", count: 2 },
      { ...base, hour: hour(5), code: "insufficient_scope", count: 7 },
      { ...base, hour: hour(30), code: "allowed", count: 1000 },
    ]);
    const ctx = contextOf(tenant, "ada");
    expect(await previewDeactivation(ctx, tenant.people.grace.membershipId)).toEqual({
      organizations: [],
      liveKeys: 1,
      callsLastDay: 42,
      keys: [{ id: key.id, name: "Nightly export", callsLastDay: 42 }],
      isLastAdmin: false,
    });
  });

  it("counts a person's keys of this account alone, in both previews, in the list and on the record", async () => {
    const here = await makeTenant(database.db, { ada: "admin", grace: "admin" });
    const there = await makeTenant(database.db, { gus: "admin" });
    const { id: userId, membershipId: memberId } = here.people.grace;
    await database.ownerDb.insert(memberships).values({
      id: newId(),
      accountId: there.account.id,
      environment: there.account.environment,
      userId,
      profile: "admin",
    });
    const { key } = await makeKey(here, "grace", ["workflows:write"]);
    for (let index = 0; index < 3; index += 1) {
      const other = await insertKey(database.db, there.account, userId, { scopes: ["workflows:write"] });
      const base = { keyId: other.id, accountId: there.account.id };
      await database.db.insert(callHours).values({ ...base, hour: hour(1), code: "allowed", count: 9 });
    }
    const ctx = contextOf(here, "ada");
    expect(await previewDeactivation(ctx, memberId)).toMatchObject({
      liveKeys: 1,
      callsLastDay: 0,
      keys: [{ id: key.id }],
    });
    expect(await previewProfile(ctx, { memberId, profile: "viewer" })).toMatchObject({
      liveKeys: 1,
      narrowedKeys: 1,
      keys: [{ id: key.id }],
    });
    const listed = (await listMembers(ctx, { limit: 100 })).data.map(({ user, liveKeys }) => [
      user.id,
      liveKeys,
    ]);
    expect(Object.fromEntries(listed)).toEqual({ [here.people.ada.id]: 0, [userId]: 1 });
    expect(await deactivateMember(ctx, { memberId })).toMatchObject({ liveKeys: 1 });
    expect((await eventsOf(here.account.id)).at(-1)).toMatchObject({ after: { keysStopped: 1 } });
    expect(await reactivateMember(ctx, memberId)).toMatchObject({ liveKeys: 1 });
  });

  it("holds nobody for the last admin of keys that are another account's", async () => {
    const here = await makeTenant(database.db, { ada: "admin" });
    const there = await makeTenant(database.db, { gus: "admin" });
    await insertKey(database.db, there.account, here.people.ada.id);
    const { membershipId: memberId } = here.people.ada;
    expect(await previewDeactivation(contextOf(here, "ada"), memberId)).toMatchObject({
      liveKeys: 0,
      isLastAdmin: false,
    });
  });

  it("counts to the minute the calls of the hour that began more than 24 hours ago", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin" });
    const { key } = await makeKey(tenant, "grace");
    const base = { keyId: key.id, accountId: tenant.account.id };
    const dayAgo = Date.now() - 86_400_000;
    for (const minutes of [-4, -2, 2]) {
      const at = new Date(dayAgo + minutes * 60_000);
      await database.db.insert(calls).values({
        ...base,
        id: newId(),
        at,
        credentialId: newId(),
        userId: newId(),
        method: "GET",
        path: "/v1/agreements",
        code: "allowed",
        scopesNeeded: [],
      });
      await database.db
        .insert(callHours)
        .values({
          ...base,
          hour: new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000),
          code: "allowed",
          count: 1,
        })
        .onConflictDoUpdate({
          target: [callHours.keyId, callHours.hour, callHours.code, callHours.accountId],
          set: { count: sql`${callHours.count} + 1` },
        });
    }
    const { membershipId } = tenant.people.grace;
    expect(await previewDeactivation(contextOf(tenant, "ada"), membershipId)).toMatchObject({
      callsLastDay: 1,
    });
  });

  it("stops the member's keys and pages, and gives them back with the member", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin" });
    const ctx = contextOf(tenant, "ada");
    const { membershipId: memberId } = tenant.people.grace;
    const { key } = await makeKey(tenant, "grace");
    const member = await deactivateMember(ctx, { memberId, reason: "left" });
    expect(member).toMatchObject({ status: "deactivated", liveKeys: 1 });
    expect(await getIntegrationKey(ctx, key.id)).toMatchObject({ isOwnerActive: false, effectiveScopes: [] });
    await expect(makeKey(tenant, "grace")).rejects.toMatchObject({ code: "not_found" });
    await expect(deactivateMember(ctx, { memberId })).rejects.toMatchObject({
      code: "member_already_deactivated",
    });
    await reactivateMember(ctx, memberId);
    expect(await getIntegrationKey(ctx, key.id)).toMatchObject({ isOwnerActive: true });
    await expect(reactivateMember(ctx, memberId)).rejects.toMatchObject({ code: "member_already_active" });
    expect((await eventsOf(tenant.account.id)).map((e) => [e.action, e.reason])).toEqual([
      ["key.created", null],
      ["member.deactivated", "left"],
      ["member.reactivated", null],
    ]);
  });

  it("does nothing when its line on the record can't be written (I7)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
    const session = await addSession(tenant.people.max.id);
    await database.owner.query(
      `alter table audit_events add constraint refused check (chain_id <> '${tenant.account.id}') not valid`,
    );
    const { membershipId: memberId } = tenant.people.max;
    const ctx = contextOf(tenant, "ada");
    try {
      for (const attempt of [
        async () => deactivateMember(ctx, { memberId }),
        async () => updateMember(ctx, { memberId, profile: "viewer" }),
        async () => updateMember(ctx, { memberId, isShared: true }),
      ]) {
        await expect(attempt()).rejects.toThrow();
      }
    } finally {
      await database.owner.query("alter table audit_events drop constraint refused");
    }
    const list = await listMembers(ctx, { limit: 10 });
    expect(list.data[1]).toMatchObject({ status: "active", profile: "member", isShared: false });
    expect(await mustRotate(session)).toBe(false);
  });
});

describe("the last active admin", () => {
  it("can neither be demoted nor deactivated while a key lives (S3)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
    const { key } = await makeKey(tenant, "ada");
    const ctx = contextOf(tenant, "ada");
    const { membershipId: memberId } = tenant.people.ada;
    expect(await previewDeactivation(ctx, memberId)).toMatchObject({ isLastAdmin: true });
    await expect(updateMember(ctx, { memberId, profile: "member" })).rejects.toMatchObject({
      code: "last_admin",
    });
    await expect(deactivateMember(ctx, { memberId })).rejects.toMatchObject({ code: "last_admin" });
    await revokeIntegrationKey(ctx, { keyId: key.id, reason: "done" });
    expect(await deactivateMember(ctx, { memberId })).toMatchObject({ status: "deactivated" });
  });

  it("does not count an admin whose sign-in the operator has ended", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin" });
    await makeKey(tenant, "ada");
    await database.owner.query("update users set status = 'deactivated' where id = $1", [
      tenant.people.grace.id,
    ]);
    const attempt = deactivateMember(contextOf(tenant, "ada"), { memberId: tenant.people.ada.membershipId });
    await expect(attempt).rejects.toMatchObject({ code: "last_admin" });
  });

  it("remains when two admins demote each other at once", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin" });
    await makeKey(tenant, "ada");
    const demote = (by: "ada" | "grace", whom: "ada" | "grace") =>
      updateMember(contextOf(tenant, by), { memberId: tenant.people[whom].membershipId, profile: "member" });
    const results = await Promise.allSettled([demote("ada", "grace"), demote("grace", "ada")]);
    expect(results.map((result) => result.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await activeAdmins(tenant.account.id)).toBe(1);
    const changes = await eventsOf(tenant.account.id);
    expect(changes.filter((event) => event.action === "member.profile_changed")).toHaveLength(1);
  });

  it("remains when the last two admins leave at once, each by an own hand", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin" });
    await makeKey(tenant, "ada");
    const leave = (person: "ada" | "grace") =>
      deactivateMember(contextOf(tenant, person), { memberId: tenant.people[person].membershipId });
    const results = await Promise.allSettled([leave("ada"), leave("grace")]);
    expect(results.map((result) => result.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(results.find((result) => result.status === "rejected")).toMatchObject({
      reason: { code: "last_admin" },
    });
    expect(await activeAdmins(tenant.account.id)).toBe(1);
  });

  it("does not slip out while a key is being made", async () => {
    for (let round = 0; round < 5; round += 1) {
      const tenant = await makeTenant(database.db, { ada: "admin" });
      await Promise.allSettled([
        makeKey(tenant, "ada"),
        deactivateMember(contextOf(tenant, "ada"), { memberId: tenant.people.ada.membershipId }),
      ]);
      const keys = await database.owner.query("select 1 from integration_keys where account_id = $1", [
        tenant.account.id,
      ]);
      expect((keys.rowCount ?? 0) === 0 || (await activeAdmins(tenant.account.id)) === 1).toBe(true);
    }
  });
});
