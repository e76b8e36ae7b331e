/**
 * A key that is refused again and again, for whatever reason there is: the rows are bounded, the counts exact, every
 * answer true, and nobody else is kept waiting.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeApp, makeToken } from "@/db/testing/app";
import { makeKey, type TestKey, type TestKeyOptions } from "@/db/testing/key";
import { contextOf, makeTenant, type TenantOptions } from "@/db/testing/tenant";

import { REFUSALS_STORED, REFUSALS_TOLD } from "../../lib/domain/verdict/refusal-limits";
import type { KnownKeyRefusal } from "../../lib/domain/verdict/refusals";
import { refusalStatus } from "../../lib/domain/verdict/verdict";
import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { listKnocks } from "../../lib/integration-keys/calls/knocks";
import { useDatabase } from "../../lib/kernel/database";
import { authorizeWith, verifyWith, type Headers } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";
import { withinOneHour } from "../testing/within-one-hour";

vi.setConfig({ testTimeout: 60_000 });

const STORM = 4 * REFUSALS_TOLD;
const CLIENTS = 25;
/** A storm may begin in one window and end in the next. */
const ROWS_MAX = 2 * REFUSALS_TOLD;

const database = testDatabase(useDatabase);
const folder = mkdtempSync(join(tmpdir(), "countersign-routes-"));
let gate: GateProcess;
beforeAll(async () => {
  const routes = join(folder, "routes.yaml");
  writeFileSync(
    routes,
    'routes:\n  - { method: GET, path: "/accounts/{accountId}/agreements", scopes: agreements:read }\n',
  );
  gate = await startGate(database.url, { GATE_ENVIRONMENT: "production", GATE_ROUTES: routes });
});
afterAll(async () => {
  await gate.stop();
  rmSync(folder, { recursive: true });
});

async function arrange(options: TestKeyOptions & TenantOptions = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "admin" }, options);
  const key = await makeKey(database.db, tenant.account, tenant.people.max.id, options);
  return { tenant, key, path: `/accounts/${tenant.account.id}/agreements` };
}
type Arranged = Omit<Awaited<ReturnType<typeof arrange>>, "key"> & {
  readonly key: Pick<TestKey, "id" | "secret">;
};

const own = (text: string, ...values: unknown[]) => database.owner.query(text, values);

/** A key that is refused for each reason there is; what `path` asks for is let through otherwise. */
const REASONS: Record<KnownKeyRefusal, () => Promise<Arranged>> = {
  revoked_key: async () => {
    const one = await arrange();
    await revokeIntegrationKey(contextOf(one.tenant, "ada"), { keyId: one.key.id, reason: "leaked" });
    return one;
  },
  expired_key: () => arrange({ expiresAt: new Date(Date.now() - 1_000) }),
  wrong_environment: () => arrange({ environment: "sandbox" }),
  wrong_resource: async () => {
    const { tenant, path } = await arrange();
    const { account, people } = tenant;
    const app = await makeApp(database.db, account, people.ada.id);
    const token = await makeToken(database.db, app, account.id, people.max.id, {
      resource: "https://other.example.com",
    });
    return { tenant, path, key: { id: app.id, secret: token.secret } };
  },
  account_closed: async () => {
    const one = await arrange();
    await own("update accounts set status = 'closed' where id = $1", one.tenant.account.id);
    return one;
  },
  account_not_entitled: () => arrange({ plan: "business" }),
  owner_inactive: async () => {
    const one = await arrange();
    await own("update users set status = 'deactivated' where id = $1", one.tenant.people.max.id);
    return one;
  },
  ip_not_allowed: () => arrange({ allowedRanges: ["203.0.113.0/24"] }),
  ambiguous_path: async () => ({ ...(await arrange()), path: "/accounts//agreements" }),
  unknown_route: async () => ({ ...(await arrange()), path: "/elsewhere" }),
  wrong_account: async () => ({
    ...(await arrange()),
    path: "/accounts/018f0000-0000-7000-8000-000000000000/agreements",
  }),
  insufficient_scope: () => arrange({ scopes: ["webhooks:read"] }),
  hourly_limit_exceeded: () => arrange({ hourlyLimit: 5 }),
  burst_limit_exceeded: () => arrange({ burstLimit: 5 }),
};
const CODES = Object.keys(REASONS) as KnownKeyRefusal[];

const asked = (path: string, address: string): Headers => ({
  "x-forwarded-method": "GET",
  "x-forwarded-uri": path,
  "x-forwarded-for": address,
});

type Answer = {
  readonly status: number;
  readonly code: string;
  readonly callId: string | null;
  readonly retryAfter: number | null;
};

async function ask({ key, path }: Arranged, address = "198.51.100.7"): Promise<Answer> {
  const response = await authorizeWith(gate.url, key.secret, "", asked(path, address));
  const text = await response.text();
  return {
    status: response.status,
    code: text === "" ? "allowed" : (JSON.parse(text) as { code: string }).code,
    callId: response.headers.get("x-countersign-call"),
    retryAfter: response.headers.has("retry-after") ? Number(response.headers.get("retry-after")) : null,
  };
}

/** Asks so often, from many sides. @param addressOf of the nth question */
async function storm(one: Arranged, count: number, addressOf?: (n: number) => string): Promise<Answer[]> {
  const answers: Answer[] = [];
  let left = count;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      answers.push(await ask(one, addressOf?.(left)));
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return answers;
}

async function recordOf(key: Pick<TestKey, "id">) {
  const { rows } = await own("select id, code from calls where key_id = $1 and code <> 'allowed'", key.id);
  const hours = await own(
    "select code, sum(count)::int as count from call_hours where key_id = $1 and code <> 'allowed' group by code",
    key.id,
  );
  return {
    rows: rows as { id: string; code: string }[],
    counts: hours.rows as { code: string; count: number }[],
  };
}

describe("a key that is refused again and again", () => {
  it.each(CODES)("for %s fills a bounded number of rows; the counts are exact, the answers true", (reason) =>
    withinOneHour(async () => {
      const one = await REASONS[reason]();
      const answers = await storm(one, STORM);
      const refused = answers.filter((answer) => answer.status !== 200);
      const { rows, counts } = await recordOf(one.key);
      expect(counts).toEqual([{ code: reason, count: refused.length }]);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.length).toBeLessThanOrEqual(ROWS_MAX);
      expect(new Set(rows.map((row) => row.code))).toEqual(new Set([reason]));
      // Whoever is told of a call finds it.
      expect(refused.flatMap((answer) => answer.callId ?? []).toSorted()).toEqual(
        rows.map((row) => row.id).toSorted(),
      );
      const waits = refused.filter((answer) => answer.status === 429);
      expect(waits.length).toBeGreaterThanOrEqual(STORM - ROWS_MAX);
      for (const wait of waits) expect(wait.retryAfter).toBeGreaterThan(0);
      if (refusalStatus(reason) === 429) return;
      for (const wait of waits) expect([wait.code, wait.callId]).toEqual(["burst_limit_exceeded", null]);
      for (const wait of waits) expect(wait.retryAfter).toBeLessThanOrEqual(30);
      const told = refused.filter((answer) => answer.status !== 429);
      expect(new Set(told.map((answer) => `${answer.status} ${answer.code}`))).toEqual(
        new Set([`${refusalStatus(reason)} ${reason}`]),
      );
      // In a second window more are told than an ended key's address has rows in an hour.
      expect(told.length).toBeGreaterThanOrEqual(rows.length);
      expect(told.length).toBeLessThanOrEqual(ROWS_MAX);
    }),
  );

  it("is told by /v1/verify too, which names no call that is not there", async () => {
    const one = await REASONS.revoked_key();
    await storm(one, 2 * ROWS_MAX);
    const body = { token: one.key.secret, method: "GET", path: one.path, ip: "198.51.100.7" };
    const answers: unknown[] = [];
    // A new window may begin at any moment, with its own answers.
    for (let left = REFUSALS_TOLD + 1; left > 0; left -= 1) {
      answers.push(await (await verifyWith(gate.url, body)).json());
    }
    expect(answers).toContainEqual({
      valid: false,
      status: 429,
      code: "burst_limit_exceeded",
      title: "Burst limit exceeded",
      detail:
        "Too many requests with this integration key were refused. Wait a few seconds: the next answer says why.",
      needed: ["agreements:read"],
      missing: [],
      challenge: null,
      retryAfterSeconds: expect.any(Number),
      callId: null,
      limits: null,
    });
  });

  it("is let through at once when its request is a good one", async () => {
    const one = await REASONS.unknown_route();
    await storm(one, STORM);
    const good = { ...one, path: `/accounts/${one.tenant.account.id}/agreements` };
    expect(await ask(good)).toMatchObject({ status: 200 });
  });

  it("keeps no other key and no other reason from being told and kept", async () => {
    const one = await REASONS.unknown_route();
    await storm(one, STORM);
    expect(await ask({ ...one, path: "/accounts//agreements" })).toMatchObject({ code: "ambiguous_path" });
    const second = await makeKey(database.db, one.tenant.account, one.tenant.people.ada.id);
    expect(await ask({ ...one, key: second })).toMatchObject({ code: "unknown_route" });
  });
});

describe("an ended key", () => {
  it("that is called without a pause from one address hides nobody who calls from another", async () => {
    const one = await REASONS.revoked_key();
    await storm(one, STORM);
    const other = await ask(one, "203.0.113.9");
    expect(other).toMatchObject({ status: 401, code: "revoked_key", callId: expect.any(String) });
    const { knocks } = await listKnocks(contextOf(one.tenant, "ada"), one.key.id);
    expect(knocks).toMatchObject({ calls: STORM + 1, areCallsExact: true, areAddressesExact: false });
    expect(knocks?.data.map((caller) => caller.address)).toContain("203.0.113.9");
  });

  it("that is called from very many addresses fills no more rows for it, and is counted to the last call", () =>
    withinOneHour(async () => {
      const one = await REASONS.revoked_key();
      const count = REFUSALS_STORED + 500;
      const answers = await storm(one, count, (n) => `2001:db8:${n.toString(16)}::1`);
      const { rows, counts } = await recordOf(one.key);
      expect(rows.length).toBeLessThanOrEqual(REFUSALS_STORED);
      expect(counts).toEqual([{ code: "revoked_key", count }]);
      expect(answers.flatMap((answer) => answer.callId ?? [])).toHaveLength(rows.length);
    }));

  it("that is called from many addresses of one subscriber is one caller", async () => {
    const one = await REASONS.expired_key();
    const answers = await storm(one, STORM, (n) => `2001:db8:7:7::${n.toString(16)}`);
    expect((await recordOf(one.key)).rows.length).toBeLessThanOrEqual(ROWS_MAX);
    expect(answers.some((answer) => answer.status === 429)).toBe(true);
  });
});
