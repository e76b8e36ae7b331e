/** What must hold of a key's way to production when several take steps at once, in processes of their own (I8). */
import { and, eq } from "drizzle-orm";
import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { databaseOf, openPool, type Database } from "@/db/client";
import { goLiveJourneys } from "@/db/schema/go-live";
import { integrationKeys } from "@/db/schema/integration-keys";
import { supportCases } from "@/db/schema/support-cases";
import { testDatabase } from "@/db/testing/database";
import { faultyDatabase, type FaultyDatabase } from "@/db/testing/faults";
import { actionsOf, arrangeWay, makeSupporter, toldTo } from "@/db/testing/way-to-production";

import { beginRecords } from "../audit/begin-records";
import { verifyChain } from "../audit/verify";
import { revokeIntegrationKey } from "../integration-keys/revocations/revoke";
import { issueIntegrationKey } from "../integration-keys/keys/making/issue";
import { useDatabase } from "../kernel/database";
import { changeAccount } from "../support/account";
import { declineGoLiveCase, grantGoLiveCase } from "./decide-case";
import { getGoLive } from "./reading/read-go-live";
import { requestMigration } from "./request-migration";
import { requestReview } from "./request-review";
import { withdrawMigration } from "./withdraw";

const database = testDatabase(useDatabase);
/** Two pools, of which each transaction takes the other than the one before it. */
let pools: readonly [Pool, Pool];
let alternating: Database;

function openOwnPool(applicationName: string): Pool {
  const settings = { max: 4, connectTimeoutMs: 5_000, statementTimeoutMs: 10_000, applicationName };
  return openPool({ DATABASE_URL: database.url }, settings);
}

beforeAll(() => {
  pools = [openOwnPool("one"), openOwnPool("other")];
  const [one, other] = pools;
  const connect = one.connect.bind(one) as (...given: readonly unknown[]) => unknown;
  let taken = 0;
  // Transactions call `connect` without a callback, which is the one form that is replaced here.
  const inTurn = (...given: readonly unknown[]) =>
    given.length === 0 && (taken += 1) % 2 === 0 ? other.connect() : connect(...given);
  one.connect = inTurn as typeof one.connect;
  alternating = databaseOf(one);
});
afterAll(() => Promise.all(pools.map((pool) => pool.end())));
beforeEach(() => void vi.stubEnv("GO_LIVE_POLICY", "entitlement"));
afterEach(() => {
  useDatabase(database.db);
  vi.unstubAllEnvs();
});

type Way = Awaited<ReturnType<typeof arrange>>;

async function arrange() {
  const way = await arrangeWay(database.db);
  await beginRecords(database.ownerDb);
  const [sam, sue] = [await makeSupporter(database.db, "sam"), await makeSupporter(database.db, "sue")];
  const keyId = way.key.id;
  await requestReview(way.ada, {
    keyId,
    classification: "private_custom",
    description: "Exports signed agreements every night",
    contact: "ada@acme.example",
  });
  return { ...way, keyId, sam, sue };
}

const migrate = (way: Way) =>
  requestMigration(way.ada, { keyId: way.keyId, accountId: way.production.account.id });

async function arrangeRequested() {
  const way = await arrange();
  await migrate(way);
  const { migration } = await getGoLive(way.ada, way.keyId);
  return { ...way, caseId: migration?.caseId ?? "" };
}

/** Every other round the steps begin in the order of the ones before, turned round. */
let isTurned = false;

/** Takes steps on both pools, all at once. @returns what was refused, by code, in the order of the steps */
async function atOnce(...steps: readonly (() => Promise<unknown>)[]): Promise<string[]> {
  useDatabase(alternating);
  const begun = isTurned ? steps.toReversed() : steps;
  const ended = await Promise.allSettled(begun.map((step) => step()));
  const results = isTurned ? ended.toReversed() : ended;
  useDatabase(database.db);
  return results.flatMap((result) => {
    if (result.status === "fulfilled") return [];
    const { code } = result.reason as { code: string };
    return [code];
  });
}

/** What is there in the end: the state, the copies, how the cases stand; and that both records say so. */
async function endOf(way: Way) {
  const copies = await database.db
    .select({ id: integrationKeys.id })
    .from(integrationKeys)
    .where(
      and(eq(integrationKeys.clientId, way.key.clientId), eq(integrationKeys.environment, "production")),
    );
  const [journey] = await database.db
    .select({ state: goLiveJourneys.state, productionKeyId: goLiveJourneys.productionKeyId })
    .from(goLiveJourneys)
    .where(eq(goLiveJourneys.keyId, way.keyId));
  const cases = await database.db
    .select({ status: supportCases.status })
    .from(supportCases)
    .where(eq(supportCases.keyId, way.keyId))
    .orderBy(supportCases.id);
  for (const { account } of [way.sandbox, way.production]) {
    expect(await verifyChain(database.db, account.id)).toMatchObject({ isValid: true, differences: [] });
  }
  const taken = (await actionsOf(database.db, way.production.account.id)).filter(
    (action) => action === "key.taken_live",
  );
  // A production key never exists without a decision, nor a decision without its key.
  expect([copies.length, taken.length]).toEqual(journey?.state === "live" ? [1, 1] : [0, 0]);
  expect(journey?.productionKeyId ?? null).toBe(copies[0]?.id ?? null);
  return { state: journey?.state, cases: cases.map(({ status }) => status) };
}

const ROUNDS = 4;
const rounds = Array.from({ length: ROUNDS }, (_, index) => index + 1);

describe.each(rounds)("taken at once, round %i,", (round) => {
  beforeEach(() => void (isTurned = round % 2 === 0));

  it("requests of two tabs open one case", async () => {
    const way = await arrange();
    expect(await atOnce(...[1, 2, 3, 4].map(() => () => migrate(way)))).toEqual([]);
    expect(await endOf(way)).toEqual({ state: "migration_requested", cases: ["open"] });
  });

  it("requests that nobody has to look at make one key", async () => {
    vi.stubEnv("GO_LIVE_AUTO_APPROVE", "private_custom");
    const way = await arrange();
    expect(await atOnce(...[1, 2, 3, 4].map(() => () => migrate(way)))).toEqual([]);
    expect(await endOf(way)).toEqual({ state: "live", cases: [] });
    expect(await toldTo(database.db, way.gus.user.id)).toHaveLength(1);
  });

  it("grants of two staff make one key, and the second is told", async () => {
    const way = await arrangeRequested();
    const { caseId } = way;
    const refused = await atOnce(
      () => grantGoLiveCase(way.sam, { caseId }),
      () => grantGoLiveCase(way.sue, { caseId }),
      () => grantGoLiveCase(way.sam, { caseId }),
    );
    expect(refused).toEqual(["case_already_closed", "case_already_closed"]);
    expect(await endOf(way)).toEqual({ state: "live", cases: ["granted"] });
    expect(await toldTo(database.db, way.ada.user.id)).toHaveLength(1);
  });

  it("a grant and a decline are one decision", async () => {
    const way = await arrangeRequested();
    const { caseId } = way;
    const refused = await atOnce(
      () => grantGoLiveCase(way.sam, { caseId }),
      () => declineGoLiveCase(way.sue, { caseId, reason: "No contract yet" }),
    );
    expect(refused).toEqual(["case_already_closed"]);
    const { state, cases } = await endOf(way);
    expect([
      ["live", "granted"],
      ["declined", "declined"],
    ]).toContainEqual([state, ...cases]);
  });

  it("a grant and a withdrawal are one end, and whoever comes second is told", async () => {
    const way = await arrangeRequested();
    const refused = await atOnce(
      () => grantGoLiveCase(way.sam, { caseId: way.caseId }),
      () => withdrawMigration(way.ada, way.keyId),
    );
    const { state, cases } = await endOf(way);
    expect([
      ["live", "granted", "already_live"],
      ["withdrawn", "withdrawn", "case_already_closed"],
    ]).toContainEqual([state, ...cases, ...refused]);
  });

  it("a grant while the plan lapses makes a key before it, or none and leaves the case open", async () => {
    const way = await arrangeRequested();
    const refused = await atOnce(
      () =>
        changeAccount(way.sue, {
          accountId: way.production.account.id,
          plan: "business",
          reason: "Contract ended",
        }),
      () => grantGoLiveCase(way.sam, { caseId: way.caseId }),
    );
    const { state, cases } = await endOf(way);
    expect([
      ["live", "granted"],
      ["migration_requested", "open", "plan_not_eligible"],
    ]).toContainEqual([state, ...cases, ...refused]);
  });

  it("a grant while the sandbox key is revoked makes a key before it, or none", async () => {
    const way = await arrangeRequested();
    const refused = await atOnce(
      () => revokeIntegrationKey(way.ada, { keyId: way.keyId, reason: "leaked" }),
      () => grantGoLiveCase(way.sam, { caseId: way.caseId }),
    );
    const { state, cases } = await endOf(way);
    expect([
      ["live", "granted"],
      ["withdrawn", "withdrawn", "case_already_closed"],
    ]).toContainEqual([state, ...cases, ...refused]);
  });

  it("a request while the sandbox key is revoked is ended with it, or refused", async () => {
    const way = await arrange();
    const refused = await atOnce(
      () => migrate(way),
      () => revokeIntegrationKey(way.ada, { keyId: way.keyId, reason: "leaked" }),
    );
    const { state, cases } = await endOf(way);
    expect([
      ["withdrawn", "withdrawn"],
      ["review_passed", "key_already_revoked"],
    ]).toContainEqual([state, ...cases, ...refused]);
  });

  it("issues of two admins reveal one secret", async () => {
    const way = await arrangeRequested();
    await grantGoLiveCase(way.sam, { caseId: way.caseId });
    const { productionKey } = await getGoLive(way.ada, way.keyId);
    const ask = { keyId: productionKey?.id ?? "", expiresAt: undefined, idempotencyKey: null };
    const refused = await atOnce(
      () => issueIntegrationKey(way.gus, ask),
      () => issueIntegrationKey(way.adaInProduction, ask),
    );
    expect(refused).toEqual(["key_already_issued"]);
    expect(await endOf(way)).toEqual({ state: "live", cases: ["granted"] });
  });
});

describe("a fault of the database", () => {
  let faulty: FaultyDatabase;
  beforeAll(() => {
    faulty = faultyDatabase(database.url);
  });
  afterAll(() => faulty.close());

  // The request is made again for each of its statements.
  it(
    "at any statement leaves a production key with its decision, or neither",
    { timeout: 60_000 },
    async () => {
      vi.stubEnv("GO_LIVE_AUTO_APPROVE", "private_custom");
      const states: unknown[] = [];
      for (let statement = 1; ; statement += 1) {
        const way = await arrange();
        faulty.failAt(statement, "before");
        useDatabase(faulty.db);
        const isWhole = await migrate(way).then(
          () => true,
          () => false,
        );
        useDatabase(database.db);
        states.push((await endOf(way)).state);
        if (faulty.sent().length < statement) {
          expect(isWhole).toBe(true);
          break;
        }
        expect(isWhole).toBe(false);
      }
      expect(states.length).toBeGreaterThan(20);
      expect(new Set(states.slice(0, -1))).toEqual(new Set(["review_passed"]));
      expect(states.at(-1)).toBe("live");
    },
  );
});
