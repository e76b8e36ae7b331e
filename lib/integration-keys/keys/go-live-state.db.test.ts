import { expect, it } from "vitest";

import { goLiveJourneys } from "@/db/schema/go-live";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import "@/testing/console";

import { KeyListQuery } from "../../contracts/keys/integration-keys";
import { useDatabase } from "../../kernel/database";
import { getIntegrationKey } from "./reading/get";
import { listIntegrationKeys } from "./reading/list";

const database = testDatabase(useDatabase);

it("a key tells how far it is on its way to production, by the clock: a review that has expired is none", async () => {
  const tenant = await makeTenant(database.db, { ada: "admin" }, { environment: "sandbox" });
  const ctx = contextOf(tenant, "ada");
  const [fresh, reviewed, expired] = [
    await makeKey(database.db, tenant.account, ctx.user.id),
    await makeKey(database.db, tenant.account, ctx.user.id),
    await makeKey(database.db, tenant.account, ctx.user.id),
  ];
  const now = new Date();
  const passed = (keyId: string, endsInMs: number) => ({
    keyId,
    accountId: tenant.account.id,
    state: "review_passed" as const,
    reviewRequestedBy: ctx.user.id,
    classification: "third_party" as const,
    description: "Sends contracts",
    contact: "ada",
    reviewOutcome: "passed" as const,
    reviewAt: now,
    reviewExpiresAt: new Date(now.getTime() + endsInMs),
    findings: [],
    updatedAt: now,
  });
  await database.db.insert(goLiveJourneys).values([passed(reviewed.id, 60_000), passed(expired.id, -1)]);
  const { data } = await listIntegrationKeys(ctx, KeyListQuery.parse({}));
  expect(data.map(({ id, goLiveState }) => [id, goLiveState])).toEqual([
    [expired.id, "review_expired"],
    [reviewed.id, "review_passed"],
    [fresh.id, "demo"],
  ]);
  expect(await getIntegrationKey(ctx, reviewed.id)).toMatchObject({ goLiveState: "review_passed" });
});

it("a key that was made in production is on no way there", async () => {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const ctx = contextOf(tenant, "ada");
  const { id } = await makeKey(database.db, tenant.account, ctx.user.id);
  expect(await getIntegrationKey(ctx, id)).toMatchObject({ goLiveState: null });
});
