/** A process whose clock is off decides by the database's, as all others do. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { giveSecret } from "@/db/testing/app-credentials";
import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { arrangeWay, makeSupporter } from "@/db/testing/way-to-production";

import { REVIEW_VALID_MS } from "../domain/go-live/journey";
import { DAY_MS, MINUTE_MS } from "../domain/time/durations";
import { listCredentialUses } from "../integration-keys/apps/credential-uses";
import { issueIntegrationKey } from "../integration-keys/keys/making/issue";
import { useDatabase } from "../kernel/database";
import { newCallId } from "../platform/ids";
import { grantGoLiveCase } from "./decide-case";
import { getGoLive } from "./reading/read-go-live";
import { requestMigration } from "./request-migration";
import { requestReview } from "./request-review";

const database = testDatabase(useDatabase);
beforeEach(() => void vi.stubEnv("GO_LIVE_POLICY", "calls"));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** Sets the clock of this process off, and leaves its timers alone. */
function setOff(milliseconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + milliseconds });
}

it.each([
  ["a year behind", -365 * DAY_MS],
  ["a year ahead", 365 * DAY_MS],
])("a way from the first call to the key in production, by a process %s", async (_, offMs) => {
  const way = await arrangeWay(database.db);
  await database.owner.query(
    `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed)
     select gen_random_uuid(), clock_timestamp() - n * interval '1 minute', $1, $2, $2, 'POST', '/', 'allowed', '{}'
     from generate_series(1, 20) as n`,
    [way.sandbox.account.id, way.key.id],
  );
  const began = Date.now();
  setOff(offMs);
  const board = await getGoLive(way.ada, way.key.id);
  expect(board.window.count).toBe(20);
  expect(Math.abs(Date.parse(board.now) - began)).toBeLessThan(10 * MINUTE_MS);
  await requestReview(way.ada, {
    keyId: way.key.id,
    classification: "private_custom",
    description: "Exports signed agreements every night",
    contact: "ada@acme.example",
  });
  const { review } = await getGoLive(way.ada, way.key.id);
  const validUntil = Date.parse(review?.expiresAt ?? "") - REVIEW_VALID_MS;
  expect(Math.abs(validUntil - began)).toBeLessThan(10 * MINUTE_MS);
  await requestMigration(way.ada, { keyId: way.key.id, accountId: way.production.account.id });
  const { migration } = await getGoLive(way.ada, way.key.id);
  await grantGoLiveCase(await makeSupporter(database.db, "sam"), { caseId: migration?.caseId ?? "" });
  const { productionKey } = await getGoLive(way.ada, way.key.id);
  const { key } = await issueIntegrationKey(way.gus, {
    keyId: productionKey?.id ?? "",
    expiresAt: undefined,
    idempotencyKey: null,
  });
  expect(key.status).toBe("active");
  // By the account's policy it is good for a year, from the database's now on.
  expect(Math.abs(Date.parse(key.expiresAt ?? "") - began - 365 * DAY_MS)).toBeLessThan(2 * DAY_MS);
});

it.each([
  ["a year behind", -365 * DAY_MS],
  ["a year ahead", 365 * DAY_MS],
])("since when a credential is quiet, by a process %s", async (_, offMs) => {
  const { sandbox, ada } = await arrangeWay(database.db);
  const app = await makeApp(database.db, sandbox.account, ada.user.id);
  const { id } = await giveSecret(database.db, app, sandbox.account.id);
  await giveSecret(database.db, app, sandbox.account.id);
  await database.owner.query(
    `update credentials set last_used_at = clock_timestamp() - interval '6 days', created_at = clock_timestamp() - interval '9 days'
     where id = $1`,
    [id],
  );
  await database.owner.query(
    `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed)
     values ($1, clock_timestamp() - interval '1 second', $2, $3, $1, 'GET', '/', 'allowed', '{}')`,
    [newCallId(), sandbox.account.id, app.id],
  );
  setOff(offMs);
  const uses = await listCredentialUses(ada, app.id);
  expect(uses).toMatchObject({ calls: 1, otherCalls: 1 });
  expect(uses.data[0]?.rotation).toMatchObject({ state: "idle" });
});
