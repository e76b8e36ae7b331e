import type { QueryConfig } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openPool } from "@/db/client";
import { makeApp, makeToken } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { epochsOf } from "@/db/testing/epochs";
import { makeKey, type TestKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { authorizeFor, makeOrganizationStory } from "@/testing/oauth/oauth-organization";
import { asking, codeOf, makeStory, redeem, refresh } from "@/testing/oauth/oauth-story";

import { NO_FINDING } from "../../lib/domain/route-table/route-finding";
import type { Scope } from "../../lib/domain/keys/scopes";
import { removeCredential } from "../../lib/integration-keys/apps/remove-credential";
import { authorize } from "../../lib/oauth/authorization/authorize";
import { listConnectedApps } from "../../lib/oauth/consents/list-connected-apps";
import { revokeConsent } from "../../lib/oauth/consents/revoke";
import { revokeAuthorizedApp } from "../../lib/oauth/organization-consents/revoke";
import { placeAccountAsOperator } from "../../lib/organizations/place-account";
import { removeDomain } from "../../lib/organizations/remove-domain";
import { replaceIntegrationKey } from "../../lib/integration-keys/keys/making/replace";
import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { useDatabase } from "../../lib/kernel/database";
import { deactivateMember } from "../../lib/members/deactivate";
import { deactivatePerson } from "../../lib/members/everywhere/change-status";
import { leaveAccount } from "../../lib/members/leave";
import { updateMember } from "../../lib/members/update";
import { setPlan } from "../../lib/provisioning/change-account";
import { changeAccount } from "../../lib/support/account";
import { closeAccountAsSupport } from "../../lib/support/close-account";
import { createAdmission } from "../../lib/verification/queue/admission";
import { createBatcher } from "../../lib/verification/queue/batch";
import { lookUpKeys, type KeyHash } from "../../lib/verification/lookup/key-lookup";
import { createKeptActors, type KeptActors } from "../../lib/verification/lookup/kept-actors";
import { createKeptPrincipals } from "../../lib/verification/lookup/kept";
import { createRecorder } from "../../lib/verification/record/recorder";
import { isItemFault, type GateDatabase } from "../../lib/verification/statement/statement";
import { createUnknownCallers } from "../../lib/verification/refusals/unknown-callers";
import { createVerify, type Verify, type VerifierParts } from "../../lib/verification/verify";
import { startGate, type GateProcess } from "../testing/gate-process";
import { PROBES, runHistory, type Subject } from "../testing/history";
import { openRawClient, type RawClient } from "../testing/raw-client";
import { openRelay, type Relay } from "../testing/relay";

/** Answers that the check of I1 needs at least (ARCHITECTURE section 4). */
const QUESTIONS = 100_000;
const CLIENTS = 64;
const NO_LIMITS = { hourlyLimit: 1_000_000_000, burstLimit: 1_000_000_000 };

const database = testDatabase(useDatabase);
/**
 * How long the database's answers to the third gate are under way. A lookup of it has read the row long before its
 * answer is there, so that whoever joins one, or keeps what it found, is seen to be late.
 */
const FAR_MS = 25;
const gates: GateProcess[] = [];
const clients: RawClient[] = [];
let wire: Relay;
beforeAll(async () => {
  const far = new URL(database.url);
  wire = await openRelay(Number(far.port || 5432), FAR_MS);
  far.hostname = "127.0.0.1";
  far.port = String(wire.port);
  const urls = [database.url, database.url, far.href];
  gates.push(...(await Promise.all(urls.map((url) => startGate(url, { GATE_METRICS_PORT: "0" })))));
  for (let index = 0; index < CLIENTS + PROBES; index += 1) {
    // Of each four one is far: both among those who ask all the time and among those who ask at the end.
    const place = [0, 2, 1, 0, 1, 2, 0, 1][index % 8] ?? 0;
    clients.push(await openRawClient(gates[place]?.port ?? 0));
  }
});
afterAll(async () => {
  for (const client of clients) client.close();
  await Promise.all(gates.map((gate) => gate.stop()));
  await wire.close();
});

/** Who was refused often enough is only told to wait (429). @returns null where the gate can't tell (503, I4) */
async function askGate(client: number, secret: string, scopes: string): Promise<boolean | null> {
  const answer = await clients[client]?.authorize(secret, scopes);
  if (!answer || ![200, 401, 403, 429, 503].includes(answer.status)) {
    throw new Error(`Answer ${answer?.status}`);
  }
  return answer.status === 503 ? null : answer.status === 200;
}

/** How many secrets a gate has looked up so far. */
async function lookupsOf(gate: GateProcess): Promise<number> {
  const port = /"metricsPort":(\d+)/.exec(gate.output())?.[1];
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/countersign_gate_batch_items_sum\{kind="lookup"\} (\d+)/.exec(text)?.[1]);
}

async function arrange(scopes: readonly Scope[] = ["agreements:read"]) {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "admin" }, NO_LIMITS);
  return { tenant, key: await makeKey(database.db, tenant.account, tenant.people.max.id, { scopes }) };
}

type Arranged = Awaited<ReturnType<typeof arrange>>;

function revoke({ tenant, key }: Arranged) {
  return revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: key.id, reason: "leaked" });
}

function many<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, make));
}

describe("I1: a revoked key", () => {
  it("is accepted by no instance from the moment that the revoke answer is back", async () => {
    const arranged = await many(60, () => arrange());
    const subjects = arranged.map((one) => ({
      ask: (client: number) => askGate(client, one.key.secret, "agreements:read"),
      end: () => revoke(one),
    }));
    const findings = await runHistory(subjects, QUESTIONS, CLIENTS);
    expect(findings).toMatchObject({ stale: 0, early: 0 });
    // The last probes may come when the others have asked enough already.
    expect(findings.questions).toBeGreaterThanOrEqual(QUESTIONS);
    expect(findings.allowed).toBeGreaterThan(QUESTIONS / 10);
    const { rows } = await database.owner.query<{ allowed: number; ids: number; counted: number }>(
      `select count(*)::int as allowed, count(distinct id)::int as ids,
        (select sum(count)::int from call_hours where key_id = any($1)) as counted
       from calls where key_id = any($1) and code = 'allowed'`,
      [arranged.map(({ key }) => key.id)],
    );
    const { allowed, questions, unanswered } = findings;
    const lookedUp = await Promise.all(gates.map(lookupsOf));
    const refused = questions - allowed;
    expect(
      lookedUp.reduce((sum, count) => sum + count, 0) - refused,
      "almost all that was allowed came from memory",
    ).toBeLessThan(allowed / 10);
    // Of a call that was not answered nobody knows whether it came to be on record; of all others it is known.
    const [kept = { allowed: 0, ids: 0, counted: 0 }] = rows;
    expect(kept.ids).toBe(kept.allowed);
    for (const [onRecord, answered] of [
      [kept.allowed, allowed],
      [kept.counted, questions],
    ] as const) {
      expect(onRecord).toBeGreaterThanOrEqual(answered);
      expect(onRecord).toBeLessThanOrEqual(answered + unanswered);
    }
  }, 300_000);
});

const reason = "contract ended";
const staffContext = async () => {
  const tenant = await makeTenant(database.db, { sam: "viewer" });
  await database.owner.query("update users set staff_role = 'support' where id = $1", [tenant.people.sam.id]);
  const ctx = contextOf(tenant, "sam");
  return { ...ctx, user: { ...ctx.user, isStaff: true as const } };
};

const ENDINGS: readonly (readonly [string, Scope, (one: Arranged) => Promise<unknown>])[] = [
  [
    "whose creator was deactivated in the account",
    "agreements:read",
    ({ tenant }) => deactivateMember(contextOf(tenant, "ada"), { memberId: tenant.people.max.membershipId }),
  ],
  [
    "whose creator was demoted below the scope",
    "users:write",
    ({ tenant }) =>
      updateMember(contextOf(tenant, "ada"), {
        memberId: tenant.people.max.membershipId,
        profile: "member",
      }),
  ],
  [
    "whose account's plan lapsed",
    "agreements:read",
    async ({ tenant }) =>
      changeAccount(await staffContext(), { accountId: tenant.account.id, plan: "business", reason }),
  ],
  [
    "whose account lost the feature",
    "agreements:read",
    async ({ tenant }) =>
      changeAccount(await staffContext(), {
        accountId: tenant.account.id,
        hasIntegrationKeys: false,
        reason,
      }),
  ],
  [
    "whose account's plan the operator changed by command",
    "agreements:read",
    ({ tenant }) => setPlan("account set-plan", tenant.account.id, "business"),
  ],
  [
    "that was replaced without an overlap",
    "agreements:read",
    ({ tenant, key }) =>
      replaceIntegrationKey(contextOf(tenant, "ada"), {
        keyId: key.id,
        name: "Successor",
        scopes: ["agreements:read"],
        expiresAt: undefined,
        overlapSeconds: 0,
        idempotencyKey: null,
      }),
  ],
  [
    "whose account was closed by support",
    "agreements:read",
    async ({ tenant }) =>
      closeAccountAsSupport(await staffContext(), { accountId: tenant.account.id, reason }),
  ],
  [
    "whose creator was deactivated everywhere by support",
    "agreements:read",
    async ({ tenant }) => deactivatePerson(await staffContext(), { userId: tenant.people.max.id, reason }),
  ],
  [
    "whose creator left the account",
    "agreements:read",
    ({ tenant }) => leaveAccount(contextOf(tenant, "max"), {}),
  ],
];

describe("I2: a key", () => {
  it.each(ENDINGS)(
    "%s is accepted by no instance any more",
    async (_, scope, end) => {
      const arranged = await many(12, () => arrange([scope]));
      const subjects = arranged.map((one) => ({
        ask: (client: number) => askGate(client, one.key.secret, scope),
        end: () => end(one),
      }));
      const findings = await runHistory(subjects, 3_000, CLIENTS);
      expect(findings).toMatchObject({ stale: 0, early: 0 });
      expect(findings.allowed).toBeGreaterThan(300);
    },
    120_000,
  );
});

/** An app of one account, acting in another as its member. */
async function arrangeToken(scope: Scope) {
  const manager = await makeTenant(database.db, { ada: "admin" });
  const tenant = await makeTenant(database.db, { gus: "admin", max: "admin" }, NO_LIMITS);
  const app = await makeApp(database.db, manager.account, manager.people.ada.id, [scope]);
  const scopes = { scopes: [scope] };
  const token = await makeToken(database.db, app, tenant.account.id, tenant.people.max.id, scopes);
  return { manager, tenant, app, token };
}
type ArrangedToken = Awaited<ReturnType<typeof arrangeToken>>;

const TOKEN_ENDINGS: readonly (readonly [string, Scope, (one: ArrangedToken) => Promise<unknown>])[] = [
  [
    "whose app was revoked by its management account",
    "agreements:read",
    ({ manager, app }) =>
      revokeIntegrationKey(contextOf(manager, "ada"), { keyId: app.id, reason: "leaked" }),
  ],
  [
    "whose person was deactivated in the account that it acts in",
    "agreements:read",
    ({ tenant }) => deactivateMember(contextOf(tenant, "gus"), { memberId: tenant.people.max.membershipId }),
  ],
  [
    "whose person was demoted below the scope",
    "users:write",
    ({ tenant }) =>
      updateMember(contextOf(tenant, "gus"), {
        memberId: tenant.people.max.membershipId,
        profile: "member",
      }),
  ],
  [
    "whose app's management account lost its plan",
    "agreements:read",
    ({ manager }) => setPlan("account set-plan", manager.account.id, "business"),
  ],
];

/** An access token that an app was given for a code, by somebody who let it act. */
async function arrangeGiven() {
  const story = await makeStory(database, { scopes: ["agreements:read"], limits: NO_LIMITS });
  return { story, given: (await redeem(story, await codeOf(story))).body };
}
type Given = Awaited<ReturnType<typeof arrangeGiven>>;

const GIVEN_ENDINGS: readonly (readonly [string, (one: Given) => Promise<unknown>])[] = [
  [
    "whose person took the consent back",
    async ({ story: { max } }) => {
      for (const { id } of (await listConnectedApps(max)).data) await revokeConsent(max, id);
    },
  ],
  [
    "whose refresh token came a second time",
    async ({ story, given }) => {
      await refresh(story, given["refresh_token"]);
      await refresh(story, given["refresh_token"]);
    },
  ],
  [
    "that was got with a client secret which was removed",
    ({ story: { ada, app, secret } }) =>
      removeCredential(ada, { keyId: app.id, credentialId: secret?.id ?? "", kind: "client_secret" }),
  ],
];

describe("I2: an access token that was given for a code", () => {
  it.each(GIVEN_ENDINGS)(
    "%s is accepted by no instance any more",
    async (_, end) => {
      const arranged = await many(12, arrangeGiven);
      const subjects = arranged.map((one) => ({
        ask: (client: number) => askGate(client, String(one.given["access_token"]), "agreements:read"),
        end: () => end(one),
      }));
      const findings = await runHistory(subjects, 3_000, CLIENTS);
      expect(findings).toMatchObject({ stale: 0, early: 0 });
      expect(findings.allowed).toBeGreaterThan(300);
    },
    120_000,
  );
});

/** An access token that rests on the consent of its person's organization. */
async function arrangeCovered() {
  const story = await makeOrganizationStory(database, { scopes: ["agreements:read"], limits: NO_LIMITS });
  const consent = await authorizeFor(story, ["agreements:read"]);
  const decision = await authorize(asking(story.app, { scope: "agreements:read" }), story.max, null);
  if (decision.kind !== "redirect") throw new Error(`The person was asked: ${decision.kind}`);
  const code = new URL(decision.to).searchParams.get("code") ?? "";
  return { story, consent, given: (await redeem(story, code)).body };
}
type Covered = Awaited<ReturnType<typeof arrangeCovered>>;

const COVERED_ENDINGS: readonly (readonly [string, (one: Covered) => Promise<unknown>])[] = [
  [
    "whose organization took its consent back",
    ({ story: { grace, organizationId }, consent }) =>
      revokeAuthorizedApp(grace, { organizationId, authorizedAppId: consent.id, reason: "leaked" }),
  ],
  [
    "whose organization gave up the domain",
    ({ story: { grace, organizationId, claimId } }) =>
      removeDomain(grace, { organizationId, domainId: claimId }),
  ],
  [
    "whose account left the organization",
    ({ story: { office } }) =>
      placeAccountAsOperator("account set-organization", {
        accountId: office.account.id,
        organizationId: null,
        reason: "contract ended",
        leavesNone: true,
      }),
  ],
];

describe("I2: an access token on an organization's consent", () => {
  it.each(COVERED_ENDINGS)(
    "%s is accepted by no instance any more",
    async (_, end) => {
      const arranged = await many(12, arrangeCovered);
      const subjects = arranged.map((one) => ({
        ask: (client: number) => askGate(client, String(one.given["access_token"]), "agreements:read"),
        end: () => end(one),
      }));
      const findings = await runHistory(subjects, 3_000, CLIENTS);
      expect(findings).toMatchObject({ stale: 0, early: 0 });
      expect(findings.allowed).toBeGreaterThan(300);
    },
    120_000,
  );
});

describe("I2: an access token", () => {
  it.each(TOKEN_ENDINGS)(
    "%s is accepted by no instance any more",
    async (_, scope, end) => {
      const arranged = await many(12, () => arrangeToken(scope));
      const subjects = arranged.map((one) => ({
        ask: (client: number) => askGate(client, one.token.secret, scope),
        end: () => end(one),
      }));
      const findings = await runHistory(subjects, 3_000, CLIENTS);
      expect(findings).toMatchObject({ stale: 0, early: 0 });
      expect(findings.allowed).toBeGreaterThan(300);
    },
    120_000,
  );
});

describe("all of these checks", () => {
  it("made no two batches of calls wait for each other until the database ended one", async () => {
    const { rows } = await database.owner.query(
      "select deadlocks::int as deadlocks from pg_stat_database where datname = current_database()",
    );
    expect(rows).toEqual([{ deadlocks: 0 }]);
  });
});

function questionOf(key: TestKey) {
  const rest = { method: "GET", path: "/", route: NO_FINDING, address: null, userAgent: undefined };
  return {
    secret: key.secret,
    scopes: ["agreements:read" as const],
    environment: null,
    apiUrl: null,
    ...rest,
  };
}

describe("the check of I1 and I2", () => {
  /** A network between service and database that takes its time: what makes the faults visible at once. */
  const DELAY_MS = 40;
  const later = () => new Promise((resolve) => setTimeout(resolve, DELAY_MS));
  /** However seldom it is of use: what comes of it has to be true. */
  const ALWAYS = { isDue: () => true, tell: () => undefined };
  type Ways = {
    /** True if keys are always looked up with all that decides. */
    readonly isWhole?: boolean;
    /** True if another key of the same person, which stays, is asked about each time too. */
    readonly isBesideAnother?: boolean;
  };
  type Plant = (parts: VerifierParts, database: GateDatabase, actors: KeptActors) => Partial<VerifierParts>;
  /** A database whose answers take their time: until somebody else came to be known, as far as patience goes. */
  const slowly = ({ pool, ...rest }: GateDatabase, { moment }: KeptActors): GateDatabase => ({
    ...rest,
    pool: new Proxy(pool, {
      get: (target, name) =>
        name === "query"
          ? async (query: QueryConfig) => {
              const before = moment();
              const result = await target.query(query);
              for (let times = 0; times < 10 && moment() === before; times += 1) await later();
              return result;
            }
          : Reflect.get(target, name),
    }),
  });

  /** So late is no answer of a machine that is slow. */
  const PATIENCE_MS = 20_000;

  async function findingsWith(plant: Plant, { isWhole = true, isBesideAnother = false }: Ways = {}) {
    const patience = { connectTimeoutMs: PATIENCE_MS, statementTimeoutMs: PATIENCE_MS };
    const pool = openPool(
      { DATABASE_URL: database.url },
      { max: 4, ...patience, applicationName: "planted-fault" },
    );
    const verify = verifyWith({ pool, hasPreparedStatements: true }, plant, isWhole);
    const arranged = await many(12, () => arrange());
    const subjects = await Promise.all(
      arranged.map(async (one): Promise<Subject> => {
        const keys = [one.key];
        if (isBesideAnother) keys.push(await makeKey(database.db, one.tenant.account, one.key.userId));
        const ask = () => Promise.all(keys.map((key) => verify(questionOf(key))));
        return { ask: async () => (await ask())[0]?.isAllowed ?? false, end: () => revoke(one) };
      }),
    );
    // No more at once than are let in however long they take.
    const [questions, clientCount] = isBesideAnother ? [1_000, 24] : [2_000, 32];
    const findings = await runHistory(subjects, questions, clientCount);
    await pool.end();
    return findings;
  }

  it("passes a check as it is, on a slow network", async () => {
    const findings = await findingsWith(() => ({}), { isWhole: false });
    expect(findings).toMatchObject({ stale: 0, early: 0 });
  }, 60_000);

  it("passes it where every key is looked up by itself, beside what is kept of whom it acts as", async () => {
    let ofUse = 0;
    const plant: Plant = ({ recordIfProved }) => ({
      kept: createKeptPrincipals(0),
      recordIfProved: async (call, deadline) => {
        const recorded = await recordIfProved(call, deadline);
        if (recorded) ofUse += 1;
        return recorded;
      },
    });
    const findings = await findingsWith(plant, { isWhole: false });
    expect(findings).toMatchObject({ stale: 0, early: 0 });
    expect(ofUse).toBeGreaterThan(findings.allowed / 2);
  }, 60_000);

  it("finds rows of keys that are older than what is kept of whom they act as", async () => {
    // That a lookup is under way and another one comes to be known meanwhile is likely in each history, and not certain.
    let stale = 0;
    for (let turn = 0; turn < 3 && stale === 0; turn += 1) {
      ({ stale } = await findingsWith(
        ({ kept, lookUp }, gate, actors) => ({
          kept: { ...kept, find: (hash) => (Math.random() < 0.5 ? kept.find(hash) : undefined) },
          lookUp: async (secret, deadline) => {
            if (secret.isWhole) return lookUp(secret, deadline);
            const whoever = {
              trials: ALWAYS,
              moment: actors.moment,
              find: (...[account, user]: [string, string, number]) => actors.find(account, user, Infinity),
            };
            return (await lookUpKeys(slowly(gate, actors), whoever, [secret]))[0] ?? null;
          },
        }),
        { isWhole: false, isBesideAnother: true },
      ));
    }
    expect(stale).toBeGreaterThan(0);
  }, 300_000);

  it("finds a cache of one second", async () => {
    const findings = await findingsWith(({ lookUp }) => {
      const cache = new Map<string, { at: number; value: ReturnType<typeof lookUp> }>();
      return {
        lookUp: (secret, deadline) => {
          const cached = cache.get(secret.hash);
          if (cached && performance.now() - cached.at < 1_000) return cached.value;
          const value = lookUp(secret, deadline);
          cache.set(secret.hash, { at: performance.now(), value });
          return value;
        },
      };
    });
    expect(findings.stale).toBeGreaterThan(0);
  }, 60_000);

  it("finds requests that join a lookup already under way", async () => {
    const findings = await findingsWith(({ lookUp }) => {
      const underWay = new Map<string, ReturnType<typeof lookUp>>();
      return {
        kept: createKeptPrincipals(0),
        lookUp: (secret, deadline) => {
          const joined = underWay.get(secret.hash);
          if (joined) return joined;
          const value = lookUp(secret, deadline).finally(() => underWay.delete(secret.hash));
          underWay.set(secret.hash, value);
          return value;
        },
      };
    });
    expect(findings.stale).toBeGreaterThan(0);
  }, 60_000);

  it("finds an epoch that one kind of change does not move", async () => {
    const trigger = "integration_keys_access_epoch";
    await database.owner.query(`alter table integration_keys disable trigger ${trigger}`);
    const findings = await findingsWith(() => ({}));
    await database.owner.query(`alter table integration_keys enable trigger ${trigger}`);
    expect(findings.stale).toBeGreaterThan(0);
  }, 60_000);

  it("finds facts that are older than the epochs they are kept with", async () => {
    const findings = await findingsWith(({ lookUp, kept }) => ({
      // Some always look, so that there is a lookup under way whenever a key ends.
      kept: { ...kept, find: (hash) => (Math.random() < 0.5 ? kept.find(hash) : undefined) },
      lookUp: async (secret, deadline) => {
        const found = await lookUp(secret, deadline);
        await later();
        if (!found) return null;
        const { account, user } = found.principal.actsAs;
        const epochs = await epochsOf(database.owner, account.id, user.id);
        return { ...found, proof: { ...found.proof, epochs } };
      },
    }));
    expect(findings.stale).toBeGreaterThan(0);
  }, 60_000);

  it("finds an epoch that was read outside of the statement that records, by a question shared with others", async () => {
    const findings = await findingsWith(({ recordCarefully }) => {
      const underWay = new Map<string, ReturnType<typeof epochsOf>>();
      const read = (accountId: string, userId: string) => {
        const question = epochsOf(database.owner, accountId, userId).then(async (epochs) => {
          await later();
          underWay.delete(accountId);
          return epochs;
        });
        underWay.set(accountId, question);
        return question;
      };
      return {
        recordIfProved: async (call, deadline) => {
          const { epochs } = call.proof;
          const present = await (underWay.get(call.accountId) ?? read(call.accountId, epochs.userId));
          const isSame = JSON.stringify(present) === JSON.stringify(epochs);
          return isSame ? recordCarefully(call, deadline) : null;
        },
      };
    });
    expect(findings.stale).toBeGreaterThan(0);
  }, 60_000);

  it("finds an answer that does not wait for the commit", async () => {
    const findings = await findingsWith(({ recordIfProved }) => ({
      recordIfProved: async (call, deadline) => {
        void recordIfProved(call, deadline).catch(() => undefined);
        return { id: call.id, at: call.at, code: call.code, used: { hour: 0, burst: 0 } };
      },
    }));
    expect(findings.stale).toBeGreaterThan(0);
  }, 60_000);

  function verifyWith(gateDatabase: GateDatabase, plant: Plant, isWhole: boolean): Verify {
    const batching = { maxItems: 256, maxInFlight: 2, timeoutMs: PATIENCE_MS, isItemFault };
    const actors = createKeptActors(1_000);
    const lookups = createBatcher({
      ...batching,
      run: async (secrets: readonly KeyHash[]) => {
        const found = await lookUpKeys(gateDatabase, { ...actors, trials: ALWAYS }, secrets);
        await later();
        return found;
      },
    });
    const recorder = createRecorder(gateDatabase, batching);
    const parts: VerifierParts = {
      ...recorder,
      recordIfProved: async (call, deadline) => {
        const recorded = await recorder.recordIfProved(call, deadline);
        await later();
        return recorded;
      },
      lookUp: (secret, deadline) => lookups.add(isWhole ? { ...secret, isWhole } : secret, deadline),
      keyTrials: ALWAYS,
      actors,
      kept: createKeptPrincipals(1_000),
      admission: createAdmission(),
      unknownCallers: createUnknownCallers(),
      timeoutMs: PATIENCE_MS,
    };
    return createVerify({ ...parts, ...plant(parts, gateDatabase, actors) });
  }
});
