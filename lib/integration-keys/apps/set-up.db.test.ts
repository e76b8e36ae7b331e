/** Redirect URIs and Implicit, and who may change what an app is set up with. */
import { describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf } from "@/db/testing/tenant";
import { addSecret, appsOn, publicJwk, refusal, upload, type Context } from "@/testing/app-steps";

import { useDatabase } from "../../kernel/database";
import { revokeIntegrationKey } from "../revocations/revoke";
import { addKeyPair } from "./add-key-pair";
import { setImplicit } from "./set-implicit";
import { listRedirectUris, setRedirectUris } from "./redirect-uris";

// Pairs of 3,072 bits are generated: how long their primes are looked for is chance.
vi.setConfig({ testTimeout: 60_000 });

const database = testDatabase(useDatabase);
const { arrange, recordOf } = appsOn(database);

describe("redirect URIs and Implicit", () => {
  const first = "https://app.example.com/callback";
  const second = "http://127.0.0.1/callback";

  it("are set as a whole, in their order, on the record, and nothing is written where nothing changed", async () => {
    const { ctx, keyId } = await arrange();
    expect(await setRedirectUris(ctx, { keyId, redirectUris: [first, second] })).toEqual({
      redirectUris: [first, second],
    });
    await setRedirectUris(ctx, { keyId, redirectUris: [first, second] });
    await setRedirectUris(ctx, { keyId, redirectUris: [second, first] });
    expect(await listRedirectUris(ctx, keyId)).toEqual({ redirectUris: [second, first] });
    await setRedirectUris(ctx, { keyId, redirectUris: [] });
    expect(await listRedirectUris(ctx, keyId)).toEqual({ redirectUris: [] });
    expect((await recordOf(keyId)).map(({ action, after }) => [action, after])).toEqual(
      [[first, second], [second, first], []].map((redirectUris) => [
        "key.redirect_uris_changed",
        { redirectUris },
      ]),
    );
  });

  it("that two admins set at once are the list of one of them, whole", async () => {
    const { tenant, ctx, keyId } = await arrange();
    const lists = Array.from({ length: 2 }, (_, list) =>
      Array.from({ length: 20 }, (__, index) => `https://app${list}.example.com/${index}`),
    );
    await Promise.all(
      (["ada", "grace"] as const).map((person, index) =>
        setRedirectUris(contextOf(tenant, person), { keyId, redirectUris: lists[index] ?? [] }),
      ),
    );
    expect(lists).toContainEqual((await listRedirectUris(ctx, keyId)).redirectUris);
  });

  it("that two admins change from the same list at once are changed by one of them, and the other is told", async () => {
    const { tenant, ctx, keyId } = await arrange();
    await setRedirectUris(ctx, { keyId, redirectUris: [first] });
    const attempts = await Promise.allSettled(
      (["ada", "grace"] as const).map((person) =>
        setRedirectUris(contextOf(tenant, person), {
          keyId,
          redirectUris: [first, `https://${person}.example.com/`],
          previous: [first],
        }),
      ),
    );
    expect(attempts.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const refused = attempts.find((one) => one.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "redirect_uris_changed" });
    expect((await listRedirectUris(ctx, keyId)).redirectUris).toHaveLength(2);
    expect(await recordOf(keyId)).toHaveLength(2);
  });

  it("Implicit is off until somebody allows it, and each change is on the record once", async () => {
    const { ctx, keyId } = await arrange();
    for (const isAllowed of [false, true, true, false]) {
      expect(await setImplicit(ctx, { keyId, isAllowed })).toMatchObject({ isImplicitAllowed: isAllowed });
    }
    expect((await recordOf(keyId)).map(({ action, after }) => [action, after])).toEqual([
      ["key.implicit_changed", { isImplicitAllowed: true }],
      ["key.implicit_changed", { isImplicitAllowed: false }],
    ]);
  });
});

/** Every change of what an app is set up with. */
const CHANGES: readonly (readonly [string, (ctx: Context, keyId: string) => Promise<unknown>])[] = [
  ["a secret", (ctx, keyId) => addSecret(ctx, keyId)],
  ["a generated pair", (ctx, keyId) => addKeyPair(ctx, { name: "Server", keyId })],
  ["an uploaded key", (ctx, keyId) => upload(ctx, keyId, publicJwk())],
  ["redirect URIs", (ctx, keyId) => setRedirectUris(ctx, { keyId, redirectUris: ["https://a.example/"] })],
  ["Implicit", (ctx, keyId) => setImplicit(ctx, { keyId, isAllowed: true })],
];

describe.each(CHANGES)("%s", (_, work) => {
  it("is refused for keys that are no apps, revoked apps, other accounts' apps, and whoever doesn't manage it", async () => {
    const { tenant, ctx, keyId } = await arrange();
    const other = await arrange();
    const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
    expect(await refusal(work(ctx, key.id))).toMatchObject({ code: "not_an_app" });
    expect(await refusal(work(other.ctx, keyId))).toMatchObject({ code: "not_found" });
    expect(await refusal(work(contextOf(tenant, "eve"), keyId))).toMatchObject({ code: "not_key_creator" });
    expect(await refusal(work(contextOf(tenant, "max"), keyId))).toMatchObject({ code: "forbidden" });
    await work(contextOf(tenant, "dev"), keyId);
    await revokeIntegrationKey(ctx, { keyId, reason: "over" });
    const before = await recordOf(keyId);
    expect(await refusal(work(ctx, keyId))).toMatchObject({ code: "key_already_revoked" });
    expect(await recordOf(keyId)).toEqual(before);
  });
});
