import { beforeAll, describe, expect, it } from "vitest";

import { goLiveJourneys } from "@/db/schema/go-live";
import { integrationKeys } from "@/db/schema/integration-keys";
import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant, type Tenant } from "@/db/testing/tenant";

import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { readJourney, readSandboxKey } from "./read-journey";

const database = testDatabase(useDatabase);
const AT = new Date("2026-11-29T12:00:00.000Z");
const EXPIRES = new Date("2026-12-29T12:00:00.000Z");

let sandbox: Tenant<"ada">;
let production: Tenant<"ada">;
beforeAll(async () => {
  sandbox = await makeTenant(database.db, { ada: "admin" }, { environment: "sandbox" });
  production = await makeTenant(database.db, { ada: "admin" });
});

type Row = typeof goLiveJourneys.$inferInsert;

function rowOf(keyId: string, changes: Partial<Row>): Row {
  return {
    keyId,
    accountId: sandbox.account.id,
    state: "review_passed",
    reviewRequestedBy: sandbox.people.ada.id,
    classification: "private_custom",
    description: "Nightly export",
    contact: "ada@example.test",
    reviewOutcome: "passed",
    reviewAt: AT,
    reviewExpiresAt: EXPIRES,
    findings: [],
    updatedAt: AT,
    ...changes,
  };
}

async function begin(changes: Partial<Row> = {}): Promise<string> {
  const key = await makeKey(database.db, sandbox.account, sandbox.people.ada.id);
  await database.db.insert(goLiveJourneys).values(rowOf(key.id, changes));
  return key.id;
}
const read = (keyId: string, now = AT) => readJourney(database.db, sandbox.account.id, keyId, now);
const requested = () => ({
  migrationRequestedBy: sandbox.people.ada.id,
  productionAccountId: production.account.id,
});

describe("how far a key has come", () => {
  it("is nowhere before its first review, and seen from another account", async () => {
    const key = await makeKey(database.db, sandbox.account, sandbox.people.ada.id);
    const nothing = {
      state: "demo",
      review: null,
      migration: null,
      productionKey: null,
      productionKeyRevokedAt: null,
    };
    expect(await read(key.id)).toEqual(nothing);
    const begun = await begin();
    expect(await readJourney(database.db, production.account.id, begun, AT)).toEqual(nothing);
  });

  it("holds a passed review until the very instant at which it expires", async () => {
    const keyId = await begin();
    const last = await read(keyId, new Date(EXPIRES.getTime() - 1));
    expect(last).toMatchObject({ state: "review_passed", review: { expiresAt: EXPIRES.toISOString() } });
    expect(await read(keyId, EXPIRES)).toMatchObject({ state: "review_expired" });
  });

  it("says by when support answers a pending review", async () => {
    const keyId = await begin({
      state: "review_pending",
      reviewOutcome: "pending",
      reviewExpiresAt: null,
      classification: "public",
    });
    expect(await read(keyId)).toMatchObject({
      state: "review_pending",
      review: { outcome: "pending", expectedBy: "2026-12-02T12:00:00.000Z" },
      migration: null,
    });
  });

  it("tells a declined request with its reason", async () => {
    const keyId = await begin({
      state: "declined",
      ...requested(),
      decidedAt: AT,
      decisionReason: "No contract yet",
    });
    expect((await read(keyId)).migration).toEqual({
      caseId: null,
      note: null,
      accountId: production.account.id,
      accountName: production.account.name,
      requestedBy: sandbox.people.ada.name,
      at: AT.toISOString(),
      status: "declined",
      reason: "No contract yet",
    });
  });

  it("points to the production key, and from there back", async () => {
    const copy = await makeApp(database.db, production.account, production.people.ada.id);
    const keyId = await begin({
      state: "live",
      ...requested(),
      decidedAt: AT,
      productionKeyId: copy.id,
    });
    expect(await read(keyId, new Date("2030-01-01"))).toMatchObject({
      state: "live",
      migration: { status: "granted" },
      productionKey: { id: copy.id, accountId: production.account.id },
    });
    expect(await readSandboxKey(database.db, production.account.id, copy.id)).toEqual({
      id: keyId,
      accountId: sandbox.account.id,
    });
    expect(await readSandboxKey(database.db, sandbox.account.id, copy.id)).toBeNull();
  });
});

const insertWithoutExpiry = ({ account, people }: Tenant<"ada">, prefix: string | null) =>
  database.db.insert(integrationKeys).values({
    id: newId(),
    accountId: account.id,
    environment: account.environment,
    clientId: newId(),
    name: "Copy",
    method: "long_lived",
    scopes: ["agreements:read"],
    createdBy: people.ada.id,
    createdAt: AT,
    prefix,
  });

describe("the database keeps out", () => {
  it.each<[string, () => Promise<unknown>]>([
    ["a journey of a production key", () => begin({ accountId: production.account.id })],
    [
      "a way into a sandbox account",
      () => begin({ ...requested(), productionAccountId: sandbox.account.id }),
    ],
    ["live without a key", () => begin({ state: "live", ...requested(), decidedAt: AT })],
    ["a decision without a time", () => begin({ state: "declined", ...requested() })],
    ["a request into no account", () => begin({ state: "migration_requested" })],
    ["a passed review that never expires", () => begin({ reviewExpiresAt: null })],
    ["a failed review that was passed", () => begin({ state: "review_failed" })],
  ])("%s", async (_, insert) => {
    await expect(insert()).rejects.toThrow(/Failed query/);
  });

  it("a key without expiry, but for a production copy that has no secret yet", async () => {
    await insertWithoutExpiry(production, null);
    await expect(insertWithoutExpiry(production, "ik_live")).rejects.toThrow(/Failed query/);
    await expect(insertWithoutExpiry(sandbox, null)).rejects.toThrow(/Failed query/);
  });
});
