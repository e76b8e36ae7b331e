/** What the readiness board is told of a key (S5, R2), over calls as the gate records them. */
import { beforeAll, describe, expect, it } from "vitest";

import { createDayPartitions } from "@/db/day-partitions";
import { memberships } from "@/db/schema/accounts";
import { calls } from "@/db/schema/calls";
import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import "@/testing/console";

import { GoLive } from "../../contracts/go-live/go-live";
import { DomainError } from "../../domain/errors";
import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { getGoLive } from "./read-go-live";

const database = testDatabase(useDatabase);
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

beforeAll(async () => {
  const client = await database.owner.connect();
  await createDayPartitions(client, new Date(Date.now() - 3 * DAY));
  client.release();
});

async function sandbox() {
  const tenant = await makeTenant(
    database.db,
    { ada: "admin", dev: "developer", max: "member" },
    { environment: "sandbox" },
  );
  const key = await makeKey(database.db, tenant.account, tenant.people.dev.id);
  return { ...tenant, tenant, key };
}

type CallRow = typeof calls.$inferInsert;

async function record(of: Awaited<ReturnType<typeof sandbox>>, some: readonly Partial<CallRow>[]) {
  const rows = some.map((one): CallRow => ({
    id: newId(),
    at: new Date(),
    accountId: of.account.id,
    keyId: of.key.id,
    credentialId: of.key.credentialId,
    userId: of.people.dev.id,
    method: "POST",
    path: "/v1/agreements",
    code: "allowed",
    scopesNeeded: ["agreements:read"],
    ...one,
  }));
  await database.db.insert(calls).values(rows);
  return rows;
}

const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE);
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "nothing was refused",
    (error: unknown) => (error instanceof DomainError ? error.code : error),
  );

describe("the board of a key", () => {
  it("has the best window, every call with its reason, the broken rules with their calls, and the refusals", async () => {
    const of = await sandbox();
    const counted = Array.from({ length: 14 }, (_, nth) => ({ at: ago(60 - nth) }));
    const rows = await record(of, [
      ...counted,
      { at: ago(30), method: "GET", path: "/v1/agreements/1" },
      { at: ago(28), method: "GET", path: "/v1/agreements/1" },
      { at: ago(20), code: "insufficient_scope", scopesNeeded: ["agreements:read", "agreements:write"] },
      { at: ago(10), outcomeStatus: 500 },
    ]);
    const [read, polled, refused, failed] = rows.slice(14).map(({ id }) => id);
    const board = await getGoLive(contextOf(of.tenant, "dev"), of.key.id);
    expect(board).toMatchObject({
      state: "demo",
      policy: "calls",
      window: { count: 15, needed: 20, from: rows[0]?.at.toISOString() },
      openRun: { count: 0, from: null, to: null },
      looked: { calls: 18, counted: 15 },
      review: null,
      migration: null,
      productionKey: null,
      destinations: [],
    });
    expect(board.calls.map(({ id, counts, reason }) => [id, counts, reason]).slice(0, 4)).toEqual([
      [failed, false, "failed"],
      [refused, false, "refused"],
      [polled, false, "polling"],
      [read, true, null],
    ]);
    expect(board.violations).toMatchObject([
      { rule: "polling", callIds: [polled], calls: 1, precedingCallId: read, path: "/v1/agreements/1" },
    ]);
    expect(board.refusals).toMatchObject([
      {
        id: refused,
        code: "insufficient_scope",
        detail: expect.stringContaining("not granted agreements:write"),
      },
    ]);
    expect(board.prerequisites).toMatchObject([{ code: "production_account", isMet: false }]);
    expect(GoLive.parse(board)).toEqual(board);
  });

  it("explains the last five refusals, newest first", async () => {
    const of = await sandbox();
    const rows = await record(
      of,
      Array.from({ length: 7 }, (_, nth) => ({ at: ago(7 - nth), code: "ip_not_allowed" as const })),
    );
    const { refusals } = await getGoLive(contextOf(of.tenant, "ada"), of.key.id);
    expect(refusals.map(({ id }) => id)).toEqual(
      rows
        .slice(2)
        .map(({ id }) => id)
        .toReversed(),
    );
  });

  it("names the production accounts of the one who asks, and of nobody else", async () => {
    const of = await sandbox();
    const production = await makeTenant(database.db, { eve: "admin" });
    await database.ownerDb.insert(memberships).values({
      id: newId(),
      accountId: production.account.id,
      environment: "production",
      userId: of.people.ada.id,
      profile: "admin",
    });
    const { id, name } = production.account;
    const ofAda = await getGoLive(contextOf(of.tenant, "ada"), of.key.id);
    expect(ofAda).toMatchObject({ destinations: [{ id, name }], prerequisites: [{ isMet: true }] });
    const ofDev = await getGoLive(contextOf(of.tenant, "dev"), of.key.id);
    expect(ofDev).toMatchObject({ destinations: [], prerequisites: [{ isMet: false }] });
  });

  it("asks an app for a redirect URI or an RSA key", async () => {
    const of = await sandbox();
    const app = await makeApp(database.db, of.account, of.people.dev.id);
    const { prerequisites } = await getGoLive(contextOf(of.tenant, "dev"), app.id);
    expect(prerequisites).toMatchObject([
      { code: "production_account" },
      { code: "app_set_up", isMet: false },
    ]);
  });
});

describe("the board is refused", () => {
  it("to developers for keys of others, and to who manages no keys", async () => {
    const of = await sandbox();
    const ofAda = await makeKey(database.db, of.account, of.people.ada.id);
    expect(await refusal(getGoLive(contextOf(of.tenant, "dev"), ofAda.id))).toBe("not_key_creator");
    expect(await refusal(getGoLive(contextOf(of.tenant, "max"), of.key.id))).toBe("forbidden");
  });

  it("for another account's key as for one that is not there", async () => {
    const of = await sandbox();
    const other = await sandbox();
    expect(await refusal(getGoLive(contextOf(of.tenant, "ada"), other.key.id))).toBe("not_found");
    expect(await refusal(getGoLive(contextOf(of.tenant, "ada"), newId()))).toBe("not_found");
  });

  it("for a production key, by name", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
    expect(await refusal(getGoLive(contextOf(tenant, "ada"), key.id))).toBe("not_a_sandbox_key");
  });
});
