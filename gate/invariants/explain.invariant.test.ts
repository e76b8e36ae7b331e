/** I10: "explain access" and the gate agree, whatever the state of key, account, owner, limits and request. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { ExplainBody } from "../../lib/contracts/keys/explain";
import type { VerifyAnswer } from "../../lib/contracts/gate/gate";
import { BURST_SECONDS, windowStart } from "../../lib/domain/calls/limits";
import { ENVIRONMENTS, profilesOf } from "../../lib/domain/people/profiles";
import { LONG_LIVED_SCOPES } from "../../lib/domain/keys/scopes";
import { CALL_CODES } from "../../lib/domain/verdict/refusals";
import { explainAccess } from "../../lib/integration-keys/explain/explain";
import { useDatabase } from "../../lib/kernel/database";
import { call, verifyWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";

const STATES = 800;
const DAY = 86_400_000;
const database = testDatabase(useDatabase);
let gate: GateProcess;

const ROUTES = `
unknownRoutes: refuse
routes:
  - { method: GET, path: /agreements, scopes: agreements:read }
  - { method: [PUT, POST], path: "/accounts/{accountId}/users", scopes: [users:read, users:login] }
  - { method: ANY, path: /open, scopes: [] }
`;
/** Of a request; OWN and OTHER stand for accounts. None: a question about the key alone. */
const REQUESTS = [
  null,
  ["GET", "/open"],
  ["GET", "/agreements?x=1"],
  ["GET", "/Agreements"],
  ["DELETE", "/agreements"],
  ["GET", "/nothing"],
  ["PUT", "/accounts/OWN/users"],
  ["POST", "/accounts/OTHER/users"],
] as const;

const folder = mkdtempSync(join(tmpdir(), "countersign-routes-"));
beforeAll(async () => {
  const file = join(folder, "routes.yaml");
  writeFileSync(file, ROUTES);
  // Console and gate are told of the same file.
  process.env["GATE_ROUTES"] = file;
  gate = await startGate(database.url, { GATE_ROUTES: file });
});
afterAll(async () => {
  await gate.stop();
  rmSync(folder, { recursive: true });
});

/** Mostly the harmless value, so that the later checks are reached too. */
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
const instant = mostly<number | null>(null, -DAY, -1_000, DAY);

const someScopes = fc.subarray([...LONG_LIVED_SCOPES].filter((_, index) => index % 4 === 0));
const state = fc.record({
  environment: fc.constantFrom(...ENVIRONMENTS),
  profile: fc.nat(),
  granted: someScopes,
  needed: someScopes,
  isNeededGranted: mostly(true, false),
  expiresIn: mostly(DAY, -DAY, -1, 60_000),
  revokedIn: instant,
  retiresIn: instant,
  credentialExpiresIn: instant,
  credentialRevokedIn: instant,
  plan: mostly("enterprise", "business"),
  hasIntegrationKeys: mostly(true, false),
  accountStatus: mostly("active", "closed"),
  userStatus: mostly("active", "deactivated"),
  membership: mostly("active", "deactivated", "gone"),
  limits: fc.constantFrom({}, { hourlyLimit: 3, burstLimit: 2 }, { hourlyLimit: 2, burstLimit: 5 }),
  used: fc.record({ hour: fc.nat({ max: 3 }), burst: fc.nat({ max: 3 }), isPast: fc.boolean() }),
  ranges: fc.constantFrom([], [], ["10.0.0.0/8"], ["2001:db8::/32", "192.0.2.7"]),
  address: fc.constantFrom(null, "10.1.2.3", "::ffff:192.0.2.7", "2001:db8::1", "203.0.113.9"),
  request: fc.constantFrom(null, null, null, null, ...REQUESTS),
  gateway: mostly<"sandbox" | "production" | null>(null, "sandbox", "production"),
});
type State = typeof state extends fc.Arbitrary<infer T> ? T : never;

const from = (now: number, offset: number | null) => (offset === null ? null : new Date(now + offset));

/** Puts the state into the database, past everything that the console's verbs would refuse. */
async function arrange(chosen: State) {
  const { environment, limits } = chosen;
  const tenant = await makeTenant(database.db, { ada: "admin", max: "admin" }, { environment, ...limits });
  const now = Date.now();
  const key = await makeKey(database.db, tenant.account, tenant.people.max.id, {
    scopes: chosen.granted,
    allowedRanges: chosen.ranges,
  });
  const profiles = profilesOf(environment);
  const { id: accountId } = tenant.account;
  const { id: userId, membershipId } = tenant.people.max;
  const run = (text: string, values: unknown[]) => database.owner.query(text, values);
  await database.tamper(
    "update integration_keys set expires_at = $2, revoked_at = $3, revoked_by = $4, retires_at = $5 where id = $1",
    [
      key.id,
      from(now, chosen.expiresIn),
      from(now, chosen.revokedIn),
      chosen.revokedIn === null ? null : userId,
      from(now, chosen.retiresIn),
    ],
  );
  await run("update credentials set expires_at = $2, revoked_at = $3 where id = $1", [
    key.credentialId,
    from(now, chosen.credentialExpiresIn),
    from(now, chosen.credentialRevokedIn),
  ]);
  await run("update accounts set status = $2, has_integration_keys = $3, plan = $4 where id = $1", [
    accountId,
    chosen.accountStatus,
    chosen.hasIntegrationKeys,
    environment === "sandbox" ? "developer" : chosen.plan,
  ]);
  await run("update users set status = $2 where id = $1", [userId, chosen.userStatus]);
  if (chosen.membership === "gone") await run("delete from memberships where id = $1", [membershipId]);
  else {
    await run("update memberships set status = $2, profile = $3 where id = $1", [
      membershipId,
      chosen.membership,
      profiles[chosen.profile % profiles.length],
    ]);
  }
  await run(
    `insert into call_windows (account_id, hour_start, hour_count, burst_start, burst_count)
     values ($1, date_trunc('hour', now(), 'UTC') - $4::interval, $2,
       to_timestamp(floor(extract(epoch from now()) / 30) * 30) - $4::interval, $3)`,
    [accountId, chosen.used.hour, chosen.used.burst, chosen.used.isPast ? "1 hour" : "0"],
  );
  return { tenant, key };
}

/** What both say, in one form. */
async function bothSay(chosen: State) {
  for (;;) {
    const { tenant, key } = await arrange(chosen);
    const scopes = chosen.isNeededGranted
      ? chosen.needed.filter((scope) => chosen.granted.includes(scope))
      : chosen.needed;
    const [method, path] = chosen.request ?? [];
    const accounts = { OWN: tenant.account.id, OTHER: tenant.people.ada.id };
    const request = {
      method,
      path: path?.replace(/OWN|OTHER/, (name) => (name === "OWN" ? accounts.OWN : accounts.OTHER)),
      scopes,
      environment: chosen.gateway ?? undefined,
    };
    const explained = await explainAccess(contextOf(tenant, "ada"), {
      keyId: key.id,
      ...request,
      address: chosen.address === null ? null : [chosen.address],
    });
    const answer = await verifyWith(gate.url, { token: key.secret, ...request, ip: chosen.address });
    // The gate answers with its contract's type.
    const said = (await answer.json()) as VerifyAnswer;
    const isOneWindow =
      windowStart(new Date(explained.request.at), BURST_SECONDS).getTime() ===
      windowStart(new Date(), BURST_SECONDS).getTime();
    // Limits may begin anew between the two questions: then they were asked about two states.
    if (isOneWindow) return { explained, said };
  }
}

/** The gate's own addresses: it decides them without its route table. */
const OWN = [
  ["GET", "/v1/me"],
  ["HEAD", "/v1/me"],
  ["GET", "/v1/integration-keys"],
  ["GET", "/v1/integration-keys/OWN"],
  ["GET", "/api/rest/v6/baseUris"],
  ["GET", "/api/rest/v5/base_uris"],
] as const;

describe("I10: an explanation of a request that came through proxies", () => {
  const CLIENT = "203.0.113.7";
  it.each([
    [CLIENT, "allowed"],
    [`${CLIENT}, 127.0.0.9`, "allowed"],
    [`198.51.100.1, ${CLIENT}, 127.0.0.9, 127.0.0.8`, "allowed"],
    [`${CLIENT}, 198.51.100.1`, "ip_not_allowed"],
    [`${CLIENT}, 198.51.100.1, 127.0.0.9`, "ip_not_allowed"],
    [`${CLIENT}, unknown, 127.0.0.9`, "ip_not_allowed"],
    ["127.0.0.9, 127.0.0.8", "ip_not_allowed"],
  ])("with X-Forwarded-For: %s says what the gate answers: %s", async (list, code) => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const key = await makeKey(database.db, tenant.account, tenant.people.ada.id, { allowedRanges: [CLIENT] });
    const request = ExplainBody.parse({ method: "GET", path: "/open", address: list });
    const explained = await explainAccess(contextOf(tenant, "ada"), { keyId: key.id, ...request });
    expect(explained.verdict.code).toBe(code);
    const headers = { "X-Forwarded-For": list, "X-Forwarded-Method": "GET", "X-Forwarded-Uri": "/open" };
    const answer = await call(gate.url, key.secret, "/v1/authorize", { headers });
    expect(answer.status).toBe(explained.verdict.status);
    const callId = answer.headers.get("x-countersign-call") ?? "";
    const recorded = await explainAccess(contextOf(tenant, "ada"), { keyId: key.id, callId });
    expect(recorded.request.address).toBe(explained.request.address);
  });
});

describe("I10: an explanation of the gate's own addresses", () => {
  it.each([
    ["a key that may", ["integrations:read"]],
    ["a key that may not list keys", ["agreements:read"]],
  ] as const)(
    "says what the gate answers to %s, asked beforehand and of the recorded call",
    async (_, scopes) => {
      const tenant = await makeTenant(database.db, { ada: "admin" });
      const key = await makeKey(database.db, tenant.account, tenant.people.ada.id, { scopes: [...scopes] });
      const ctx = contextOf(tenant, "ada");
      for (const [method, template] of OWN) {
        const path = template.replace("OWN", key.id);
        const { verdict } = await explainAccess(ctx, { keyId: key.id, method, path });
        const answer = await call(gate.url, key.secret, path, { method });
        expect([path, verdict.status]).toEqual([path, answer.status]);
        const callId = answer.headers.get("x-countersign-call") ?? "";
        const again = await explainAccess(ctx, { keyId: key.id, callId });
        expect([path, again.verdict.status]).toEqual([path, answer.status]);
      }
      const verified = await verifyWith(gate.url, { token: key.secret });
      const { callId, valid } = (await verified.json()) as VerifyAnswer;
      const explained = await explainAccess(ctx, { keyId: key.id, callId: callId ?? "" });
      expect([explained.verdict.allowed, valid]).toEqual([true, true]);
    },
  );

  it("takes a recorded call for one of a service behind the gateway where the gate asked its route table", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
    for (const [method, template] of OWN) {
      const path = template.replace("OWN", key.id);
      const answer = await verifyWith(gate.url, { token: key.secret, method, path });
      // The gate answers with its contract's type.
      const said = (await answer.json()) as VerifyAnswer;
      const again = await explainAccess(contextOf(tenant, "ada"), {
        keyId: key.id,
        callId: said.callId ?? "",
      });
      expect([path, again.verdict.code]).toEqual([path, "unknown_route"]);
      expect(said).toMatchObject({ valid: false, code: "unknown_route" });
    }
  });

  it("goes by the environment that the gate serves, unless another is named", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
    const codeOf = async (input: { readonly environment?: "sandbox" | "production" }) =>
      (await explainAccess(contextOf(tenant, "ada"), { keyId: key.id, ...input })).verdict.code;
    process.env["GATE_ENVIRONMENT"] = "sandbox";
    try {
      expect(await codeOf({})).toBe("wrong_environment");
      expect(await codeOf({ environment: "production" })).toBe("allowed");
    } finally {
      delete process.env["GATE_ENVIRONMENT"];
    }
    expect(await codeOf({})).toBe("allowed");
  });
});

describe("I10: an explanation", () => {
  it("says what the gate answers: code, status, words, scopes and what is missing", async () => {
    const codes = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(state, async (chosen) => {
        const { explained, said } = await bothSay(chosen);
        const { verdict, checks } = explained;
        codes.set(verdict.code, (codes.get(verdict.code) ?? 0) + 1);
        expect(verdict.allowed).toBe(said.valid);
        const refusals = checks.filter((check) => check.outcome === "refused").map((check) => check.code);
        if (said.valid) {
          expect(verdict.scopes).toEqual(said.scopes);
          expect(refusals).toEqual([]);
        } else {
          const { code, status, text, missing } = verdict;
          const { code: saidCode, status: saidStatus, detail, missing: saidMissing } = said;
          expect({ code, status, text, missing }).toEqual({
            code: saidCode,
            status: saidStatus,
            text: detail,
            missing: saidMissing,
          });
          expect(refusals).toEqual([said.code]);
        }
      }),
      { numRuns: STATES, seed: 20_261_122 },
    );
    // The states reach every verdict, each several times; but keys have no resource (gate/own-api/protected-resource.test.ts).
    for (const code of CALL_CODES.filter((one) => one !== "wrong_resource")) {
      expect(codes.get(code) ?? 0, `${code} of ${JSON.stringify([...codes])}`).toBeGreaterThan(2);
    }
  }, 120_000);
});
