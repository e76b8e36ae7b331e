import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { memberships } from "@/db/schema/accounts";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { useDatabase } from "../../../kernel/database";
import { createIntegrationKey } from "../making/create";
import { listKeyCreators } from "./creators";

const database = testDatabase(useDatabase);
const newKey = () => ({
  name: "Nightly export",
  method: "long_lived" as const,
  scopes: ["agreements:read" as const],
  allowedRanges: [],
  expiresAt: undefined,
  idempotencyKey: null,
});

describe("the creators of an account's keys", () => {
  it("names everyone who created a key once, by name, and nobody else", async () => {
    const tenant = await makeTenant(database.db, { zoe: "admin", ada: "admin", max: "member" });
    await createIntegrationKey(contextOf(tenant, "zoe"), newKey());
    await createIntegrationKey(contextOf(tenant, "zoe"), newKey());
    await createIntegrationKey(contextOf(tenant, "ada"), newKey());
    const { data } = await listKeyCreators(contextOf(tenant, "ada"));
    expect(data.map((person) => person.name)).toEqual(["ada", "zoe"]);
  });

  it("keeps a creator who was deactivated, whose keys are still listed", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", zoe: "admin" });
    await createIntegrationKey(contextOf(tenant, "zoe"), newKey());
    await database.db
      .update(memberships)
      .set({ status: "deactivated" })
      .where(eq(memberships.id, tenant.people.zoe.membershipId));
    const { data } = await listKeyCreators(contextOf(tenant, "ada"));
    expect(data.map((person) => person.name)).toEqual(["zoe"]);
  });

  it("does not name people for the keys they created in another account (I6)", async () => {
    const other = await makeTenant(database.db, { ada: "admin" });
    await createIntegrationKey(contextOf(other, "ada"), newKey());
    const tenant = await makeTenant(database.db, { grace: "admin" });
    await database.ownerDb.insert(memberships).values({
      id: tenant.account.id,
      accountId: tenant.account.id,
      environment: tenant.account.environment,
      userId: other.people.ada.id,
      profile: "admin",
    });
    expect(await listKeyCreators(contextOf(tenant, "grace"))).toEqual({ data: [] });
  });

  it("is refused to a member who may not see keys (R2)", async () => {
    const tenant = await makeTenant(database.db, { max: "member" });
    await expect(listKeyCreators(contextOf(tenant, "max"))).rejects.toMatchObject({ code: "forbidden" });
  });
});
