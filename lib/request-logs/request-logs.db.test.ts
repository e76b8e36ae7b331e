import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKey } from "@/db/testing/key";
import { contextOf, makeTenant, type Tenant } from "@/db/testing/tenant";
import { untilSomebodyWaits } from "@/db/testing/waiting";

import { openService } from "../../gate/testing/open-service";
import { DomainError } from "../domain/errors";
import { LOG_ENTRIES_MAX } from "../domain/request-logs/request-logging";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { openVerification, type Verification } from "../verification/open";
import { clearRequestLog } from "./clear";
import { forgetLoggedRequests } from "./forget";
import { listLoggedRequests } from "./list";
import { showRequestLogging } from "./show";
import { switchRequestLogging } from "./switch";

const database = testDatabase(useDatabase);
/** Of two gates. */
const verifications: Verification[] = [];
beforeAll(() => {
  for (const _ of [1, 2]) verifications.push(openService(database.url, openVerification).verification);
});
afterAll(() => Promise.all(verifications.map((verification) => verification.close())));

type Arranged = { readonly tenant: Tenant<"ada" | "max">; readonly key: TestKey };

async function arrange(): Promise<Arranged> {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
  return { tenant, key: await makeKey(database.db, tenant.account, tenant.people.ada.id) };
}

/** So many requests at once, as a gate logs them after their checks. */
async function log({ tenant, key }: Arranged, requests: number, at = new Date(), gate = 0): Promise<void> {
  const entry = {
    userId: tenant.people.ada.id,
    accountId: tenant.account.id,
    keyId: key.id,
    at,
    method: "GET",
    target: "/agreements",
    headers: [["host", "api.example.com"]] as const,
    address: "192.0.2.1",
    code: "allowed",
    status: 200,
    durationMicroseconds: 3_400,
  } as const;
  const verification = verifications[gate];
  if (!verification) throw new Error("There are two gates");
  await Promise.all(
    Array.from({ length: requests }, () => verification.logRequest({ ...entry, id: newId() })),
  );
}

/** Lists end at fifty by themselves. */
async function rowsOf(userId: string): Promise<number> {
  const { rows } = await database.owner.query("select 1 from request_log_entries where user_id = $1", [
    userId,
  ]);
  return rows.length;
}

async function deedsOf(userId: string) {
  const { rows } = await database.owner.query<{ action: string; before: unknown; after: unknown }>(
    "select action, before, after from audit_events where chain_id = $1 order by sequence",
    [userId],
  );
  return rows;
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    (error: unknown) => (error instanceof DomainError ? error.code : error),
  );

describe("request logging of a person", () => {
  it("is off by default, and a request is then logged nowhere", async () => {
    const at = await arrange();
    await log(at, 3);
    const ada = contextOf(at.tenant, "ada");
    expect(await showRequestLogging(ada)).toEqual({ isEnabled: false, maxEntries: 50, remainingEntries: 50 });
    expect((await listLoggedRequests(ada)).data).toEqual([]);
  });

  it("takes exactly as many as a log holds, then switches itself off, and starts again only after it was cleared", async () => {
    const at = await arrange();
    const ada = contextOf(at.tenant, "ada");
    const on = { isEnabled: true, maxEntries: 50, remainingEntries: 50 };
    expect(await switchRequestLogging(ada, { isEnabled: true })).toEqual(on);
    await log(at, 200);
    const full = { isEnabled: false, maxEntries: 50, remainingEntries: 0 };
    expect(await showRequestLogging(ada)).toEqual(full);
    expect(await rowsOf(ada.user.id)).toBe(LOG_ENTRIES_MAX);
    expect(await codeOf(switchRequestLogging(ada, { isEnabled: true }))).toBe("request_log_full");
    expect(await clearRequestLog(ada)).toEqual({ ...on, isEnabled: false });
    expect(await switchRequestLogging(ada, { isEnabled: true })).toEqual(on);
    await log(at, 1);
    expect(await showRequestLogging(ada)).toEqual({ ...on, remainingEntries: 49 });
  });

  it("gives no place twice to two gates that claim the last ones at the same moment", async () => {
    const at = await arrange();
    const ada = contextOf(at.tenant, "ada");
    await switchRequestLogging(ada, { isEnabled: true });
    const client = await database.owner.connect();
    try {
      await client.query("begin");
      await client.query("select 1 from users where id = $1 for update", [ada.user.id]);
      const both = Promise.all([log(at, 40, new Date(), 0), log(at, 40, new Date(), 1)]);
      await untilSomebodyWaits(database.owner, 2);
      await client.query("commit");
      await both;
    } finally {
      client.release();
    }
    expect(await rowsOf(ada.user.id)).toBe(LOG_ENTRIES_MAX);
    expect(await showRequestLogging(ada)).toMatchObject({ isEnabled: false, remainingEntries: 0 });
  });

  it("keeps what it has when it is disabled, goes on from there, and clears to as many places again", async () => {
    const at = await arrange();
    const ada = contextOf(at.tenant, "ada");
    await switchRequestLogging(ada, { isEnabled: true });
    await log(at, 20);
    expect(await switchRequestLogging(ada, { isEnabled: false })).toMatchObject({ remainingEntries: 30 });
    await log(at, 5);
    expect(await switchRequestLogging(ada, { isEnabled: true })).toMatchObject({ remainingEntries: 30 });
    expect(await clearRequestLog(ada)).toEqual({ isEnabled: true, maxEntries: 50, remainingEntries: 50 });
  });

  it("is one person's: nobody else's requests come into it, and nobody else sees or clears it", async () => {
    const at = await arrange();
    const [ada, max] = [contextOf(at.tenant, "ada"), contextOf(at.tenant, "max")];
    await switchRequestLogging(ada, { isEnabled: true });
    await switchRequestLogging(max, { isEnabled: true });
    await log(at, 2);
    expect(await listLoggedRequests(max)).toEqual({ data: [], nextCursor: null });
    expect(await showRequestLogging(max)).toMatchObject({ remainingEntries: 50 });
    await clearRequestLog(max);
    const { data } = await listLoggedRequests(ada);
    expect(data).toHaveLength(2);
    expect(data[0]).toMatchObject({
      method: "GET",
      target: "/agreements",
      headers: [{ name: "host", value: "api.example.com" }],
      status: 200,
      code: "allowed",
      durationMilliseconds: 3.4,
      key: { id: at.key.id, clientId: at.key.clientId },
      account: { id: at.tenant.account.id },
    });
  });

  it("is on the person's own record, each change once, and no request is (R11)", async () => {
    const at = await arrange();
    const ada = contextOf(at.tenant, "ada");
    await switchRequestLogging(ada, { isEnabled: true });
    await switchRequestLogging(ada, { isEnabled: true });
    await log(at, 2);
    await switchRequestLogging(ada, { isEnabled: false });
    await switchRequestLogging(ada, { isEnabled: false });
    await clearRequestLog(ada);
    await clearRequestLog(ada);
    expect(await deedsOf(ada.user.id)).toEqual([
      { action: "request_logging.enabled", before: null, after: { remainingEntries: 50 } },
      { action: "request_logging.disabled", before: null, after: { remainingEntries: 48 } },
      { action: "request_log.cleared", before: { requests: 2 }, after: { requests: 0 } },
    ]);
    expect(await deedsOf(at.tenant.account.id)).toEqual([]);
  });

  it("that two windows enable at once is enabled once, for as many requests as a log holds", async () => {
    const at = await arrange();
    const ada = contextOf(at.tenant, "ada");
    await Promise.all(Array.from({ length: 8 }, () => switchRequestLogging(ada, { isEnabled: true })));
    expect(await deedsOf(ada.user.id)).toHaveLength(1);
    await Promise.all([log(at, 60), clearRequestLog(ada), log(at, 60), clearRequestLog(ada), log(at, 60)]);
    const { isEnabled, remainingEntries } = await showRequestLogging(ada);
    expect((await rowsOf(ada.user.id)) + remainingEntries).toBe(LOG_ENTRIES_MAX);
    expect(isEnabled && remainingEntries === 0).toBe(false);
  });

  it("forgets a request after 30 days, and none before", async () => {
    const at = await arrange();
    const ada = contextOf(at.tenant, "ada");
    await switchRequestLogging(ada, { isEnabled: true });
    const day = 86_400_000;
    await log(at, 3, new Date(Date.now() - 30 * day - 60_000));
    await log(at, 2, new Date(Date.now() - 30 * day + 60_000));
    expect(await forgetLoggedRequests(new AbortController().signal, 2)).toBe(3);
    expect((await listLoggedRequests(ada)).data).toHaveLength(2);
  });

  it("forgets by several at once and again, each request once, and waits for nobody who clears a log", async () => {
    const at = await arrange();
    const ada = contextOf(at.tenant, "ada");
    await switchRequestLogging(ada, { isEnabled: true });
    await log(at, 20, new Date(Date.now() - 31 * 86_400_000));
    const never = new AbortController().signal;
    const holder = await database.owner.connect();
    try {
      await holder.query("begin");
      await holder.query(
        "select 1 from request_log_entries where id in (select id from request_log_entries where user_id = $1 limit 5) for update",
        [ada.user.id],
      );
      const forgotten = await Promise.all([1, 2, 3].map(() => forgetLoggedRequests(never, 4)));
      forgotten.push(await forgetLoggedRequests(never, 4));
      expect(forgotten.reduce((sum, some) => sum + some, 0)).toBe(15);
    } finally {
      await holder.query("rollback");
      holder.release();
    }
    expect(await forgetLoggedRequests()).toBe(5);
  });

  it.each([
    ["status", "99"],
    ["status", "600"],
    ["duration_microseconds", "-1"],
    ["code", "'ALLOWED !'"],
    ["code", "''"],
    ["method", "'GET /'"],
    ["target", "''"],
    ["target", "repeat('x', 2001)"],
    ["headers", "'{}'"],
  ])("is kept with no other %s than it can have: %s", async (column, value) => {
    const at = await arrange();
    const ada = contextOf(at.tenant, "ada");
    await switchRequestLogging(ada, { isEnabled: true });
    await log(at, 1);
    await expect(
      database.owner.query(`update request_log_entries set ${column} = ${value} where user_id = $1`, [
        ada.user.id,
      ]),
    ).rejects.toMatchObject({ code: "23514" });
  });

  it.each([0, 51, -1])("has no %d requests left to be logged", async (left) => {
    const { tenant } = await arrange();
    await expect(
      database.owner.query("update users set log_requests_left = $2 where id = $1", [
        tenant.people.ada.id,
        left,
      ]),
    ).rejects.toMatchObject({ code: "23514" });
  });
});
