import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { makeSupporter } from "@/db/testing/way-to-production";

import { getAccessRequest, requestAccess } from "../accounts/access-request";
import { actorWords, deedWords } from "../domain/record/audit-words";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { changeAccount, getSupportAccount } from "./account";
import { assignCase } from "./assign-case";
import { declineCase } from "./close-case";
import { getCase } from "./get-case";
import { listAccountCases } from "./list-account-cases";
import { listKeysAsSupport } from "./list-keys";
import { getOpenLook, openLook } from "./look";

const database = testDatabase(useDatabase);
const reason = "Asked by phone, ticket 4711";
const FIRST = { limit: 50 };

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin" }, { hasIntegrationKeys: false });
  const { case: opened } = await requestAccess(contextOf(tenant, "ada"), { message: "We want to export" });
  if (!opened) throw new Error("No case was opened");
  return { tenant, accountId: tenant.account.id, opened, sam: await makeSupporter(database.db, "sam") };
}

/** The looks on an account's record, as its admins read them. */
async function looksOf(accountId: string): Promise<string[]> {
  const rows = await database.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.chainId, accountId))
    .orderBy(auditEvents.sequence);
  return rows
    .filter(({ action }) => action === "account.viewed_by_staff")
    .map((row) => `${actorWords(row)} ${deedWords(row)}${row.reason ? `: ${row.reason}` : ""}`);
}

const anHourAgo = (accountId: string) =>
  database.owner.query("update audit_events set at = at - interval '61 minutes' where chain_id = $1", [
    accountId,
  ]);

describe("a look of support (R11)", () => {
  it("needs a reason or a case, for whatever is read of the account", async () => {
    const { accountId, opened, sam } = await arrange();
    const reads = [
      () => getSupportAccount(sam, accountId),
      () => listKeysAsSupport(sam, accountId, { q: "", ...FIRST }),
      () => listAccountCases(sam, accountId, FIRST),
    ];
    for (const read of reads) await expect(read()).rejects.toMatchObject({ code: "look_needs_reason" });
    expect(await getOpenLook(sam, accountId)).toBeNull();
    expect(await looksOf(accountId)).toEqual([]);

    const look = await openLook(sam, accountId, { reason });
    expect(look).toMatchObject({ accountId, reason, case: null });
    expect(await getOpenLook(sam, accountId)).toMatchObject({ reason, case: null });
    for (const read of reads) await read();
    expect(await looksOf(accountId)).toEqual([`sam (support) looked at this account: ${reason}`]);

    await openLook(sam, accountId, { caseNumber: opened.number });
    expect(await getOpenLook(sam, accountId)).toMatchObject({
      case: { id: opened.id, number: opened.number },
    });
    expect((await looksOf(accountId)).at(-1)).toBe(
      `sam (support) looked at this account in case ${opened.number}`,
    );
  });

  it("is one person's, and is over after an hour", async () => {
    const { accountId, sam } = await arrange();
    const sue = await makeSupporter(database.db, "sue");
    await openLook(sam, accountId, { reason });
    await expect(getSupportAccount(sue, accountId)).rejects.toMatchObject({ code: "look_needs_reason" });
    await anHourAgo(accountId);
    await expect(getSupportAccount(sam, accountId)).rejects.toMatchObject({ code: "look_needs_reason" });
    await openLook(sam, accountId, { reason });
    expect(await looksOf(accountId)).toHaveLength(2);
  });

  it("leaves one line for each person and cause, however many come at once", async () => {
    const { accountId, opened, sam } = await arrange();
    const sue = await makeSupporter(database.db, "sue");
    await Promise.all([
      openLook(sam, accountId, { reason }),
      openLook(sam, accountId, { reason }),
      openLook(sue, accountId, { reason }),
      openLook(sam, accountId, { caseId: opened.id }),
      getCase(sam, opened.id),
      getCase(sam, opened.id),
    ]);
    expect((await looksOf(accountId)).toSorted()).toEqual([
      `sam (support) looked at this account in case ${opened.number}`,
      `sam (support) looked at this account: ${reason}`,
      `sue (support) looked at this account: ${reason}`,
    ]);
  });

  it("comes with a case's page", async () => {
    const { accountId, opened, sam } = await arrange();
    await getCase(sam, opened.id);
    expect(await getSupportAccount(sam, accountId)).toMatchObject({ id: accountId, openCaseId: opened.id });
    expect(await looksOf(accountId)).toEqual([
      `sam (support) looked at this account in case ${opened.number}`,
    ]);
  });

  it("that an earlier release wrote without a word on why opens nothing", async () => {
    const { accountId, sam } = await arrange();
    await openLook(sam, accountId, { reason });
    await database.owner.query("update audit_events set reason = null where chain_id = $1", [accountId]);
    await expect(getSupportAccount(sam, accountId)).rejects.toMatchObject({ code: "look_needs_reason" });
  });

  it("is refused with a case of another account, of an unknown one, and to who is not staff any more", async () => {
    const { accountId, sam } = await arrange();
    const other = await arrange();
    for (const wanted of [
      { caseId: other.opened.id },
      { caseId: newId() },
      { caseNumber: other.opened.number },
    ]) {
      const [field] = Object.keys(wanted);
      await expect(openLook(sam, accountId, wanted)).rejects.toMatchObject({
        code: "validation_failed",
        errors: [{ pointer: `/${field}`, code: "other_case" }],
      });
    }
    await expect(openLook(sam, newId(), { reason })).rejects.toMatchObject({ code: "not_found" });
    await expect(getSupportAccount(sam, newId())).rejects.toMatchObject({ code: "not_found" });
    await openLook(sam, accountId, { reason });
    await database.ownerDb.update(users).set({ staffRole: null }).where(eq(users.id, sam.user.id));
    await expect(openLook(sam, accountId, { reason })).rejects.toMatchObject({ code: "forbidden" });
    await expect(getSupportAccount(sam, accountId)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a case's number", () => {
  it("is the account's word for it too, and on its record with what support does", async () => {
    const { tenant, accountId, opened, sam } = await arrange();
    expect(opened.number).toBeGreaterThan(1_000);
    expect((await getAccessRequest(contextOf(tenant, "ada"))).case?.number).toBe(opened.number);
    await assignCase(sam, opened.id);
    await changeAccount(sam, { accountId, plan: "business", reason, caseId: opened.id });
    await declineCase(sam, { caseId: opened.id, reason });
    const rows = await database.db.select().from(auditEvents).where(eq(auditEvents.chainId, accountId));
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) expect(deedWords(row)).toMatch(new RegExp(` in case ${opened.number}$`));
  });

  it("of another account is refused with a change, and nothing is changed", async () => {
    const { accountId, sam } = await arrange();
    const { opened } = await arrange();
    await expect(
      changeAccount(sam, { accountId, plan: "business", reason, caseId: opened.id }),
    ).rejects.toMatchObject({ errors: [{ pointer: "/caseId", code: "other_case" }] });
    await openLook(sam, accountId, { reason });
    expect(await getSupportAccount(sam, accountId)).toMatchObject({ plan: "enterprise" });
  });
});

describe("what support reads of an account", () => {
  it("are its keys, newest first and by words, and no secret of them", async () => {
    const { tenant, accountId, sam } = await arrange();
    const { id: creator } = tenant.people.ada;
    const keys = [
      await makeKey(database.db, tenant.account, creator),
      await makeKey(database.db, tenant.account, creator),
    ];
    const stranger = await makeTenant(database.db, { gus: "admin" });
    await makeKey(database.db, stranger.account, stranger.people.gus.id);
    await openLook(sam, accountId, { reason });
    const first = await listKeysAsSupport(sam, accountId, { q: "", limit: 1 });
    const rest = await listKeysAsSupport(sam, accountId, {
      q: "",
      limit: 50,
      cursor: first.nextCursor ?? "",
    });
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(keys.map(({ id }) => id).toReversed());
    expect(first.data[0]).toMatchObject({ createdBy: { id: creator, name: "ada" }, status: "active" });
    const [key] = keys;
    const found = await listKeysAsSupport(sam, accountId, {
      q: (key?.clientId ?? "").slice(0, 13),
      ...FIRST,
    });
    expect(found.data.map(({ id }) => id)).toEqual([key?.id]);
    expect(Object.keys(first.data[0] ?? {}).toSorted()).toEqual(
      "clientId,createdAt,createdBy,id,lastFour,lastUsedAt,method,name,prefix,scopes,status".split(","),
    );
  });

  it("are its cases, open ones first, a page at a time", async () => {
    const { tenant, accountId, opened, sam } = await arrange();
    const ids = [opened.id];
    for (let nth = 0; nth < 2; nth += 1) {
      await declineCase(sam, { caseId: ids[0] ?? "", reason });
      const { case: next } = await requestAccess(contextOf(tenant, "ada"), { message: "Again" });
      ids.unshift(next?.id ?? "");
    }
    await openLook(sam, accountId, { reason });
    const listed: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listAccountCases>> = await listAccountCases(sam, accountId, {
        limit: 1,
        ...(cursor ? { cursor } : {}),
      });
      listed.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(listed).toEqual(ids);
  });
});
