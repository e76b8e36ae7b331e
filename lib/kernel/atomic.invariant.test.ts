/** I7: every change and its audit event are there together, or neither is, whichever statement fails. */
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { faultyDatabase, PlantedFault, type FaultKind, type FaultyDatabase } from "@/db/testing/faults";
import { logOneRequest } from "@/db/testing/logged-request";
import { contextOf, makeTenant, type Tenant } from "@/db/testing/tenant";
import { sessions } from "@/db/schema/users";

import { beginRecords } from "../audit/begin-records";
import { verifyChain } from "../audit/verify";
import { createIntegrationKey } from "../integration-keys/keys/making/create";
import { replaceIntegrationKey } from "../integration-keys/keys/making/replace";
import { revokeIntegrationKey } from "../integration-keys/revocations/revoke";
import { updateKeyPolicy } from "../accounts/update-key-policy";
import { deactivateMember } from "../members/deactivate";
import { clearRequestLog } from "../request-logs/clear";
import { switchRequestLogging } from "../request-logs/switch";
import { revokeSession } from "../sessions/revoke";
import { startSession } from "../sessions/start";
import { useDatabase } from "./database";

const database = testDatabase(useDatabase);
let faulty: FaultyDatabase;
beforeAll(() => {
  faulty = faultyDatabase(database.url);
});
afterAll(() => faulty.close());

type Arranged = {
  readonly tenant: Tenant<"ada" | "max">;
  readonly keyId: string;
  readonly sessionId: string;
};

const newKey = (name: string) => ({
  name,
  method: "long_lived" as const,
  scopes: ["agreements:read" as const],
  allowedRanges: [],
  expiresAt: undefined,
});

async function arrange(): Promise<Arranged> {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member" });
  // The check below says too whether what is there is what the record says.
  await beginRecords(database.ownerDb);
  const ctx = contextOf(tenant, "ada");
  const { key } = await createIntegrationKey(ctx, { ...newKey("Before"), idempotencyKey: null });
  await startSession(ctx.user, ctx.request);
  await logOneRequest(database.db, tenant.account.id, { id: key.id, userId: ctx.user.id });
  const [session] = await database.db
    .select({ id: sessions.publicId })
    .from(sessions)
    .where(eq(sessions.userId, ctx.user.id));
  return { tenant, keyId: key.id, sessionId: session?.id ?? "" };
}

const CHANGES: [name: string, change: (at: Arranged) => Promise<unknown>][] = [
  [
    "creating a key",
    ({ tenant }) =>
      createIntegrationKey(contextOf(tenant, "ada"), { ...newKey("After"), idempotencyKey: "click" }),
  ],
  [
    "replacing a key",
    ({ tenant, keyId }) =>
      replaceIntegrationKey(contextOf(tenant, "ada"), {
        ...newKey("After"),
        keyId,
        overlapSeconds: 3_600,
        idempotencyKey: "click",
      }),
  ],
  [
    "revoking a key",
    ({ tenant, keyId }) => revokeIntegrationKey(contextOf(tenant, "ada"), { keyId, reason: "leaked" }),
  ],
  [
    "changing the key policy",
    ({ tenant }) =>
      updateKeyPolicy(contextOf(tenant, "ada"), {
        defaultLifetimeDays: 30,
        maximumLifetimeDays: 90,
        isGoLiveRequired: false,
        version: 1,
      }),
  ],
  [
    "deactivating a member",
    ({ tenant }) =>
      deactivateMember(contextOf(tenant, "ada"), {
        memberId: tenant.people.max.membershipId,
        reason: undefined,
      }),
  ],
  [
    "starting a session",
    ({ tenant }) => startSession(contextOf(tenant, "ada").user, contextOf(tenant, "ada").request),
  ],
  [
    "enabling request logging",
    ({ tenant }) => switchRequestLogging(contextOf(tenant, "ada"), { isEnabled: true }),
  ],
  ["clearing a request log", ({ tenant }) => clearRequestLog(contextOf(tenant, "ada"))],
  ["ending a session", ({ tenant, sessionId }) => revokeSession(contextOf(tenant, "ada"), sessionId)],
];

/** Everything that the changes above touch, but what tells requests apart. */
async function stateOf({ tenant }: Arranged): Promise<{ rows: unknown; events: number }> {
  const ids = [tenant.account.id, tenant.people.ada.id];
  const { rows } = await database.owner.query(
    `select
       (select json_agg(k order by id) from integration_keys k where account_id = $1) as keys,
       (select json_agg(c order by id) from credentials c where account_id = $1) as credentials,
       (select json_agg(i order by key_id) from idempotency_keys i where account_id = $1) as idempotency,
       (select json_agg(p) from key_policies p where account_id = $1) as policy,
       (select json_agg(m order by id) from memberships m where account_id = $1) as memberships,
       (select json_agg(s order by public_id) from sessions s where user_id = $2) as sessions,
       (select log_requests_left from users where id = $2) as places,
       (select json_agg(e order by id) from request_log_entries e where user_id = $2) as requests`,
    ids,
  );
  const events = await database.owner.query(
    "select count(*)::int as count from audit_events where chain_id = any($1)",
    [ids],
  );
  return { rows, events: events.rows[0].count };
}

async function runWithFault(change: () => Promise<unknown>, statement: number, kind: FaultKind) {
  faulty.failAt(statement, kind);
  useDatabase(faulty.db);
  const error = await change().then(
    () => null,
    (reason: unknown) => reason,
  );
  useDatabase(database.db);
  return { error, sent: [...faulty.sent()] };
}

function isPlanted(error: unknown): boolean {
  return error instanceof PlantedFault || (error instanceof Error && isPlanted(error.cause));
}

describe.each(CHANGES)("%s", (_, change) => {
  it.each(["before", "after"] as const)(
    "is whole or did not happen, if the fault comes %s any of its statements",
    // The change is made again for each of its statements.
    { timeout: 30_000 },
    async (kind) => {
      const statements: string[][] = [];
      for (let statement = 1; ; statement += 1) {
        const arranged = await arrange();
        const before = await stateOf(arranged);
        const { error, sent } = await runWithFault(() => change(arranged), statement, kind);
        const after = await stateOf(arranged);
        if (sent.length < statement) {
          // No statement was left to fail: the change went through, with one event.
          expect(error).toBeNull();
          expect(after.events).toBe(before.events + 1);
          expect(after.rows).not.toEqual(before.rows);
          break;
        }
        statements.push(sent);
        if (sent.slice(0, statement - 1).includes("commit")) {
          // What is noted after the commit can't make a change that happened look as if it had not.
          expect(error).toBeNull();
          expect(after.events).toBe(before.events + 1);
          continue;
        }
        expect(isPlanted(error), String(error)).toBe(true);
        const wasCommitted = kind === "after" && sent[statement - 1] === "commit";
        expect(after.events).toBe(before.events + (wasCommitted ? 1 : 0));
        if (wasCommitted) expect(after.rows).not.toEqual(before.rows);
        else expect(after.rows).toEqual(before.rows);
        for (const chain of [arranged.tenant.account.id, arranged.tenant.people.ada.id]) {
          expect(await verifyChain(database.db, chain)).toMatchObject({ isValid: true });
        }
      }
      expect(statements.at(-1)).toContain("commit");
      expect(statements.length).toBeGreaterThan(5);
    },
  );
});

it("finds the key of a create whose answer was lost by its Idempotency-Key, without the secret (I8, R9)", async () => {
  const { tenant } = await arrange();
  const ctx = contextOf(tenant, "ada");
  const create = () => createIntegrationKey(ctx, { ...newKey("Lost"), idempotencyKey: "lost" });
  let statement = 0;
  let lost = false;
  while (!lost) {
    statement += 1;
    const { error, sent } = await runWithFault(create, statement, "after");
    lost = isPlanted(error) && sent[statement - 1] === "commit";
  }
  const retry = await create();
  expect(retry).toMatchObject({ key: { name: "Lost" }, secret: null });
  const { rows } = await database.owner.query(
    "select id from integration_keys where account_id = $1 and name = $2",
    [tenant.account.id, "Lost"],
  );
  expect(rows).toEqual([{ id: retry.key.id }]);
});
