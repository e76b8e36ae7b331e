import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeApp, makeToken } from "@/db/testing/app";
import { makeKey, type TestKeyOptions } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { ExplainBody, type ExplainRequest } from "../../contracts/keys/explain";
import { useDatabase } from "../../kernel/database";
import { newCallId } from "../../platform/ids";
import { newSecret } from "../../platform/secrets/secrets";
import type { NewCall } from "../../verification/record/record";
import { recordAtLimit } from "../../verification/record/record-at-limit";
import { explainAccess } from "./explain";
import { revokeIntegrationKey } from "../revocations/revoke";

const database = testDatabase(useDatabase);
const HOUR = 3_600_000;

async function arrange(options: TestKeyOptions = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member", vera: "viewer" });
  const key = await makeKey(database.db, tenant.account, tenant.people.max.id, options);
  const ctx = contextOf(tenant, "ada");
  const explain = (request: ExplainRequest) =>
    explainAccess(ctx, { ...ExplainBody.parse(request), keyId: key.id });
  const record = async (change: Partial<NewCall> = {}) => {
    const at = change.at ?? new Date();
    const call: NewCall = {
      id: newCallId(at),
      at,
      accountId: tenant.account.id,
      keyId: key.id,
      credentialId: key.credentialId,
      userId: key.userId,
      method: "POST",
      path: "/agreements",
      code: "allowed",
      scopesNeeded: ["agreements:read"],
      address: "192.0.2.1",
      userAgent: "test",
      outcomeStatus: null,
      limits: { hourly: 1_000, burst: 1_000 },
      ...change,
    };
    await recordAtLimit({ pool: database.db.$client, hasPreparedStatements: true }, [call]);
    return call.id;
  };
  return { tenant, key, ctx, explain, record };
}

const textOf = (explained: Awaited<ReturnType<typeof explainAccess>>, code: string) =>
  explained.checks.find((check) => check.code === code);

describe("an explanation", () => {
  it("gives every reason in its order, with the facts that each check looked at", async () => {
    const expiresAt = new Date(Date.now() + HOUR);
    const { explain, record } = await arrange({
      scopes: ["agreements:read", "webhooks:write"],
      allowedRanges: ["10.0.0.0/8"],
      expiresAt,
    });
    await record();
    const explained = await explain({
      method: "post",
      path: "https://api.example/agreements?x=1#y",
      scopes: ["agreement_read", "webhooks:write", "users:read"],
      address: "10.0.0.9",
    });
    expect(explained.request).toMatchObject({ method: "POST", path: "/agreements", isAhead: false });
    expect(explained.verdict).toMatchObject({
      allowed: false,
      code: "insufficient_scope",
      status: 403,
      missing: ["users:read", "webhooks:write"],
      scopes: ["agreements:read"],
    });
    expect(textOf(explained, "owner_inactive")?.text).toBe("Acts as max, member.");
    expect(textOf(explained, "ip_not_allowed")?.text).toBe("Address 10.0.0.9 is in 10.0.0.0/8.");
    expect(textOf(explained, "insufficient_scope")).toMatchObject({
      outcome: "refused",
      text:
        "Not granted to this key: users:read. " +
        "Acts as max, member, who may not hold webhooks:write: narrowed.",
    });
    expect(textOf(explained, "hourly_limit_exceeded")?.outcome).toBe("not_reached");
    expect(explained.scopes.map((row) => [row.scope, row.isNeeded, row.isGranted, row.state])).toEqual([
      ["users:read", true, false, "not_granted"],
      ["agreements:read", true, true, "held"],
      ["webhooks:write", true, true, "narrowed"],
    ]);
    const fine = await explain({ address: "10.0.0.9" });
    expect(textOf(fine, "hourly_limit_exceeded")?.text).toBe(
      "1 of 3,000 calls of this hour used by the account.",
    );
  });

  it("judges an instant ahead by the ends that come until then, and knows no limits there", async () => {
    const { explain } = await arrange({ expiresAt: new Date(Date.now() + HOUR) });
    const before = await explain({ at: new Date(Date.now() + HOUR - 60_000).toISOString() });
    expect(before.verdict.allowed).toBe(true);
    expect(textOf(before, "hourly_limit_exceeded")).toMatchObject({
      outcome: "unknown",
      text: "Not known ahead: 3,000 calls per hour are allowed.",
    });
    const after = await explain({ at: new Date(Date.now() + HOUR + 1).toISOString() });
    expect(after.verdict).toMatchObject({ code: "expired_key", status: 401 });
  });

  it("refuses an instant of the past, whose facts are gone", async () => {
    const { explain } = await arrange();
    await expect(explain({ at: new Date(Date.now() - HOUR).toISOString() })).rejects.toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/at", code: "in_the_past" }],
    });
  });

  it("tells the verdict of a recorded call from what it would be now", async () => {
    const { explain, record, ctx, key } = await arrange();
    const callId = await record({ scopesNeeded: ["agreements:read"] });
    await revokeIntegrationKey(ctx, { keyId: key.id, reason: "leaked" });
    expect(await explain({ callId })).toMatchObject({
      call: { id: callId, code: "allowed", method: "POST", path: "/agreements" },
      request: { method: "POST", scopes: ["agreements:read"], address: "192.0.2.1" },
      verdict: { code: "revoked_key", status: 401 },
    });
  });

  it("of a call with legacy authentication is about the person whose password came, while the account allows it", async () => {
    const { explain, record, tenant, key } = await arrange({
      scopes: ["agreements:read", "agreements:write"],
    });
    const { ada, vera } = tenant.people;
    const use = newCallId();
    await database.owner.query("insert into legacy_uses values ($1, $2, $3, $4, now(), now(), 1, 0)", [
      use,
      tenant.account.id,
      key.id,
      vera.id,
    ]);
    await database.owner.query(
      "insert into legacy_authentication values ($1, now() + interval '1 day', 1, now(), $2)",
      [tenant.account.id, ada.id],
    );
    const callId = await record({ credentialId: use, userId: vera.id, scopesNeeded: ["agreements:write"] });
    const explained = await explain({ callId });
    expect(explained).toMatchObject({
      actsAs: { id: vera.id, profile: "viewer" },
      verdict: { code: "insufficient_scope" },
    });
    await database.owner.query("update legacy_authentication set ends_at = null where account_id = $1", [
      tenant.account.id,
    ]);
    expect(await explain({ callId })).toMatchObject({ verdict: { code: "expired_key" } });
    // The key itself acts as its creator as ever.
    expect(await explain({ scopes: ["agreements:write"] })).toMatchObject({
      actsAs: { id: tenant.people.max.id },
      verdict: { code: "allowed" },
    });
  });

  it("of a call with an access token is about the person and the scopes that were granted", async () => {
    const { tenant, ctx } = await arrange();
    const { ada, vera } = tenant.people;
    const app = await makeApp(database.db, tenant.account, ada.id, ["agreements:read", "agreements:write"]);
    const token = await makeToken(database.db, app, tenant.account.id, vera.id);
    const id = newCallId();
    await database.owner.query(
      `insert into calls (id, at, account_id, key_id, credential_id, user_id, method, path, code, scopes_needed)
       values ($1, now(), $2, $3, $4, $5, 'GET', '/', 'allowed', '{agreements:write}')`,
      [id, tenant.account.id, app.id, token.id, vera.id],
    );
    const explained = await explainAccess(ctx, { ...ExplainBody.parse({ callId: id }), keyId: app.id });
    expect(explained).toMatchObject({ actsAs: { id: vera.id }, verdict: { code: "insufficient_scope" } });
    expect(explained.scopes).toContainEqual({
      scope: "agreements:write",
      isNeeded: true,
      isGranted: false,
      state: expect.any(String),
    });
  });

  it("takes a call that was refused for its environment as one to the other one's gateway", async () => {
    const { explain, record } = await arrange();
    const callId = await record({ code: "wrong_environment" });
    expect(await explain({ callId })).toMatchObject({
      request: { environment: "sandbox" },
      verdict: { code: "wrong_environment" },
    });
  });

  it("knows no call of another key, nor of another account (I6), nor one that never was", async () => {
    const one = await arrange();
    const other = await arrange();
    const callId = await other.record();
    for (const id of [callId, newCallId(), "7f7c1e3a-0d1b-4a39-9c1b-9a1f0d0c0b0a"]) {
      await expect(one.explain({ callId: id })).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(
      explainAccess(one.ctx, { ...ExplainBody.parse({}), keyId: other.key.id }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("is for those who may see the key (R2)", async () => {
    const { tenant, key } = await arrange();
    await expect(
      explainAccess(contextOf(tenant, "max"), { ...ExplainBody.parse({}), keyId: key.id }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});

it("of a public route says that no key is looked at, though the key has ended", async () => {
  const folder = mkdtempSync(join(tmpdir(), "explain-routes-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "routes.yaml");
  writeFileSync(file, "routes: [{ method: GET, path: /info, public: true }]");
  vi.stubEnv("GATE_ROUTES", file);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { explain } = await arrange({ retiresAt: new Date(Date.now() - HOUR) });
  const open = await explain({ method: "GET", path: "/info" });
  expect(open.verdict).toMatchObject({ allowed: true, status: 200, text: expect.stringContaining("public") });
  expect([open.checks, open.routeTable.route?.isPublic]).toEqual([[], true]);
  const other = await explain({ method: "POST", path: "/info" });
  expect(other.verdict).toMatchObject({ allowed: false, code: "revoked_key" });
});

describe("a secret", () => {
  const secret = newSecret("ik", "production").text;
  it.each([
    ["path", { path: `/agreements?access_token=${secret}` }],
    ["path", { path: `/keys/${secret.replace("_", "%5F")}` }],
    ["method", { method: secret }],
    ["address", { address: secret }],
    ["scopes", { scopes: [secret] }],
    ["at", { at: secret }],
    ["callId", { callId: secret.slice(0, 40) }],
    [secret, { [secret]: "x" }],
  ])("is refused in %s, and does not come back", (field, body) => {
    const { error } = ExplainBody.safeParse(body);
    const codes = error?.issues.map((issue) =>
      issue.code === "custom" ? issue.params?.["code"] : issue.code,
    );
    expect(codes).toContain(field === secret ? "unrecognized_keys" : "holds_secret");
  });
});
