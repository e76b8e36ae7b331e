/** Key pairs of apps (R9, R10, PRODUCT 9): generated, uploaded, and what is refused. */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, it, vi } from "vitest";

import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { appsOn, publicJwk, refusal, upload, type Context } from "@/testing/app-steps";

import { useDatabase } from "../../kernel/database";
import { addKeyPair } from "./add-key-pair";
import { listKeyPairs } from "./list-credentials";
import { removeCredential } from "./remove-credential";

// Pairs of 3,072 bits are generated: how long their primes are looked for is chance.
vi.setConfig({ testTimeout: 60_000 });

const database = testDatabase(useDatabase);
const { arrange, recordOf } = appsOn(database);

describe("a key pair", () => {
  it("is generated with a private key that is shown once and kept nowhere", async () => {
    const { ctx, keyId } = await arrange();
    const { keyPair, privateKeyPem } = await addKeyPair(ctx, { name: "Server", keyId });
    expect(privateKeyPem).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
    expect(keyPair).toMatchObject({ name: "Server", bits: 3_072, lastUsedAt: null });
    expect(await listKeyPairs(ctx, keyId)).toEqual({ data: [keyPair], nextCursor: null });
    const { rows } = await database.owner.query(
      "select public_key_pem, secret_hash from credentials where id = $1",
      [keyPair.id],
    );
    const publicPem = createPublicKey(createPrivateKey(privateKeyPem ?? "")).export({
      type: "spki",
      format: "pem",
    });
    expect(rows).toEqual([{ public_key_pem: publicPem, secret_hash: null }]);
    expect(await recordOf(keyId)).toMatchObject([
      {
        action: "key.key_pair_added",
        after: { credentialId: keyPair.id, thumbprint: keyPair.thumbprint, bits: 3_072, isGenerated: true },
      },
    ]);
  });

  it("is uploaded as PEM, as a JWK and as its text, each public key once in an app until it is removed", async () => {
    const { tenant, ctx, keyId } = await arrange();
    const jwk = publicJwk();
    const pem = createPublicKey({ key: jwk, format: "jwk" })
      .export({ type: "spki", format: "pem" })
      .toString();
    const { keyPair, privateKeyPem, warning } = await upload(ctx, keyId, pem.replaceAll("\n", "\r\n"));
    expect([privateKeyPem, warning]).toEqual([null, expect.stringContaining("2,048 bits")]);
    for (const again of [pem, JSON.stringify(jwk), { ...jwk }]) {
      expect(await refusal(upload(ctx, keyId, again, "Again"))).toMatchObject({ code: "public_key_known" });
    }
    const other = await makeApp(database.db, tenant.account, tenant.people.ada.id);
    expect(await upload(ctx, other.id, pem)).toMatchObject({ keyPair: { thumbprint: keyPair.thumbprint } });
    await removeCredential(ctx, { keyId, credentialId: keyPair.id, kind: "rsa_public_key" });
    expect(await upload(ctx, keyId, pem)).toMatchObject({ keyPair: { thumbprint: keyPair.thumbprint } });
  });

  it("is of one environment alone: what the other app with the GUID has is refused until it is removed there", async () => {
    const { ctx, keyId } = await arrange();
    const { keyPair } = await upload(ctx, keyId, publicJwk());
    const { rows } = await database.owner.query("select client_id from integration_keys where id = $1", [
      keyId,
    ]);
    const live = await makeTenant(database.db, { gus: "admin" }, { environment: "production" });
    const { gus } = live.people;
    const copy = await makeApp(database.db, live.account, gus.id, ["agreements:read"], {
      clientId: rows[0].client_id,
    });
    const inProduction = () => upload(contextOf(live, "gus"), copy.id, publicJwk());
    expect(await refusal(inProduction())).toMatchObject({
      code: "public_key_known",
      message: expect.stringContaining("other environment"),
    });
    await removeCredential(ctx, { keyId, credentialId: keyPair.id, kind: "rsa_public_key" });
    expect(await inProduction()).toMatchObject({ keyPair: { thumbprint: keyPair.thumbprint } });
  });

  it("that two upload at once is there once", async () => {
    const { tenant, keyId } = await arrange();
    const jwk = publicJwk();
    const results = await Promise.allSettled(
      (["ada", "grace"] as const).map((person) => upload(contextOf(tenant, person), keyId, { ...jwk })),
    );
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "public_key_known" },
    });
    expect((await listKeyPairs(contextOf(tenant, "ada"), keyId)).data).toHaveLength(1);
  });

  it("is one of five, and nothing is generated for a sixth (R10)", async () => {
    const { ctx, keyId } = await arrange();
    const added = await Promise.allSettled(
      Array.from({ length: 6 }, (_, nth) => upload(ctx, keyId, publicJwk(nth))),
    );
    expect(added.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    const start = performance.now();
    expect(await refusal(addKeyPair(ctx, { name: "Sixth", keyId }))).toMatchObject({
      code: "credential_limit",
    });
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it.each([
    ["PEM", { type: "pkcs8", format: "pem" } as const],
    ["JWK", { format: "jwk" } as const],
  ])("that is private (%s) is refused, and no part of it is kept or repeated", async (_, form) => {
    const { ctx, keyId } = await arrange();
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
    const d = privateKey.export({ format: "jwk" }).d ?? "";
    const exported = form.format === "jwk" ? privateKey.export(form) : privateKey.export(form);
    const text = typeof exported === "string" ? exported : JSON.stringify(exported);
    const answer = await refusal(upload(ctx, keyId, text));
    expect(answer).toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/publicKey", code: "private_key" }],
    });
    const { rows: kept } = await database.owner.query("select * from credentials where key_id = $1", [keyId]);
    const traces = [d.slice(0, 24), text.replaceAll(/\s/g, "").slice(-120, -90)];
    for (const trace of traces) {
      expect(JSON.stringify([answer, kept, await recordOf(keyId)])).not.toContain(trace);
    }
    expect(kept).toEqual([]);
  });
});

it("tells who may not add a key pair so, and nothing of what was uploaded", async () => {
  const { tenant, ctx, keyId } = await arrange();
  const other = await arrange();
  const unreadable = (who: Context, id = keyId) => refusal(upload(who, id, "no key"));
  expect(await unreadable(contextOf(tenant, "max"))).toMatchObject({ code: "forbidden" });
  expect(await unreadable(contextOf(tenant, "eve"))).toMatchObject({ code: "not_key_creator" });
  expect(await unreadable(other.ctx)).toMatchObject({ code: "not_found" });
  expect(await unreadable(ctx)).toMatchObject({ errors: [{ pointer: "/publicKey", code: "not_readable" }] });
});

describe("with an Idempotency-Key", () => {
  it("the same request once more gets the same pair without its private key, and makes none", async () => {
    const { ctx, keyId } = await arrange();
    const add = () => addKeyPair(ctx, { name: "Server", keyId, idempotencyKey: "click" });
    const first = await add();
    expect(first.privateKeyPem).not.toBeNull();
    // With no room for another pair, a retry is no other pair.
    for (const [nth, name] of ["b", "c", "d", "e"].entries()) await upload(ctx, keyId, publicJwk(nth), name);
    expect(await add()).toMatchObject({ keyPair: first.keyPair, privateKeyPem: null });
  });
});
