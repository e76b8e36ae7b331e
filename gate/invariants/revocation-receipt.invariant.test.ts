/**
 * The revocation receipt under load (R8): many clients ask two gates about keys while these are revoked. Whatever the
 * moment, the receipt counts no call as accepted afterwards, and names the very calls that the clients saw.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { readRevocationReceipt } from "../../lib/integration-keys/revocations/receipt";
import { replaceIntegrationKey } from "../../lib/integration-keys/keys/making/replace";
import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { useDatabase } from "../../lib/kernel/database";
import { createChanges } from "../testing/changes";
import { startGate, type GateProcess } from "../testing/gate-process";
import { openRawClient, type RawClient } from "../testing/raw-client";

const KEYS = 40;
const CLIENTS = 32;
const database = testDatabase(useDatabase);
const gates: GateProcess[] = [];
const clients: RawClient[] = [];

beforeAll(async () => {
  gates.push(...(await Promise.all([startGate(database.url), startGate(database.url)])));
  for (let index = 0; index < CLIENTS; index += 1) {
    clients.push(await openRawClient(gates[index % gates.length]?.port ?? 0));
  }
});
afterAll(async () => {
  for (const client of clients) client.close();
  await Promise.all(gates.map((gate) => gate.stop()));
});

type Answer = { readonly isAllowed: boolean; readonly callId: string | null };

/** Asks about the key without a pause from every client, until each has asked some times after `end` has answered. */
async function hammer(secret: string, end: () => Promise<unknown>): Promise<Answer[]> {
  const answers: Answer[] = [];
  const changes = createChanges();
  let hasEnded = false;
  const ask = async (client: RawClient) => {
    for (let left = 3; left > 0; left -= hasEnded ? 1 : 0) {
      const { status, callId } = await client.authorize(secret);
      answers.push({ isAllowed: status === 200, callId });
      changes.tell();
    }
  };
  const asking = Promise.all(clients.map(ask));
  await changes.until(() => (answers.length < CLIENTS ? undefined : true));
  await end();
  hasEnded = true;
  await asking;
  return answers;
}

describe("the receipt of a key that is revoked under load", () => {
  it("counts none as accepted afterwards, and names the last accepted and the first refused call", async () => {
    const limits = { hourlyLimit: 1_000_000_000, burstLimit: 1_000_000_000 };
    let meanwhile = 0;
    for (let index = 0; index < KEYS; index += 1) {
      const tenant = await makeTenant(database.db, { ada: "admin" }, limits);
      const ctx = contextOf(tenant, "ada");
      const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
      const { scopes, ...rest } = { scopes: ["agreements:read" as const], name: "Next" };
      const end = () =>
        index % 4 === 0
          ? replaceIntegrationKey(ctx, {
              ...rest,
              scopes,
              keyId: key.id,
              expiresAt: undefined,
              overlapSeconds: 0,
              idempotencyKey: null,
            })
          : revokeIntegrationKey(ctx, { keyId: key.id, reason: "leaked" });
      const answers = await hammer(key.secret, end);
      const { receipt } = await readRevocationReceipt(ctx, key.id);
      expect(receipt).toMatchObject({ boundary: "answer", acceptedAfter: 0 });
      const { rows } = await database.owner.query<{ id: string; code: string }>(
        "select id, code from calls where key_id = $1 order by at, id",
        [key.id],
      );
      const refused = answers.filter((answer) => !answer.isAllowed);
      expect(refused.length).toBeGreaterThanOrEqual(CLIENTS * 2);
      // Of many alike the first ones have a row; the others are counted.
      expect(rows.length).toBe(answers.filter((answer) => answer.callId !== null).length);
      expect(receipt?.refusedSince).toBe(refused.length);
      const allowedIds = answers.flatMap((answer) => (answer.isAllowed ? answer.callId : []));
      const refusedIds = refused.map((answer) => answer.callId);
      expect(allowedIds).toContain(receipt?.lastAccepted?.id);
      expect(refusedIds).toContain(receipt?.firstRefused?.id);
      meanwhile += receipt?.acceptedMeanwhile ?? 0;
    }
    process.stdout.write(`${meanwhile} calls were accepted while ${KEYS} revocations were being committed\n`);
  }, 120_000);
});
