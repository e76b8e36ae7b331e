/**
 * One app, two accounts: it is managed by one and acts in both. What is done in the other account counts there, stands on
 * its record, and shows nowhere in the first.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { makeApp, makeToken } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant, type TenantOptions } from "@/db/testing/tenant";

import { KeyListQuery } from "../../lib/contracts/keys/integration-keys";
import { listCallers } from "../../lib/integration-keys/calls/callers";
import { listCalls } from "../../lib/integration-keys/calls/calls";
import { listCallsElsewhere } from "../../lib/integration-keys/calls/calls-elsewhere";
import { listIntegrationKeys } from "../../lib/integration-keys/keys/reading/list";
import { readRevocationReceipt } from "../../lib/integration-keys/revocations/receipt";
import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { listScopeUses } from "../../lib/integration-keys/calls/scope-uses";
import { readUsage } from "../../lib/integration-keys/calls/usage";
import { useDatabase } from "../../lib/kernel/database";
import { tellOfKnocking } from "../../lib/notices/knocking";
import { authorizeWith, verifyWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";
import { openRawClient } from "../testing/raw-client";
import { withinOneHour } from "../testing/within-one-hour";

const database = testDatabase(useDatabase);
const gates: GateProcess[] = [];
beforeAll(async () => {
  gates.push(...(await Promise.all([startGate(database.url), startGate(database.url)])));
});
afterAll(() => Promise.all(gates.map((gate) => gate.stop())));

/** Acme manages the app, which acts in Acme as Ada and in Globex as Gus. */
async function arrange(
  { acme: ofAcme, globex: ofGlobex }: Record<"acme" | "globex", TenantOptions> = { acme: {}, globex: {} },
) {
  const acme = await makeTenant(database.db, { ada: "admin" }, ofAcme);
  const globex = await makeTenant(database.db, { gus: "admin" }, ofGlobex);
  const app = await makeApp(database.db, acme.account, acme.people.ada.id, [
    "agreements:read",
    "users:write",
  ]);
  return {
    acme,
    globex,
    app,
    atAcme: await makeToken(database.db, app, acme.account.id, acme.people.ada.id),
    atGlobex: await makeToken(database.db, app, globex.account.id, globex.people.gus.id),
    ada: contextOf(acme, "ada"),
  };
}

const ask = (secret: string, scope = "agreements:read") =>
  authorizeWith(gates[0]?.url ?? "", secret, `?scope=${scope}`, {
    "x-forwarded-for": "198.51.100.7",
    "user-agent": "portal/2",
  });

async function askOften(secret: string, count: number): Promise<number[]> {
  const answers = await Promise.all(Array.from({ length: count }, () => ask(secret)));
  return answers.map((answer) => answer.status);
}

describe("a token", () => {
  it("acts as its own user in its own account, with what was granted to it", async () => {
    const { atGlobex, globex, app } = await arrange();
    const answer = await ask(atGlobex.secret);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "x-countersign-key": app.clientId,
      "x-countersign-account": globex.account.id,
      "x-countersign-user": globex.people.gus.id,
      "x-countersign-scopes": "agreements:read",
    });
    // The app's ceiling has it, the token does not.
    expect((await ask(atGlobex.secret, "users:write")).status).toBe(403);
    const verified = await verifyWith(gates[0]?.url ?? "", { token: atGlobex.secret, scopes: [] });
    expect(await verified.json()).toMatchObject({
      valid: true,
      accountId: globex.account.id,
      userId: globex.people.gus.id,
    });
    const { rows } = await database.owner.query(
      "select account_id, user_id, credential_id from calls where key_id = $1 and code = 'allowed' limit 1",
      [app.id],
    );
    expect(rows).toEqual([
      { account_id: globex.account.id, user_id: globex.people.gus.id, credential_id: atGlobex.id },
    ]);
  });

  it("is told that it has expired, and one that nobody has that it is unknown", async () => {
    const { app, globex } = await arrange();
    const old = await makeToken(database.db, app, globex.account.id, globex.people.gus.id, {
      expiresAt: new Date(Date.now() - 1_000),
    });
    const answer = await ask(old.secret);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, "expired_key"]);
  });
});

describe("what an app does in one account", () => {
  it("shows in no count, quota, chart, notice or receipt of another", () =>
    withinOneHour(async () => {
      const { acme, globex, app, atAcme, atGlobex, ada } = await arrange();
      await askOften(atAcme.secret, 2);
      await askOften(atGlobex.secret, 7);
      const windows = await database.owner.query(
        "select account_id, hour_count from call_windows where account_id = any($1) order by hour_count",
        [[acme.account.id, globex.account.id]],
      );
      expect(windows.rows).toEqual([
        { account_id: acme.account.id, hour_count: 2 },
        { account_id: globex.account.id, hour_count: 7 },
      ]);
      expect((await readUsage(ada, { keyId: app.id })).totals.allowed).toBe(2);
      expect((await listCalls(ada, { keyId: app.id, limit: 50 })).data).toHaveLength(2);
      expect(await listCallers(ada, app.id)).toMatchObject({ calls: 2, isComplete: true });
      const [listed] = (await listIntegrationKeys(ada, KeyListQuery.parse({}))).data;
      expect(listed?.dailyCalls.reduce((sum, day) => sum + day, 0)).toBe(2);
      await revokeIntegrationKey(ada, { keyId: app.id, reason: "leaked" });
      await askOften(atAcme.secret, 3);
      await askOften(atGlobex.secret, 5);
      const { receipt } = await readRevocationReceipt(ada, app.id);
      expect(receipt).toMatchObject({ acceptedAfter: 0, refusedSince: 3 });
      await tellOfKnocking(new Date(Date.now() + 86_400_000));
      const { rows } = await database.owner.query(
        "select user_id, lines::text as text from notices where user_id = any($1)",
        [[acme.people.ada.id, globex.people.gus.id]],
      );
      // Of the app, only its manager is told; of Acme's calls, not of what Globex's people did with it.
      expect(rows).toEqual([{ user_id: acme.people.ada.id, text: expect.stringMatching(/\b3\b/) }]);
    }));

  it("leaves the other's first, last and scope uses as they are", async () => {
    const { globex, app, atGlobex, ada } = await arrange();
    await ask(atGlobex.secret);
    expect(await listScopeUses(ada, app.id)).toEqual({ data: [] });
    const [listed] = (await listIntegrationKeys(ada, KeyListQuery.parse({}))).data;
    expect(listed?.lastUsedAt).toBeNull();
    const { rows } = await database.owner.query(
      "select account_id, scope from scope_uses where key_id = $1",
      [app.id],
    );
    expect(rows).toEqual([{ account_id: globex.account.id, scope: "agreements:read" }]);
  });

  it("is seen by whoever manages the app as time, verdict, counts and the account's name, and no more", async () => {
    const { globex, app, atGlobex, atAcme, ada } = await arrange();
    await ask(atAcme.secret);
    await askOften(atGlobex.secret, 3);
    await ask(atGlobex.secret, "users:write");
    const seen = await listCallsElsewhere(ada, { keyId: app.id, limit: 3 });
    expect(seen.accounts).toEqual([
      {
        id: globex.account.id,
        name: globex.account.name,
        calls: 4,
        allowedCalls: 3,
        lastCallAt: expect.any(String),
      },
    ]);
    expect(seen.data).toHaveLength(3);
    expect(Object.keys(seen.data[0] ?? {}).toSorted()).toEqual(["account", "at", "code", "method"]);
    expect(seen.data[0]).toMatchObject({
      code: "insufficient_scope",
      account: { name: globex.account.name },
    });
    const rest = await listCallsElsewhere(ada, { keyId: app.id, limit: 3, cursor: seen.nextCursor ?? "" });
    expect([rest.data.length, rest.nextCursor]).toEqual([1, null]);
    const text = JSON.stringify(seen);
    for (const hidden of ["198.51.100.7", "portal/2", globex.people.gus.id, "/v1"])
      expect(text).not.toContain(hidden);
    await expect(
      listCallsElsewhere(contextOf(globex, "gus"), { keyId: app.id, limit: 3 }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("I11 with two accounts behind one app", () => {
  it("refuses the one whose quota is used up, and not the other, in the same batches", () =>
    withinOneHour(async () => {
      const { acme, globex, app, atAcme, atGlobex } = await arrange({
        acme: { hourlyLimit: 5, burstLimit: 1_000 },
        globex: { hourlyLimit: 1_000, burstLimit: 1_000 },
      });
      const statuses = new Map<string, number>();
      const clients = await Promise.all(
        Array.from({ length: 16 }, (_, index) => openRawClient(gates[index % 2]?.port ?? 0)),
      );
      await Promise.all(
        clients.map(async (client, index) => {
          for (let count = 0; count < 10; count += 1) {
            const [name, token] =
              (index + count) % 2 === 0 ? (["acme", atAcme] as const) : (["globex", atGlobex] as const);
            const { status } = await client.authorize(token.secret, "agreements:read");
            statuses.set(`${name} ${status}`, (statuses.get(`${name} ${status}`) ?? 0) + 1);
          }
          client.close();
        }),
      );
      expect(Object.fromEntries(statuses)).toEqual({ "acme 200": 5, "acme 429": 75, "globex 200": 80 });
      const { rows } = await database.owner.query(
        `select account_id, code, sum(count)::int as count from call_hours where key_id = $1
         group by account_id, code order by count`,
        [app.id],
      );
      expect(rows).toEqual([
        { account_id: acme.account.id, code: "allowed", count: 5 },
        { account_id: acme.account.id, code: "hourly_limit_exceeded", count: 75 },
        { account_id: globex.account.id, code: "allowed", count: 80 },
      ]);
    }));

  it("shares an account's quota between a token and a key of its own", () =>
    withinOneHour(async () => {
      const { globex, atGlobex } = await arrange({ acme: {}, globex: { hourlyLimit: 6, burstLimit: 1_000 } });
      const own = await makeKey(database.db, globex.account, globex.people.gus.id);
      const statuses = [...(await askOften(atGlobex.secret, 4)), ...(await askOften(own.secret, 4))];
      expect(statuses.filter((status) => status === 200)).toHaveLength(6);
      expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    }));
});
