import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { makeSupporter } from "@/db/testing/way-to-production";

import { requestAccess } from "../accounts/access-request";
import { createIntegrationKey } from "../integration-keys/keys/making/create";
import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { actionsOf } from "@/db/testing/way-to-production";
import { searchAsSupport } from "./search";

const database = testDatabase(useDatabase);

async function arrange() {
  const mark = newId().slice(-10);
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const { key } = await createIntegrationKey(contextOf(tenant, "ada"), {
    name: `Nightly export ${mark}`,
    method: "long_lived",
    scopes: ["agreements:read"],
    allowedRanges: [],
    expiresAt: undefined,
    idempotencyKey: null,
  });
  const sam = await makeSupporter(database.db, "sam");
  const found = (q: string) => searchAsSupport(sam, { q });
  const keysOf = async (q: string) => (await found(q)).keys.data.map(({ clientId }) => clientId);
  return { mark, tenant, key, sam, found, keysOf };
}

describe("support's search", () => {
  it("finds a key by GUID or its beginning, id, last four and a part of the name, and says whose it is", async () => {
    const { mark, tenant, key, found, keysOf } = await arrange();
    const { keys } = await found(key.clientId);
    expect(keys).toMatchObject({
      data: [{ id: key.id, clientId: key.clientId, account: { id: tenant.account.id } }],
      hasMore: false,
    });
    // No words of the account beyond its name: the key's own are read with a reason.
    expect(JSON.stringify(keys)).not.toContain("Nightly export");
    for (const q of [
      key.clientId.toUpperCase(),
      key.clientId.slice(0, 13),
      key.id,
      `export ${mark}`,
      ` nightly\u00A0EXPORT ${mark}`,
      key.lastFour ?? "",
      `ik_live_…${key.lastFour}`,
    ]) {
      expect(await keysOf(q), q).toContain(key.clientId);
    }
    expect(await keysOf(`ik_test_…${key.lastFour}`)).toEqual([]);
    expect(await keysOf(`${key.clientId}0`)).toEqual([]);
    expect(await actionsOf(database.db, tenant.account.id)).toEqual(["key.created"]);
  });

  it("finds people by address, name and id with their accounts, and a case by its number", async () => {
    const { mark, tenant, found } = await arrange();
    const { id, email } = tenant.people.ada;
    await database.ownerDb
      .update(users)
      .set({ name: `Ada ${mark} 100%` })
      .where(eq(users.id, id));
    for (const q of [email, email.toUpperCase(), id, `ada ${mark}`, `${mark} 100%`]) {
      expect((await found(q)).people.data, q).toMatchObject([
        {
          id,
          email,
          isActive: true,
          memberships: [{ account: { id: tenant.account.id }, profile: "admin" }],
        },
      ]);
    }
    expect((await found(`${mark}_100`)).people.data).toEqual([]);
    const waiting = await makeTenant(database.db, { uma: "admin" }, { hasIntegrationKeys: false });
    const { case: opened } = await requestAccess(contextOf(waiting, "uma"), { message: "We want to export" });
    for (const q of [`${opened?.number}`, `Case ${opened?.number}`, `#${opened?.number}`]) {
      const { cases } = await found(q);
      expect(
        cases.data.map((entry) => entry.id),
        q,
      ).toEqual([opened?.id]);
      expect(JSON.stringify(cases)).not.toContain("We want to export");
    }
  });

  it("gives twenty of each kind at most, and says that there are more", async () => {
    const { mark, found } = await arrange();
    const rows = Array.from({ length: 21 }, (_, nth) => ({
      id: newId(),
      email: `${nth}.${mark}@many.example`,
      name: "Many",
    }));
    await database.ownerDb.insert(users).values(rows);
    const { people } = await found(`${mark}@many.example`);
    expect(people.data).toHaveLength(20);
    expect(people.hasMore).toBe(true);
    expect(people.data[0]).toMatchObject({ memberships: [], hasMoreMemberships: false });
  });

  it("leaves one line for each text and hour on the record of who searches, also of two at once (R11)", async () => {
    const { sam, found } = await arrange();
    await Promise.all([
      found("umbrella"),
      found(" umbrella"),
      found("umbrella"),
      found("globex"),
      found("\u200B"),
    ]);
    const lines = await database.db
      .select({ action: auditEvents.action, after: auditEvents.after })
      .from(auditEvents)
      .where(eq(auditEvents.chainId, sam.user.id));
    expect(lines).toHaveLength(2);
    expect(new Set(lines.map(({ after }) => after?.["query"]))).toEqual(new Set(["globex", "umbrella"]));
    expect(new Set(lines.map(({ action }) => action))).toEqual(new Set(["support.searched"]));
  });
});
