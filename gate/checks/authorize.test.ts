import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKeyOptions } from "@/db/testing/key";
import { contextOf, makeTenant, type TenantOptions } from "@/db/testing/tenant";
import { makeCopy } from "@/db/testing/way-to-production";

import type { Profile } from "../../lib/domain/people/profiles";
import { issueIntegrationKey } from "../../lib/integration-keys/keys/making/issue";
import { revokeIntegrationKey } from "../../lib/integration-keys/revocations/revoke";
import { useDatabase } from "../../lib/kernel/database";
import { newSecret } from "../../lib/platform/secrets/secrets";
import { authorizeWith } from "../testing/ask";
import { startGate, type GateProcess } from "../testing/gate-process";
import { withinOneHour } from "../testing/within-one-hour";

// One of these starts a gate of its own.
vi.setConfig({ testTimeout: 60_000 });

const database = testDatabase(useDatabase);
let gate: GateProcess;
beforeAll(async () => {
  gate = await startGate(database.url);
});
afterAll(() => gate.stop());

async function arrange(options: TenantOptions & TestKeyOptions & { profile?: Profile } = {}) {
  const tenant = await makeTenant(database.db, { ada: options.profile ?? "admin" }, options);
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id, options);
  return { tenant, ctx: contextOf(tenant, "ada"), key };
}

const ask = (secret: string | null, query = "", headers = {}) =>
  authorizeWith(gate.url, secret, query, headers);

async function recordedCalls(keyId: string) {
  const { rows } = await database.owner.query(
    `select id, method, path, code, scopes_needed, address, user_agent, outcome_status
     from calls where key_id = $1 order by at, id`,
    [keyId],
  );
  return rows as Record<string, unknown>[];
}

/** Asserts a refusal: its status, its body, and that it names the request. */
async function expectRefusal(response: Response, status: number, code: string): Promise<void> {
  const body: unknown = await response.json();
  expect(body).toMatchObject({ type: `urn:countersign:problem:${code}`, status, code });
  // For gateways that drop the body.
  expect(JSON.parse(response.headers.get("x-countersign-problem") ?? "")).toEqual(body);
  expect(body).toMatchObject({
    instance: "/v1/authorize",
    requestId: response.headers.get("x-request-id"),
    detail: expect.stringMatching(/\.$/),
  });
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("cache-control")).toBe("no-store");
}

describe("200", () => {
  it("lets a key with the needed scopes through and says whose it is", async () => {
    const { tenant, key } = await arrange({ scopes: ["users:read", "agreements:read"] });
    const response = await ask(key.secret, "?scope=agreement_read users:read");
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-countersign-key": key.clientId,
      "x-countersign-account": tenant.account.id,
      "x-countersign-user": tenant.people.ada.id,
      "x-countersign-environment": "production",
      "x-countersign-scopes": "users:read agreements:read",
      "x-ratelimit-limit": "3000",
      "x-ratelimit-remaining": "2999",
      "x-burstlimit-limit": "500",
      "x-burstlimit-remaining": "499",
      "cache-control": "no-store",
    });
    const reset = Number(response.headers.get("x-ratelimit-reset"));
    expect(reset % 3600).toBe(0);
    expect(reset * 1000 - Date.now()).toBeLessThanOrEqual(3_600_000);
  });

  it("takes the key as Access-Token too, and any method", async () => {
    const { key } = await arrange();
    for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"]) {
      const response = await fetch(`${gate.url}/v1/authorize`, {
        method,
        headers: { "access-token": key.secret },
      });
      expect([method, response.status]).toEqual([method, 200]);
    }
  });

  it("records the gateway's request with its path and without its query, before it answers (I3)", async () => {
    const { key } = await arrange();
    const response = await ask(key.secret, "?scope=agreements:read", {
      "x-forwarded-method": "put",
      "x-forwarded-uri": `/agreements/1?token=${key.secret}`,
      "x-forwarded-for": "203.0.113.9",
      "user-agent": "curl/8.5",
    });
    expect(await recordedCalls(key.id)).toEqual([
      {
        id: response.headers.get("x-countersign-call"),
        method: "PUT",
        path: "/agreements/1",
        code: "allowed",
        scopes_needed: ["agreements:read"],
        address: "203.0.113.9",
        user_agent: "curl/8.5",
        outcome_status: null,
      },
    ]);
  });

  it("records no secret, wherever it stands in a path or a user agent (I5)", async () => {
    const { key } = await arrange();
    await ask(key.secret, "", {
      "x-original-method": "GET",
      "x-original-uri": `https://user:${key.secret}@api.example/keys/${key.secret}/x`,
      "user-agent": `client ${key.secret}`,
    });
    const [recorded] = await recordedCalls(key.id);
    expect(recorded).toMatchObject({ path: "/keys/ik_live_…/x", user_agent: "client ik_live_…" });
    expect(gate.output()).not.toContain(key.secret);
  });

  it("counts calls, hours, last calls and scope uses together with the record", async () => {
    const { key, tenant } = await arrange({ scopes: ["agreements:read", "users:read"] });
    await Promise.all(Array.from({ length: 10 }, () => ask(key.secret, "?scope=agreements:read")));
    await ask(key.secret, "?scope=users:login");
    const { rows: hours } = await database.owner.query(
      "select code, sum(count)::int as count from call_hours where key_id = $1 group by code order by code",
      [key.id],
    );
    expect(hours).toEqual([
      { code: "allowed", count: 10 },
      { code: "insufficient_scope", count: 1 },
    ]);
    const { rows: lastCalls } = await database.owner.query(
      `select account_id, last_code, last_address, last_user_agent, first_call_at <= last_allowed_at as is_ordered,
         last_allowed_at <= last_call_at as is_refused_last from key_activity where key_id = $1`,
      [key.id],
    );
    expect(lastCalls).toEqual([
      {
        account_id: tenant.account.id,
        last_code: "insufficient_scope",
        last_address: "127.0.0.1",
        last_user_agent: "node",
        is_ordered: true,
        is_refused_last: true,
      },
    ]);
    const { rows: uses } = await database.owner.query("select scope from scope_uses where key_id = $1", [
      key.id,
    ]);
    expect(uses).toEqual([{ scope: "agreements:read" }]);
  });

  it("works with a replaced key until its overlap ends (R4)", async () => {
    const { key } = await arrange({ retiresAt: new Date(Date.now() + 60_000) });
    expect((await ask(key.secret)).status).toBe(200);
  });
});

describe("400", () => {
  it.each([
    ["?scope=agreements:read nonsense", "unknown_scope", "?scope"],
    ["?scopes=agreements:read", "invalid_request", "?scopes"],
    ["?environment=staging", "invalid_request", "?environment"],
    ["?environment=sandbox&environment=production", "invalid_request", "?environment"],
  ])("says what is wrong with %s instead of letting through", async (query, code, pointer) => {
    const { key } = await arrange();
    const response = await ask(key.secret, query);
    const body: unknown = await response.clone().json();
    await expectRefusal(response, 400, code);
    expect(body).toMatchObject({ errors: [{ pointer }] });
    expect(await recordedCalls(key.id)).toEqual([]);
  });

  it("says it in a header too, in ASCII and no longer than gateways read, for those that drop the body", async () => {
    const { key } = await arrange();
    for (const scope of ["ünknown", "\u{1F511}".repeat(60), "x".repeat(8_000)]) {
      const response = await ask(key.secret, `?scope=${encodeURIComponent(scope)}`);
      const text = response.headers.get("x-countersign-problem") ?? "";
      expect(text.length).toBeLessThanOrEqual(1_500);
      expect(text).toMatch(/^[\x20-\x7E]+$/);
      const { code, requestId, detail } = (await response.json()) as Record<string, unknown>;
      expect(JSON.parse(text)).toMatchObject({ code, requestId, detail });
    }
  });

  it("refuses two credentials that differ", async () => {
    const { key } = await arrange();
    const other = newSecret("ik", "production").text;
    await expectRefusal(await ask(key.secret, "", { "access-token": other }), 400, "invalid_request");
  });

  it("refuses two original requests that differ: one of them is the client's claim", async () => {
    const { key } = await arrange();
    const headers = { "x-forwarded-uri": "/public", "x-original-uri": "/private" };
    await expectRefusal(await ask(key.secret, "", headers), 400, "invalid_request");
  });
});

describe("401", () => {
  it("asks for a key where none came, and says nothing of an error", async () => {
    for (const headers of [{}, { authorization: "Basic YTpi" }, { authorization: "Bearer" }]) {
      const response = await ask(null, "", headers);
      expect(response.headers.get("www-authenticate")).toBe('Bearer realm="Countersign"');
      await expectRefusal(response, 401, "missing_key");
    }
  });

  it("refuses a malformed key", async () => {
    const { key } = await arrange();
    for (const secret of [
      "x",
      key.secret.slice(0, -1),
      `${key.secret}0`,
      key.secret.replace("ik_", "iks_"),
    ]) {
      const response = await ask(secret);
      expect(response.headers.get("www-authenticate")).toBe(
        'Bearer realm="Countersign", error="invalid_token"',
      );
      await expectRefusal(response, 401, "malformed_key");
    }
  });

  it("refuses a whole key that nobody has, and secrets that are no keys", async () => {
    for (const kind of ["ik", "iks", "ikr"] as const) {
      await expectRefusal(await ask(newSecret(kind, "production").text), 401, "unknown_key");
    }
  });

  it("refuses a client secret even where its hash is known", async () => {
    const { key } = await arrange();
    await database.owner.query(
      "update credentials set kind = 'client_secret', name = 'Server', last_four = 'abcd' where id = $1",
      [key.credentialId],
    );
    await expectRefusal(await ask(key.secret), 401, "unknown_key");
  });

  it("refuses an expired key, and one whose credential expired", async () => {
    const { key } = await arrange({ expiresAt: new Date(Date.now() - 1) });
    await expectRefusal(await ask(key.secret), 401, "expired_key");
    const second = await arrange();
    await database.owner.query(
      "update credentials set expires_at = now() - interval '1 ms' where key_id = $1",
      [second.key.id],
    );
    await expectRefusal(await ask(second.key.secret), 401, "expired_key");
  });

  it("refuses a revoked key on the very next call, and keeps the call attributed (R8)", async () => {
    const { ctx, key } = await arrange();
    expect((await ask(key.secret)).status).toBe(200);
    await revokeIntegrationKey(ctx, { keyId: key.id, reason: "leaked" });
    const response = await ask(key.secret);
    const call = response.headers.get("x-countersign-call");
    await expectRefusal(response, 401, "revoked_key");
    expect((await recordedCalls(key.id)).map((row) => row["code"])).toEqual(["allowed", "revoked_key"]);
    expect((await recordedCalls(key.id))[1]).toMatchObject({ id: call });
    expect(response.headers.get("x-request-id")).toBe(call);
  });

  it("refuses a replaced key after its overlap (R4)", async () => {
    const { key } = await arrange({ retiresAt: new Date(Date.now() - 1) });
    await expectRefusal(await ask(key.secret), 401, "revoked_key");
  });

  it("refuses a key of the other environment", async () => {
    const { key } = await arrange({ environment: "sandbox" });
    expect((await ask(key.secret, "?environment=sandbox")).status).toBe(200);
    await expectRefusal(await ask(key.secret, "?environment=production"), 401, "wrong_environment");
  });

  it("refuses in production the sandbox secret of a key that is live there by the same GUID, and says so", async () => {
    const { key } = await arrange({ environment: "sandbox" });
    const { account, people } = await makeTenant(database.db, { gus: "admin" });
    const copy = await makeCopy(database.db, account, people.gus.id, key.clientId);
    const issued = await issueIntegrationKey(contextOf({ account, people }, "gus"), {
      keyId: copy.id,
      expiresAt: undefined,
      idempotencyKey: null,
    });
    const inProduction = await ask(key.secret, "?environment=production");
    expect(await inProduction.clone().json()).toMatchObject({
      detail: expect.stringMatching(/other environment/) as string,
    });
    await expectRefusal(inProduction, 401, "wrong_environment");
    expect((await ask(issued.secret, "?environment=production")).status).toBe(200);
    await expectRefusal(await ask(issued.secret, "?environment=sandbox"), 401, "wrong_environment");
    // Each call is the key's whose secret it came with, though both have one GUID.
    expect(await recordedCalls(copy.id)).toMatchObject([{ code: "allowed" }, { code: "wrong_environment" }]);
    expect(await recordedCalls(key.id)).toMatchObject([{ code: "wrong_environment" }]);
  });
});

describe("403", () => {
  it("names the missing scopes", async () => {
    const { key } = await arrange();
    const response = await ask(key.secret, "?scope=agreement_write+agreements:read");
    expect(response.headers.get("www-authenticate")).toBe(
      'Bearer realm="Countersign", error="insufficient_scope", scope="agreements:read agreements:write"',
    );
    expect(response.headers.get("x-accepted-scopes")).toBe("agreements:read agreements:write");
    expect(response.headers.get("x-ratelimit-remaining")).toBe("3000");
    expect(await response.clone().json()).toMatchObject({ missing: ["agreements:write"] });
    await expectRefusal(response, 403, "insufficient_scope");
  });

  it("narrows the key to its creator's present profile (R6)", async () => {
    const { key } = await arrange({ profile: "member", scopes: ["agreements:read", "users:write"] });
    const response = await ask(key.secret);
    expect(response.headers.get("x-countersign-scopes")).toBe("agreements:read");
    await expectRefusal(await ask(key.secret, "?scope=users:write"), 403, "insufficient_scope");
  });

  it.each([
    ["memberships", "a deactivated member's key"],
    ["users", "a deactivated person's key"],
  ])("refuses by %s %s", async (table) => {
    const { key, tenant } = await arrange();
    const column = table === "users" ? "id" : "user_id";
    await database.owner.query(`update ${table} set status = 'deactivated' where ${column} = $1`, [
      tenant.people.ada.id,
    ]);
    await expectRefusal(await ask(key.secret), 403, "owner_inactive");
  });

  it.each([
    ["plan = 'business'", "account_not_entitled"],
    ["has_integration_keys = false", "account_not_entitled"],
    ["status = 'closed'", "account_closed"],
  ])("after %s refuses with %s", async (change, code) => {
    const { key, tenant } = await arrange();
    await database.owner.query(`update accounts set ${change} where id = $1`, [tenant.account.id]);
    await expectRefusal(await ask(key.secret), 403, code);
  });

  it("refuses an address that is not on the key's list, as the gateway reports it", async () => {
    const { key } = await arrange({ allowedRanges: ["203.0.113.0/24", "2001:db8::/32"] });
    for (const address of ["203.0.113.9", "::ffff:203.0.113.9", "2001:db8::1", "10.1.1.1, 203.0.113.9"]) {
      expect((await ask(key.secret, "", { "x-forwarded-for": address })).status).toBe(200);
    }
    for (const address of ["203.0.114.9", "nonsense", "203.0.113.9, 198.51.100.1", ""]) {
      const response = await ask(key.secret, "", { "x-forwarded-for": address });
      await expectRefusal(response, 403, "ip_not_allowed");
    }
  });
});

describe("429", () => {
  it("refuses beyond the hourly limit until the next full hour, and refusals use no quota (R10)", () =>
    withinOneHour(async () => {
      const { key, tenant } = await arrange({ hourlyLimit: 3, burstLimit: 50 });
      await ask(key.secret, "?scope=users:login");
      const remaining: (string | null)[] = [];
      for (let made = 0; made < 3; made += 1) {
        remaining.push((await ask(key.secret)).headers.get("x-ratelimit-remaining"));
      }
      expect(remaining).toEqual(["2", "1", "0"]);
      const response = await ask(key.secret);
      const retryAfter = Number(response.headers.get("retry-after"));
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(3600);
      expect(response.headers.get("x-ratelimit-remaining")).toBe("0");
      expect(response.headers.get("www-authenticate")).toBeNull();
      await expectRefusal(response, 429, "hourly_limit_exceeded");
      const { rows } = await database.owner.query(
        "select hour_count from call_windows where account_id = $1",
        [tenant.account.id],
      );
      expect(rows).toEqual([{ hour_count: 3 }]);
    }));

  it("refuses beyond the burst limit and begins anew with the next window", async () => {
    const { key, tenant } = await arrange({ hourlyLimit: 50, burstLimit: 2 });
    // Windows are aligned to the clock, so three calls may straddle two of them; five can't fit in two.
    const answers: Response[] = [];
    for (let made = 0; made < 5; made += 1) answers.push(await ask(key.secret));
    const refused = answers.find((response) => response.status === 429);
    if (!refused) throw new Error("Five calls passed a limit of two");
    expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(30);
    await expectRefusal(refused, 429, "burst_limit_exceeded");
    await database.owner.query(
      "update call_windows set burst_start = burst_start - interval '30 s' where account_id = $1",
      [tenant.account.id],
    );
    expect((await ask(key.secret)).status).toBe(200);
  });

  it("limits requests without a usable key by address, and lets known keys from there through", async () => {
    const { key } = await arrange();
    const headers = { "x-forwarded-for": "198.51.100.77" };
    const answers: number[] = [];
    for (let made = 0; made < 450; made += 1) answers.push((await ask("garbage", "", headers)).status);
    expect(answers).toContain(429);
    const limited = await ask("garbage", "", headers);
    expect([401, 429]).toContain(limited.status);
    expect((await ask(key.secret, "", headers)).status).toBe(200);
    expect((await ask("garbage", "", { "x-forwarded-for": "198.51.100.78" })).status).toBe(401);
  });
});

describe("garbage", () => {
  it("is refused without the database, which is not even there", async () => {
    const lonely = await startGate("postgres://nobody@127.0.0.1:9/none");
    const response = await authorizeWith(lonely.url, "ik_live_garbage");
    expect(response.status).toBe(401);
    const unknown = await authorizeWith(lonely.url, newSecret("ik", "production").text);
    expect(unknown.status).toBe(503);
    await lonely.stop();
  });
});
