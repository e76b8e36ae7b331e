import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { useDatabase } from "../kernel/database";
import { DAY_MS } from "../domain/time/durations";
import { newId } from "../platform/ids";
import { forgetLegacyUses } from "./forget-legacy-uses";
import { getLegacyAuthentication } from "./get-legacy-authentication";
import { setLegacyAuthentication } from "./set-legacy-authentication";

const database = testDatabase(useDatabase);
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin", max: "member" });
  const [ada, grace, max] = (["ada", "grace", "max"] as const).map((name) => contextOf(tenant, name));
  if (!ada || !grace || !max) throw new Error("nobody");
  const events = () =>
    database.db
      .select({ action: auditEvents.action, before: auditEvents.before, after: auditEvents.after })
      .from(auditEvents)
      .where(eq(auditEvents.chainId, tenant.account.id))
      .orderBy(auditEvents.sequence);
  return { tenant, ada, grace, max, events };
}

describe("legacy authentication of an account", () => {
  it("is off until an admin allows it, for a time, and on the record", async () => {
    const { ada, events } = await arrange();
    expect(await getLegacyAuthentication(ada)).toMatchObject({
      isAllowed: false,
      endsAt: null,
      version: 0,
      uses: [],
    });
    const endsAt = inDays(30);
    const allowed = await setLegacyAuthentication(ada, { endsAt, version: 0 });
    expect(allowed).toMatchObject({
      isAllowed: true,
      endsAt: endsAt.toISOString(),
      version: 1,
      updatedBy: { name: "ada" },
      canUpdate: true,
    });
    await setLegacyAuthentication(ada, { endsAt, version: 1 });
    expect(await setLegacyAuthentication(ada, { endsAt: null, version: 1 })).toMatchObject({
      isAllowed: false,
    });
    expect(await events()).toEqual([
      { action: "legacy.allowed", before: { endsAt: null }, after: { endsAt: endsAt.toISOString() } },
      { action: "legacy.ended", before: { endsAt: endsAt.toISOString() }, after: { endsAt: null } },
    ]);
  });

  it.each([
    ["in the past", () => inDays(-1)],
    ["more than a year ahead", () => inDays(366)],
  ])("takes no end %s", async (_, endsAt) => {
    const { ada, events } = await arrange();
    await expect(setLegacyAuthentication(ada, { endsAt: endsAt(), version: 0 })).rejects.toMatchObject({
      code: "validation_failed",
    });
    expect(await events()).toEqual([]);
  });

  it("goes no further than the operator's last day", async () => {
    const { ada } = await arrange();
    await setLegacyAuthentication(ada, { endsAt: inDays(30), version: 0 });
    vi.stubEnv("LEGACY_AUTHENTICATION_UNTIL", inDays(5).toISOString());
    const { endsAt, latestEnd } = await getLegacyAuthentication(ada);
    expect(endsAt).toBe(latestEnd);
    const later = setLegacyAuthentication(ada, { endsAt: inDays(6), version: 1 });
    await expect(later).rejects.toMatchObject({ code: "validation_failed" });
    vi.stubEnv("LEGACY_AUTHENTICATION_UNTIL", "off");
    expect(await getLegacyAuthentication(ada)).toMatchObject({ isAllowed: false, latestEnd: null });
    vi.unstubAllEnvs();
  });

  it("is nobody's but admins'", async () => {
    const { max } = await arrange();
    await expect(getLegacyAuthentication(max)).rejects.toMatchObject({ code: "forbidden" });
    const input = { endsAt: inDays(1), version: 0 };
    await expect(setLegacyAuthentication(max, input)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is off after one ended it while another prolonged it, in either order", async () => {
    for (let round = 0; round < 4; round += 1) {
      const { ada, grace, events } = await arrange();
      await setLegacyAuthentication(ada, { endsAt: inDays(3), version: 0 });
      const both = [
        () => setLegacyAuthentication(ada, { endsAt: null, version: 1 }),
        () => setLegacyAuthentication(grace, { endsAt: inDays(9), version: 1 }),
      ];
      const ordered = round % 2 === 0 ? both : both.toReversed();
      const [first, second] = await Promise.allSettled(ordered.map((one) => one()));
      const [ended, prolonged] = round % 2 === 0 ? [first, second] : [second, first];
      expect(ended?.status).toBe("fulfilled");
      // Whoever prolongs it comes first, or is told that it changed.
      const { isAllowed } = await getLegacyAuthentication(ada);
      expect(isAllowed).toBe(false);
      if (prolonged?.status === "rejected") expect(prolonged.reason).toMatchObject({ code: "stale_version" });
      expect(await events()).toHaveLength(prolonged?.status === "rejected" ? 2 : 3);
    }
  });
});

describe("the migration report", () => {
  it("forgets who has not used it for longer than counts are kept, and nobody else, however many at once", async () => {
    const { tenant, ada } = await arrange();
    const { account, people } = tenant;
    const names = ["long ago", "longer ago", "of late"];
    for (const [index, days] of [401, 900, 399].entries()) {
      const key = await makeKey(database.db, account, people.ada.id, { name: names[index] ?? "" });
      await database.owner.query(
        "insert into legacy_uses values ($1, $2, $3, $4, now() - interval '1000 days', now() - make_interval(days => $5), 1, 0)",
        [newId(), account.id, key.id, people.ada.id, days],
      );
    }
    const { signal } = new AbortController();
    const forgotten = await Promise.all([1, 2].map(() => forgetLegacyUses(400, signal, 1)));
    expect(forgotten.reduce((sum, some) => sum + some, 0)).toBe(2);
    const { uses } = await getLegacyAuthentication(ada);
    expect(uses.map(({ key }) => key.name)).toEqual(["of late"]);
  });

  it("names who used it with which key, the latest first, and advises by how many people a key has", async () => {
    const { tenant, ada } = await arrange();
    const other = await arrange();
    const { account, people } = tenant;
    const [mine, shared] = [
      await makeKey(database.db, account, people.ada.id, { name: "Mine" }),
      await makeKey(database.db, account, people.ada.id, { name: "Shared" }),
    ];
    const use = (keyId: string, userId: string, days: number, calls: number) =>
      database.owner.query(`insert into legacy_uses values ($1, $2, $3, $4, $5, $6, $7, 1)`, [
        newId(),
        account.id,
        keyId,
        userId,
        inDays(-100),
        inDays(-days),
        calls,
      ]);
    await use(mine.id, people.ada.id, 3, 5);
    await use(shared.id, people.ada.id, 1, 7);
    await use(shared.id, people.max.id, 2, 9);
    const { uses } = await getLegacyAuthentication(ada);
    expect(
      uses.map(({ key, user, allowedCalls, advice }) => [key.name, user.name, allowedCalls, advice]),
    ).toEqual([
      ["Shared", "ada", 7, "code_grant"],
      ["Shared", "max", 9, "code_grant"],
      ["Mine", "ada", 5, "bearer_secret"],
    ]);
    expect(uses[0]?.key).toMatchObject({ status: "active", isOwn: true, clientId: shared.clientId });
    expect((await getLegacyAuthentication(other.ada)).uses).toEqual([]);
  });
});
