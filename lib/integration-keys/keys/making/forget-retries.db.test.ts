import { expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { useDatabase } from "../../../kernel/database";
import { createIntegrationKey } from "./create";
import { forgetRetries } from "./forget-retries";

const database = testDatabase(useDatabase);

it("deletes retries that are older than a week and no others, by several at once and again", async () => {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const never = new AbortController().signal;
  const create = (idempotencyKey: string) =>
    createIntegrationKey(contextOf(tenant, "ada"), {
      name: "Nightly export",
      method: "long_lived",
      scopes: ["agreements:read"],
      allowedRanges: [],
      expiresAt: undefined,
      idempotencyKey,
    });
  const { key } = await create("today");
  await database.owner.query(
    `insert into idempotency_keys (account_id, user_id, idempotency_key, request_hash, key_id, created_at)
     select account_id, user_id, 'old ' || n, request_hash, key_id, now() - interval '8 days'
     from idempotency_keys, generate_series(1, 25) n`,
  );
  const deleted = await Promise.all([1, 2, 3].map(() => forgetRetries(never, 4)));
  deleted.push(await forgetRetries(never, 4));
  expect(deleted.reduce((sum, some) => sum + some, 0)).toBe(25);
  expect(await forgetRetries()).toBe(0);
  expect(await create("today")).toEqual({ key, secret: null });
});
