import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeTenant, type TenantOptions } from "@/db/testing/tenant";
import { CreatedKey, KeyCreators, KeyList } from "@/lib/contracts/keys/integration-keys";
import { useDatabase } from "@/lib/kernel/database";
import { call, cookieOf, jsonOf } from "@/testing/console";

import { GET as GET_CREATORS } from "./creators/route";
import { GET, POST } from "./route";

const database = testDatabase(useDatabase);
const nightly = { name: "Nightly export", scopes: ["agreement_read", "users:read"] };

async function signedIn(person: "ada" | "max", options: TenantOptions = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member" }, options);
  const cookie = await cookieOf(tenant.people[person]);
  const accountId = tenant.account.id;
  const path = `/api/accounts/${accountId}/integration-keys`;
  const params = { accountId };
  return {
    list: (query = "") => call(GET, { path: `${path}${query}`, params, cookie }),
    creators: () => call(GET_CREATORS, { path: `${path}/creators`, params, cookie }),
    create: (json: unknown, headers: Record<string, string> = {}) =>
      call(POST, { path, params, cookie, method: "POST", json, headers }),
  };
}

describe("the address of an account's keys", () => {
  it("answers 201 with the key and its secret, which no cache may keep (R9)", async () => {
    const { create } = await signedIn("ada");
    const answer = await create(nightly);
    expect(answer.status).toBe(201);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const { key, secret } = CreatedKey.parse(await jsonOf(answer));
    expect(key.scopes).toEqual(["users:read", "agreements:read"]);
    expect(secret).toMatch(/^ik_live_/);
  });

  it("answers a repeated Idempotency-Key with the same key and no secret (R9, I8)", async () => {
    const { create, list } = await signedIn("ada");
    const headers = { "Idempotency-Key": "form-1" };
    const first = CreatedKey.parse(await jsonOf(await create(nightly, headers)));
    const second = CreatedKey.parse(await jsonOf(await create(nightly, headers)));
    expect(second).toEqual({ key: first.key, secret: null });
    const reordered = { ...nightly, scopes: nightly.scopes.toReversed() };
    expect(await jsonOf(await create(reordered, headers))).toEqual({ key: first.key, secret: null });
    expect(KeyList.parse(await jsonOf(await list())).data).toHaveLength(1);
    expect((await create({ ...nightly, name: "Another" }, headers)).status).toBe(422);
  });

  it("answers 200 with the keys that the filters let through, and no secret in any of them", async () => {
    const { create, list } = await signedIn("ada");
    const { key, secret } = CreatedKey.parse(await jsonOf(await create(nightly)));
    const text = await (await list("?q=NIGHT&status=active&method=long_lived")).text();
    expect(KeyList.parse(JSON.parse(text)).data.map(({ id }) => id)).toEqual([key.id]);
    expect(text).not.toContain(secret);
    expect(KeyList.parse(await jsonOf(await list("?status=revoked"))).data).toEqual([]);
  });

  it("answers 200 with who created keys", async () => {
    const { create, creators } = await signedIn("ada");
    await create(nightly);
    const { data } = KeyCreators.parse(await jsonOf(await creators()));
    expect(data.map(({ name }) => name)).toEqual(["ada"]);
  });

  it.each([
    ["/name", { ...nightly, name: "\u202Eevil" }],
    ["/scopes/0", { ...nightly, scopes: ["agreements:fly"] }],
    ["/scopes/0", { ...nightly, scopes: ["signature", "agreements:read"] }],
    ["/scopes", { ...nightly, scopes: [] }],
    ["/expiresAt", { ...nightly, expiresAt: "2020-01-01T00:00:00Z" }],
    ["/allowedRanges/1", { ...nightly, allowedRanges: ["203.0.113.0/24", "10.0.0.1/8"] }],
  ])("answers 422 with a pointer to %s", async (pointer, body) => {
    const { create } = await signedIn("ada");
    const answer = await create(body);
    expect(answer.status).toBe(422);
    expect(await jsonOf(answer)).toMatchObject({ code: "validation_failed", errors: [{ pointer }] });
  });

  it("answers 422 to a filter that does not exist", async () => {
    const { list } = await signedIn("ada");
    expect((await list("?status=gone")).status).toBe(422);
    expect((await list("?cursor=../../etc")).status).toBe(422);
  });

  it("answers 403 to a member, whatever is asked (R2)", async () => {
    const { create, creators, list } = await signedIn("max");
    for (const answer of [await list(), await creators(), await create(nightly)]) {
      expect(answer.status).toBe(403);
      expect(await jsonOf(answer)).toMatchObject({ code: "forbidden" });
    }
  });

  it.each([
    ["plan_not_eligible", { plan: "business" }],
    ["feature_not_enabled", { hasIntegrationKeys: false }],
  ] as const)("answers 403 %s where the account has no keys (R1)", async (code, options) => {
    const { create, creators, list } = await signedIn("ada", options);
    for (const answer of [await list(), await creators(), await create(nightly)]) {
      expect(answer.status).toBe(403);
      expect(await jsonOf(answer)).toMatchObject({ code });
    }
  });

  it("answers 409 once the account has as many active keys as it may (R10)", async () => {
    const { create } = await signedIn("ada", { activeKeyLimit: 1 });
    expect((await create(nightly)).status).toBe(201);
    const answer = await create(nightly);
    expect(answer.status).toBe(409);
    expect(await jsonOf(answer)).toMatchObject({ code: "active_key_limit" });
  });
});
