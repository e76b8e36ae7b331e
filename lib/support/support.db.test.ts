import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { accounts } from "@/db/schema/accounts";
import { auditEvents } from "@/db/schema/audit-events";
import { users } from "@/db/schema/users";
import { contextOf, makeTenant, type TenantOptions } from "@/db/testing/tenant";
import { testDatabase } from "@/db/testing/database";

import { getAccessRequest, requestAccess } from "../accounts/access-request";
import { RequestAccessBody } from "../contracts/support/support";
import { createIntegrationKey } from "../integration-keys/keys/making/create";
import type { StaffContext } from "../kernel/context";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { changeAccount, getSupportAccount } from "./account";
import { declineCase, grantCase } from "./close-case";
import { findAccounts } from "./find-accounts";
import { getCase } from "./get-case";
import { listCases } from "./list-cases";
import { openLook } from "./look";

const database = testDatabase(useDatabase);
const message = "We want to export signed agreements every night.";
const reason = "Contract signed, ticket 4711";

async function makeStaff(name: string): Promise<StaffContext> {
  const id = newId();
  const email = `${name}.${id}@support.test`;
  await database.ownerDb.insert(users).values({ id, email, name, staffRole: "support" });
  return {
    request: { requestId: newId(), address: "192.0.2.20", userAgent: "test" },
    user: { id, email, name, isStaff: true },
    sessionId: newId(),
  };
}

/** A production Enterprise account without the feature. */
function makeWaiting(options: TenantOptions = {}) {
  return makeTenant(
    database.db,
    { uma: "admin", ugo: "admin", max: "member" },
    { hasIntegrationKeys: false, ...options },
  );
}

function eventsOf(accountId: string) {
  return database.db
    .select({
      action: auditEvents.action,
      actorKind: auditEvents.actorKind,
      actorName: auditEvents.actorName,
      reason: auditEvents.reason,
    })
    .from(auditEvents)
    .where(eq(auditEvents.chainId, accountId))
    .orderBy(auditEvents.sequence);
}

async function actionsOf(accountId: string): Promise<string[]> {
  return (await eventsOf(accountId)).map((event) => event.action);
}

async function openCase(tenant: Awaited<ReturnType<typeof makeWaiting>>): Promise<string> {
  const request = await requestAccess(contextOf(tenant, "uma"), { message });
  return request.case?.id ?? "";
}

describe("asking for access (R1)", () => {
  it("opens one case of two that are asked for at once, and the second sees the first", async () => {
    const tenant = await makeWaiting();
    const ask = (person: "uma" | "ugo") => requestAccess(contextOf(tenant, person), { message });
    const results = await Promise.allSettled([ask("uma"), ask("ugo")]);
    expect(results.map((result) => result.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(results.find((result) => result.status === "rejected")).toMatchObject({
      reason: { code: "case_already_open" },
    });
    const seen = await getAccessRequest(contextOf(tenant, "ugo"));
    expect(seen).toMatchObject({
      availability: "feature_not_enabled",
      canRequest: false,
      case: { status: "open", message },
    });
    expect(await actionsOf(tenant.account.id)).toEqual(["access.requested"]);
  });

  it("is refused where the plan is missing, where keys are available, and to a member", async () => {
    const business = await makeWaiting({ plan: "business" });
    await expect(openCase(business)).rejects.toMatchObject({ code: "plan_not_eligible" });
    const sandbox = await makeWaiting({ environment: "sandbox" });
    await expect(openCase(sandbox)).rejects.toMatchObject({ code: "access_already_available" });
    const waiting = await makeWaiting();
    const ctx = contextOf(waiting, "max");
    await expect(requestAccess(ctx, { message })).rejects.toMatchObject({ code: "forbidden" });
    await expect(async () => getAccessRequest(ctx)).rejects.toMatchObject({ code: "forbidden" });
    expect(await actionsOf(waiting.account.id)).toEqual([]);
  });

  it.each(["", "   ", "x".repeat(2_001), "a\u0000b", "a\u202Eb", 7])("refuses the message %j", (text) => {
    expect(RequestAccessBody.safeParse({ message: text }).success).toBe(false);
  });
});

describe("answering a request", () => {
  it("enables the feature, so that the account can make keys at once", async () => {
    const tenant = await makeWaiting();
    const caseId = await openCase(tenant);
    const sam = await makeStaff("sam");
    const granted = await grantCase(sam, { caseId, note: reason });
    expect(granted).toMatchObject({
      status: "granted",
      closedBy: { name: "sam" },
      resolution: reason,
      account: { hasIntegrationKeys: true },
    });
    const { key } = await createIntegrationKey(contextOf(tenant, "uma"), {
      name: "Nightly export",
      method: "long_lived",
      scopes: ["agreements:read"],
      allowedRanges: [],
      expiresAt: undefined,
      idempotencyKey: null,
    });
    expect(key.status).toBe("active");
    expect(await eventsOf(tenant.account.id)).toMatchObject([
      { action: "access.requested", actorKind: "user" },
      { action: "access.granted", actorKind: "staff", actorName: "sam", reason },
      { action: "key.created" },
    ]);
  });

  it("declines with the reason, and the account may ask again", async () => {
    const tenant = await makeWaiting();
    const sam = await makeStaff("sam");
    await declineCase(sam, { caseId: await openCase(tenant), reason: "No contract yet" });
    const seen = await getAccessRequest(contextOf(tenant, "uma"));
    expect(seen).toMatchObject({
      canRequest: true,
      case: { status: "declined", resolution: "No contract yet" },
    });
    const second = await openCase(tenant);
    expect(second).not.toBe(seen.case?.id);
  });

  it("takes one of two answers at once (I8)", async () => {
    const tenant = await makeWaiting();
    const caseId = await openCase(tenant);
    const [sam, sue] = [await makeStaff("sam"), await makeStaff("sue")];
    const results = await Promise.allSettled([
      grantCase(sam, { caseId }),
      declineCase(sue, { caseId, reason: "No contract yet" }),
    ]);
    expect(results.map((result) => result.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(results.find((result) => result.status === "rejected")).toMatchObject({
      reason: { code: "case_already_closed" },
    });
    const [row] = await database.db
      .select({ hasIntegrationKeys: accounts.hasIntegrationKeys })
      .from(accounts)
      .where(eq(accounts.id, tenant.account.id));
    expect(row?.hasIntegrationKeys).toBe(results[0]?.status === "fulfilled");
    expect(await actionsOf(tenant.account.id)).toHaveLength(2);
  });

  it("does not grant to an account that has left the Enterprise plan, and leaves its case open", async () => {
    const tenant = await makeWaiting();
    const caseId = await openCase(tenant);
    const sam = await makeStaff("sam");
    await changeAccount(sam, { accountId: tenant.account.id, plan: "business", reason });
    await expect(grantCase(sam, { caseId })).rejects.toMatchObject({ code: "plan_not_eligible" });
    expect(await getCase(sam, caseId)).toMatchObject({ status: "open" });
  });

  it("changes nothing when its line on the record can't be written (I7)", async () => {
    const tenant = await makeWaiting();
    const caseId = await openCase(tenant);
    const sam = await makeStaff("sam");
    await database.owner.query(
      `alter table audit_events add constraint refused check (chain_id <> '${tenant.account.id}') not valid`,
    );
    try {
      await expect(grantCase(sam, { caseId })).rejects.toThrow();
      await expect(declineCase(sam, { caseId, reason })).rejects.toThrow();
      const change = { accountId: tenant.account.id, hasIntegrationKeys: true, reason };
      await expect(changeAccount(sam, change)).rejects.toThrow();
      await expect(openLook(sam, tenant.account.id, { reason })).rejects.toThrow();
    } finally {
      await database.owner.query("alter table audit_events drop constraint refused");
    }
    expect(await getCase(sam, caseId)).toMatchObject({
      status: "open",
      account: { hasIntegrationKeys: false },
    });
  });
});

describe("support's view of an account", () => {
  it("counts members and keys and names no secret", async () => {
    const tenant = await makeWaiting({ hasIntegrationKeys: true });
    const made = await createIntegrationKey(contextOf(tenant, "uma"), {
      name: "Nightly export",
      method: "long_lived",
      scopes: ["agreements:read"],
      allowedRanges: [],
      expiresAt: undefined,
      idempotencyKey: null,
    });
    const sam = await makeStaff("sam");
    await openLook(sam, tenant.account.id, { reason });
    const seen = await getSupportAccount(sam, tenant.account.id);
    expect(seen).toMatchObject({
      members: { active: 3, admins: 2 },
      keys: { live: 1, total: 1 },
      openCaseId: null,
    });
    expect(JSON.stringify(seen)).not.toContain(made.key.lastFour);
  });

  it("refuses somebody whose staff role has ended", async () => {
    const tenant = await makeWaiting();
    const sam = await makeStaff("sam");
    await database.ownerDb.update(users).set({ staffRole: null }).where(eq(users.id, sam.user.id));
    await expect(getSupportAccount(sam, tenant.account.id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      changeAccount(sam, { accountId: tenant.account.id, hasIntegrationKeys: true, reason }),
    ).rejects.toMatchObject({ code: "forbidden" });
    expect(await actionsOf(tenant.account.id)).toEqual([]);
  });
});

describe("changing an account as support", () => {
  it("writes one line for each change, and that it was looked at where nothing changes", async () => {
    const tenant = await makeWaiting();
    const sam = await makeStaff("sam");
    const accountId = tenant.account.id;
    await changeAccount(sam, { accountId, plan: "enterprise", reason });
    await changeAccount(sam, { accountId, hasIntegrationKeys: true, reason });
    await changeAccount(sam, { accountId, hasIntegrationKeys: true, reason });
    await changeAccount(sam, { accountId, plan: "business", reason });
    expect(await eventsOf(accountId)).toMatchObject([
      { action: "account.viewed_by_staff", actorKind: "staff", reason },
      { action: "account.feature_changed", actorKind: "staff", reason },
      { action: "account.plan_changed", actorKind: "staff", reason },
    ]);
  });

  it("gives any account limits of its own within their bounds, in force at once, and takes them back", async () => {
    const tenant = await makeWaiting({ environment: "sandbox" });
    const sam = await makeStaff("sam");
    const accountId = tenant.account.id;
    const usual = { activeKeys: null, hourly: null, burst: null };
    const own = { activeKeys: 1, hourly: 10_000_000, burst: null };
    expect((await changeAccount(sam, { accountId, limits: own, reason })).limits).toEqual(own);
    await changeAccount(sam, { accountId, limits: own, reason });
    for (const limits of [
      { ...own, activeKeys: 0 },
      { ...own, activeKeys: 10_001 },
      { ...own, hourly: 10_000_001 },
      { ...own, burst: 1_000_001 },
      { ...own, burst: 1.5 },
    ]) {
      await expect(changeAccount(sam, { accountId, limits, reason })).rejects.toMatchObject({
        code: "validation_failed",
      });
    }
    expect((await changeAccount(sam, { accountId, limits: usual, reason })).limits).toEqual(usual);
    const changes = (await eventsOf(accountId)).filter(({ action }) => action === "account.limits_changed");
    expect(changes).toHaveLength(2);
    expect(changes[0]).toMatchObject({ actorKind: "staff", reason });
  });

  it("leaves sandbox accounts on their plan, and gives it to no other", async () => {
    const sam = await makeStaff("sam");
    const sandbox = await makeWaiting({ environment: "sandbox" });
    const production = await makeWaiting();
    for (const change of [
      { accountId: sandbox.account.id, plan: "enterprise" as const, reason },
      { accountId: sandbox.account.id, hasIntegrationKeys: false, reason },
      { accountId: production.account.id, plan: "developer" as const, reason },
    ]) {
      await expect(changeAccount(sam, change)).rejects.toMatchObject({ code: "validation_failed" });
    }
  });

  it("finds nothing under an unknown id", async () => {
    const sam = await makeStaff("sam");
    const gone = newId();
    await expect(getSupportAccount(sam, gone)).rejects.toMatchObject({ code: "not_found" });
    await expect(getCase(sam, gone)).rejects.toMatchObject({ code: "not_found" });
    await expect(grantCase(sam, { caseId: gone })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("support's lists", () => {
  it("show open cases, the longest waiting first, and closed ones apart", async () => {
    const sam = await makeStaff("sam");
    const [one, two] = [await openCase(await makeWaiting()), await openCase(await makeWaiting())];
    await declineCase(sam, { caseId: two, reason });
    const open = (await listCases(sam, { status: "open", limit: 100 })).data.map((entry) => entry.id);
    const closed = (await listCases(sam, { status: "closed", limit: 100 })).data.map((entry) => entry.id);
    expect(open).toContain(one);
    expect(open).not.toContain(two);
    expect(closed[0]).toBe(two);
    // The list is on nobody's record: it repeats no words of an account (R11).
    const listed = await listCases(sam, { status: "closed", limit: 100 });
    expect(JSON.stringify(listed)).not.toContain(message);
    expect(JSON.stringify(listed)).not.toContain(reason);
    const first = await listCases(sam, { status: "open", limit: 1 });
    const rest = await listCases(sam, { status: "open", limit: 100, cursor: first.nextCursor ?? one });
    expect([...first.data.map((entry) => entry.id), ...rest.data.map((entry) => entry.id)]).toEqual(open);
  });

  it("find accounts by a part of the name, taken as it is written, and by id", async () => {
    const sam = await makeStaff("sam");
    const tenant = await makeWaiting();
    await database.ownerDb
      .update(accounts)
      .set({ name: "Fünf_Prozent 100%" })
      .where(eq(accounts.id, tenant.account.id));
    const found = async (q: string) => (await findAccounts(sam, { q })).data.map((account) => account.id);
    expect(await found("prozent 100%")).toEqual([tenant.account.id]);
    expect(await found(tenant.account.id)).toEqual([tenant.account.id]);
    expect(await found("prozent_100")).toEqual([]);
  });

  it("leaves a line on the record of who searches, one for each text however often it is looked for", async () => {
    const sam = await makeStaff("sam");
    for (const q of ["umbrella", " umbrella", "globex", "\u200B"]) await findAccounts(sam, { q });
    const lines = await database.db
      .select({ action: auditEvents.action, actorId: auditEvents.actorId, after: auditEvents.after })
      .from(auditEvents)
      .where(eq(auditEvents.chainId, sam.user.id))
      .orderBy(auditEvents.sequence);
    expect(lines).toEqual(
      ["umbrella", "globex"].map((query) => ({
        action: "support.searched",
        actorId: sam.user.id,
        after: { query },
      })),
    );
  });

  it("takes any white space for one space, in the search and in the name, and reads nothing invisible", async () => {
    const mark = newId().slice(-12);
    const sam = await makeStaff("sam");
    const tenant = await makeWaiting();
    const name = `Spaced\u00A0\u3000${mark} Cafe\u0301`;
    await database.owner.query("update accounts set name = $2 where id = $1", [tenant.account.id, name]);
    const found = async (q: string) => (await findAccounts(sam, { q })).data.map((account) => account.id);
    for (const q of [
      `spaced ${mark}`,
      `Spaced\u00A0\u3000${mark} Cafe\u0301`,
      `${mark}\u2003caf\u00E9`,
      `\u200B${mark}\uFEFF`,
    ])
      expect(await found(q), JSON.stringify(q)).toEqual([tenant.account.id]);
    expect(await found(`\u200B${tenant.account.id}\u00A0`)).toEqual([tenant.account.id]);
    expect(await found("\u200B")).toEqual([]);
  });
});
