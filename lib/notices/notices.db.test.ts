import { and, desc, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant, type Tenant } from "@/db/testing/tenant";
import { memberships } from "@/db/schema/accounts";
import { callHours } from "@/db/schema/calls";
import { integrationKeys } from "@/db/schema/integration-keys";
import { notices } from "@/db/schema/jobs";

import { getMe } from "../accounts/me";
import { knockingDay } from "../domain/notices/knocking";
import type { CallCode } from "../domain/verdict/refusals";
import { useDatabase } from "../kernel/database";
import { tell } from "../kernel/people/notices";
import { transact } from "../kernel/transaction";
import { newId } from "../platform/ids";
import { forgetNotices } from "./forget";
import { tellOfKnocking } from "./knocking";
import { listNotices } from "./list";
import { markNotice, markNoticesRead } from "./mark-read";

const database = testDatabase(useDatabase);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const now = new Date();
const day = knockingDay(now);

const people = { ada: "admin", grace: "admin", max: "member" } as const;
type Acme = Tenant<keyof typeof people>;
const makeAcme = () => makeTenant(database.db, people);

const noticeOf = (eventKey: string, accountId: string | null = null) => ({
  kind: "keys_knocking" as const,
  accountId,
  eventKey,
  subject: "A key is still called in vain",
  lines: [],
});
const tellAll = (tenant: Acme, eventKey = newId()) =>
  transact((tx) =>
    tell(tx, [tenant.people.ada.id, tenant.people.grace.id], noticeOf(eventKey, tenant.account.id)),
  );
const noticesOf = (tenant: Acme, person: keyof typeof people) =>
  database.db
    .select()
    .from(notices)
    .where(eq(notices.userId, tenant.people[person].id))
    .orderBy(desc(notices.id));
const list = (tenant: Acme, person: keyof typeof people, input = {}) =>
  listNotices(contextOf(tenant, person), { limit: 20, cursor: undefined, ...input });

describe("telling people", () => {
  it("tells each once of one event, however often and by however many at once it is told", async () => {
    const acme = await makeAcme();
    const told = await Promise.all(Array.from({ length: 6 }, () => tellAll(acme, "the event")));
    expect(told.reduce((sum, count) => sum + count)).toBe(2);
    expect(await noticesOf(acme, "ada")).toHaveLength(1);
    expect(await noticesOf(acme, "max")).toHaveLength(0);
  });

  it("tells nobody of what did not happen: the notice goes back with its transaction", async () => {
    const acme = await makeAcme();
    const failing = transact(async (tx) => {
      await tell(tx, [acme.people.ada.id], noticeOf(newId()));
      throw new Error("it did not happen");
    });
    await expect(failing).rejects.toThrow("it did not happen");
    expect(await noticesOf(acme, "ada")).toHaveLength(0);
  });
});

describe("the list of notices", () => {
  it("has the person's own, newest first, a page at a time, and nobody else's", async () => {
    const [acme, globex] = [await makeAcme(), await makeAcme()];
    for (let index = 0; index < 5; index += 1) await tellAll(acme, `event ${index}`);
    await tellAll(globex);
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(acme, "ada", { limit: 2, cursor });
      ids.push(...page.data.map((notice) => notice.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(ids).toEqual((await noticesOf(acme, "ada")).map((row) => row.id));
    expect(ids).toHaveLength(5);
    expect((await list(acme, "ada")).data[0]?.account).toMatchObject({ id: acme.account.id });
    expect((await list(acme, "max")).data).toEqual([]);
  });

  it("counts the unread ones, and marks one, or all that were seen and nothing that came later", async () => {
    const acme = await makeAcme();
    const ada = contextOf(acme, "ada");
    const unread = async () => (await getMe(ada)).unreadNotices;
    for (let index = 0; index < 3; index += 1) await tellAll(acme, `event ${index}`);
    const [newest, middle] = (await list(acme, "ada")).data;
    await markNotice(ada, middle?.id ?? "", true);
    await markNotice(ada, middle?.id ?? "", true);
    expect(await unread()).toBe(2);
    await markNotice(ada, middle?.id ?? "", false);
    expect(await unread()).toBe(3);
    await tellAll(acme, "later");
    await markNoticesRead(ada, newest?.id ?? "");
    expect(await unread()).toBe(1);
    expect((await getMe(contextOf(acme, "grace"))).unreadNotices).toBe(4);
  });

  it("does not let anybody mark another person's notice", async () => {
    const acme = await makeAcme();
    await tellAll(acme);
    const [adas] = await noticesOf(acme, "ada");
    await expect(markNotice(contextOf(acme, "grace"), adas?.id ?? "", true)).rejects.toMatchObject({
      code: "not_found",
    });
    await markNoticesRead(contextOf(acme, "grace"), adas?.id ?? "");
    expect((await noticesOf(acme, "ada"))[0]?.readAt).toBeNull();
  });
});

it("forgets what was read half a year ago, and anything after 400 days", async () => {
  const acme = await makeAcme();
  const aged = async (eventKey: string, days: number, isRead: boolean) => {
    const createdAt = new Date(Date.now() - days * DAY_MS);
    await database.db.insert(notices).values({
      ...noticeOf(eventKey),
      id: newId(),
      userId: acme.people.ada.id,
      createdAt,
      readAt: isRead ? createdAt : null,
    });
  };
  await aged("read, old", 181, true);
  await aged("read, young", 179, true);
  await aged("unread, old", 399, false);
  await aged("unread, very old", 401, false);
  expect(await forgetNotices()).toBe(2);
  const kept = await noticesOf(acme, "ada");
  expect(kept.map((row) => row.eventKey).toSorted()).toEqual(["read, young", "unread, old"]);
});

async function makeEndedKey(acme: Acme, name: string) {
  const key = await makeKey(database.db, acme.account, acme.people.ada.id, { name });
  await database.ownerDb
    .update(integrationKeys)
    .set({ createdAt: new Date(now.getTime() - 30 * DAY_MS) })
    .where(eq(integrationKeys.id, key.id));
  await database.db
    .update(integrationKeys)
    .set({ revokedAt: new Date(now.getTime() - 3 * DAY_MS), revokedBy: acme.people.ada.id })
    .where(eq(integrationKeys.id, key.id));
  return key.id;
}

/** Calls in one hour, each from an address of its own, counted as the gate counts them. */
async function callInVain(
  acme: Acme,
  keyId: string,
  count: number,
  at: Date,
  code: CallCode = "revoked_key",
) {
  await database.owner.query(
    `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed, address)
     select gen_random_uuid(), $1, $2, $3, $3, 'GET', '/', $4, '{}', '192.0.2.' || n from generate_series(1, $5::int) n`,
    [at, acme.account.id, keyId, code, count],
  );
  await database.db.insert(callHours).values({
    keyId,
    hour: new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS),
    code,
    accountId: acme.account.id,
    count,
  });
}

describe("the daily notice of keys that are called in vain", () => {
  it("goes to each active admin once, with how often and from where, also when several tell it at once and again", async () => {
    const acme = await makeAcme();
    const [ci, old] = [await makeEndedKey(acme, "Acme CI"), await makeEndedKey(acme, "Old portal")];
    await callInVain(acme, ci, 3, day.from);
    await callInVain(acme, ci, 2, new Date(day.to.getTime() - 1));
    await callInVain(acme, old, 1, new Date(day.from.getTime() + HOUR_MS), "expired_key");
    await Promise.all([tellOfKnocking(now), tellOfKnocking(now), tellOfKnocking(now)]);
    expect(await tellOfKnocking(now)).toBe(0);

    const [notice, ...more] = await noticesOf(acme, "ada");
    expect(more).toEqual([]);
    expect(await noticesOf(acme, "grace")).toHaveLength(1);
    expect(await noticesOf(acme, "max")).toHaveLength(0);
    expect(notice?.subject).toBe(`2 keys of ${acme.account.name} are still called in vain`);
    const sentences = notice?.lines.map(({ link, text }) => `${link?.label ?? ""}${text}`);
    expect(sentences?.[1]).toMatch(/^Acme CI, revoked on .*, was still called 5 times from 3 addresses\.$/);
    expect(sentences?.[2]).toMatch(/^Old portal, revoked on .*, was still called once from 1 address\.$/);
  });

  it("is exact in its number and says at least how many addresses where not every call has a row", async () => {
    const acme = await makeAcme();
    const key = await makeEndedKey(acme, "Acme CI");
    await callInVain(acme, key, 2, day.from);
    const counted = sql`${callHours.count} + 7676`;
    await database.db.update(callHours).set({ count: counted }).where(eq(callHours.keyId, key));
    await tellOfKnocking(now);
    expect((await noticesOf(acme, "ada"))[0]?.lines[1]?.text).toMatch(
      / was still called 7,678 times from 2 addresses or more\.$/,
    );
  });

  it("counts only the day that is over, and only calls of keys that have ended or are in the wrong place", async () => {
    const acme = await makeAcme();
    const key = await makeEndedKey(acme, "Acme CI");
    await callInVain(acme, key, 5, new Date(day.from.getTime() - 1));
    await callInVain(acme, key, 5, day.to);
    await callInVain(acme, key, 5, day.from, "insufficient_scope");
    await tellOfKnocking(now);
    expect(await noticesOf(acme, "ada")).toHaveLength(0);
    // The next day has the calls after the end of this one.
    await tellOfKnocking(new Date(day.to.getTime() + DAY_MS));
    expect((await noticesOf(acme, "ada"))[0]?.lines[1]?.text).toContain("5 times");
  });

  it("is not written where there is no admin to tell, and not to one who was deactivated", async () => {
    const acme = await makeAcme();
    await callInVain(acme, await makeEndedKey(acme, "Acme CI"), 1, day.from);
    const deactivate = (person: "ada" | "grace") =>
      database.db
        .update(memberships)
        .set({ status: "deactivated", deactivatedAt: now })
        .where(
          and(eq(memberships.accountId, acme.account.id), eq(memberships.userId, acme.people[person].id)),
        );
    await deactivate("ada");
    await deactivate("grace");
    await tellOfKnocking(now);
    expect([...(await noticesOf(acme, "ada")), ...(await noticesOf(acme, "grace"))]).toEqual([]);
  });
});
