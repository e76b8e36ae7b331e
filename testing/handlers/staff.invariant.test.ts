/**
 * R11, for every handler of support: what it shows or does is on the record of the account that it is about, where the
 * account's admins read it. Generated from the handler table: a handler that is added later is in it, and says here what it
 * is called with where a sample does not do.
 */
import { and, eq, inArray, ne } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { makeSupporter } from "@/db/testing/way-to-production";
import { requestAccess } from "@/lib/accounts/access-request";
import type { StaffContext } from "@/lib/kernel/context";
import { useDatabase } from "@/lib/kernel/database";
import { writeCaseNote } from "@/lib/support/case-notes";
import { openLook } from "@/lib/support/look";

import { call, cookieOf, jsonOf } from "../console";
import { addressOf, handlerTable, PUBLIC_HANDLERS, type HandlerEntry } from "./handlers";
import { sampleOf } from "./samples";
import { STAFF_CALLS, type StaffCall } from "./staff-calls";
import { idsOf, makeTwoTenants, STAFF_ADDRESS } from "./two-tenants";

const database = testDatabase(useDatabase);
// Invitations go into the outbox.
beforeEach(() => void vi.stubEnv("DEMO", "on"));
const table = await handlerTable();
/** An address for members that support reads too. */
const ALSO_FOR_STAFF = "/api/accounts/[accountId]/continuity";
const entries = table.filter(({ pattern }) => STAFF_ADDRESS.test(pattern) || pattern === ALSO_FOR_STAFF);
const nameOf = ({ verb, pattern }: HandlerEntry) => `${verb} ${pattern}`;
const titled = (list: readonly HandlerEntry[]) =>
  list.map((entry): [string, HandlerEntry] => [nameOf(entry), entry]);

/** What repeats no words of an account, and is on the record of who of support does it. */
const ON_OWN_RECORD = new Set([
  "GET /api/support/accounts",
  "GET /api/support/organizations",
  "GET /api/support/search",
  "POST /api/support/cases/[caseId]/notes",
]);
/** The queue: whose cases wait, and for how long. It repeats no words of an account, and is on no record. */
const ON_NO_RECORD = new Set(["GET /api/support/cases"]);

/** What is read of an account, or of a person in accounts, which takes a reason or a case first. */
const isUnderLook = ({ verb, pattern }: HandlerEntry) =>
  verb === "GET" &&
  /^\/api\/((support\/)?accounts\/\[accountId\]|support\/(users|transfers)\/)/.test(pattern);

async function arrange() {
  const waiting = await makeTenant(database.db, { uma: "admin" }, { hasIntegrationKeys: false });
  const { case: opened } = await requestAccess(contextOf(waiting, "uma"), { message: "We want to export" });
  if (!opened) throw new Error("No case was opened");
  const staff = await makeSupporter(database.db, "sam");
  return { waiting, caseId: opened.id, staff };
}
type Arranged = Awaited<ReturnType<typeof arrange>>;

async function givenFor(entry: HandlerEntry, arranged: Arranged) {
  const { waiting, caseId } = arranged;
  const own = STAFF_CALLS[nameOf(entry)];
  const { input } = entry.handler;
  const { params, json, accountIds }: StaffCall = own
    ? await own(database.db, waiting)
    : { accountIds: [waiting.account.id] };
  const all: Record<string, string> = {
    accountId: waiting.account.id,
    userId: waiting.people.uma.id,
    caseId,
    ...params,
  };
  const ids = Object.fromEntries(entry.names.map((name) => [name, all[name] ?? ""]));
  const query = input.query ? (sampleOf(input.query) as Record<string, unknown>) : {};
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return {
    accountIds,
    request: {
      method: entry.verb,
      path: `${addressOf(entry.pattern, ids)}?${search}`,
      params: ids,
      ...(input.body ? { json: json ?? sampleOf(input.body) } : {}),
    },
  };
}

/** What this person did that is on these records, but for signing in. */
async function eventsBy(staff: StaffContext, chainIds: readonly string[]) {
  return database.db
    .select({ chainId: auditEvents.chainId, action: auditEvents.action, actorKind: auditEvents.actorKind })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.actorId, staff.user.id),
        inArray(auditEvents.chainId, [...chainIds]),
        ne(auditEvents.action, "session.started"),
      ),
    );
}

describe("support's handlers", () => {
  it("are all here, and every exception is one of them", () => {
    expect(entries.length).toBeGreaterThan(18);
    const names = new Set(entries.map(nameOf));
    for (const name of [...ON_OWN_RECORD, ...ON_NO_RECORD, ...Object.keys(STAFF_CALLS)]) {
      expect(names, name).toContain(name);
    }
  });

  it.each(titled(entries))(
    "%s leaves its line where it belongs, and is for staff alone",
    async (name, entry) => {
      const arranged = await arrange();
      const { staff, waiting } = arranged;
      const { accountIds: about, request } = await givenFor(entry, arranged);
      const known = typeof about === "function" ? [] : about;
      if (entry.pattern !== ALSO_FOR_STAFF) {
        const admin = await call(entry.handler, { ...request, cookie: await cookieOf(waiting.people.uma) });
        expect(admin.status).toBe(404);
        expect((await call(entry.handler, request)).status).toBe(401);
      }
      const cookie = await cookieOf(staff.user);
      if (isUnderLook(entry)) {
        const refused = await call(entry.handler, { ...request, cookie });
        expect(refused.status).toBe(409);
        expect(await jsonOf(refused)).toMatchObject({ code: "look_needs_reason" });
        expect(await eventsBy(staff, known)).toEqual([]);
        for (const id of known) await openLook(staff, id, { reason: "Asked by phone" });
      }
      const answer = await call(entry.handler, { ...request, cookie });
      const text = await answer.text();
      expect(answer.status, text).toBeLessThan(300);
      const accountIds =
        typeof about === "function" ? about(JSON.parse(text) as Record<string, unknown>) : about;

      const chains = ON_NO_RECORD.has(name) ? [] : ON_OWN_RECORD.has(name) ? [staff.user.id] : accountIds;
      const events = await eventsBy(staff, [...accountIds, staff.user.id]);
      expect([...new Set(events.map(({ chainId }) => chainId))].toSorted()).toEqual([...chains].toSorted());
      for (const { chainId, actorKind } of events) {
        // A search is a person's own affair.
        if (chainId !== staff.user.id) expect(actorKind).toBe("staff");
      }
      if (entry.verb === "GET" || !answer.ok || text === "") return;

      // Once more, by somebody else: where it changes nothing any more, what it answers with is a look all the same.
      const other = await makeSupporter(database.db, "sue");
      const again = await call(entry.handler, { ...request, cookie: await cookieOf(other.user) });
      const said = await again.text();
      if (!again.ok || ON_NO_RECORD.has(name)) return;
      const ids = typeof about === "function" ? about(JSON.parse(said) as Record<string, unknown>) : about;
      expect(await eventsBy(other, [...ids, other.user.id]), said).not.toEqual([]);
    },
  );
});

describe("a note of support", () => {
  it("is in no answer to its account: not about the case, on the record or anywhere else", async () => {
    const tenants = await makeTwoTenants(database.db);
    const staff = await makeSupporter(database.db, "sam");
    const note = "They sound as if they were about to leave";
    await writeCaseNote(staff, tenants.ids["caseId"] ?? "", note);
    const admin = await cookieOf(tenants.ours.people.admin);
    const reads = table.filter(
      ({ verb, pattern }) => verb === "GET" && !STAFF_ADDRESS.test(pattern) && !PUBLIC_HANDLERS.has(pattern),
    );
    let read = 0;
    for (const entry of reads) {
      const ids = idsOf(tenants, entry.pattern);
      const params = Object.fromEntries(entry.names.map((name) => [name, ids[name] ?? ""]));
      const answer = await call(entry.handler, {
        path: addressOf(entry.pattern, params),
        params,
        cookie: admin,
      });
      const text = await answer.text();
      if (answer.ok) read += 1;
      for (const word of [note, "case.noted", "about to leave"])
        expect(text, nameOf(entry)).not.toContain(word);
    }
    expect(read).toBeGreaterThan(20);
  });
});
