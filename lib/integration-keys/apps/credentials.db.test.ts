/** Client secrets and key pairs of apps (R9, R10, PRODUCT 9), as the capability enforces them. */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, it, vi } from "vitest";

import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { AddKeyPairBody, AddSecretBody } from "../../contracts/keys/app-credentials";
import { DomainError } from "../../domain/errors";
import { readSecret } from "../../domain/secrets/key-secret";
import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { sha256 } from "../../platform/secrets/secrets";
import { revokeIntegrationKey } from "../revocations/revoke";
import { addKeyPair } from "./add-key-pair";
import { addClientSecret } from "./add-secret";
import { listClientSecrets, listKeyPairs } from "./list-credentials";
import { previewRemoval } from "./preview-removal";
import { removeCredential } from "./remove-credential";
import { setImplicit } from "./set-implicit";
import { listRedirectUris, setRedirectUris } from "./redirect-uris";

// Pairs of 3,072 bits are generated: how long their primes are looked for is chance.
vi.setConfig({ testTimeout: 60_000 });

const database = testDatabase(useDatabase);
const DAY_MS = 86_400_000;

async function arrange() {
  const tenant = await makeTenant(
    database.db,
    { ada: "admin", grace: "admin", dev: "developer", eve: "developer", max: "member" },
    { environment: "sandbox" },
  );
  const app = await makeApp(database.db, tenant.account, tenant.people.dev.id);
  return { tenant, ctx: contextOf(tenant, "ada"), keyId: app.id };
}
type Context = ReturnType<typeof contextOf>;

async function addSecret(ctx: Context, keyId: string, given: { name?: string; expiresAt?: string } = {}) {
  const body = AddSecretBody.parse({ name: "Server", ...given });
  const { secret, value } = await addClientSecret(ctx, { ...body, keyId });
  if (value === null) throw new Error("A new secret has a value");
  return { secret, value };
}
const made: Record<string, unknown>[] = [];
/** The nth key of whoever uploads one. Each is made once: finding its primes takes seconds where the processor is slow. */
function publicJwk(nth = 0): Record<string, unknown> {
  return (made[nth] ??= {
    ...generateKeyPairSync("rsa", { modulusLength: 2_048 }).publicKey.export({ format: "jwk" }),
  });
}
const upload = (ctx: Context, keyId: string, publicKey: string | Record<string, unknown>, name = "Server") =>
  addKeyPair(ctx, { ...AddKeyPairBody.parse({ name, publicKey }), keyId });

const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "nothing was refused",
    (error: unknown) =>
      error instanceof DomainError
        ? { code: error.code, errors: error.errors, message: error.message }
        : error,
  );

async function recordOf(keyId: string) {
  const { rows } = await database.owner.query<{ action: string; before: unknown; after: unknown }>(
    "select action, before, after from audit_events where subject_id = $1 order by sequence",
    [keyId],
  );
  return rows;
}

describe("a client secret", () => {
  it("is revealed once, kept as its hash, listed by its last four and on the record (R9, R11)", async () => {
    const { ctx, keyId } = await arrange();
    const expiresAt = new Date(Date.now() + DAY_MS).toISOString();
    const { secret, value } = await addSecret(ctx, keyId, { name: "Server in Zürich", expiresAt });
    expect(readSecret(value)).toEqual({ kind: "iks", environment: "sandbox" });
    expect(secret).toMatchObject({
      name: "Server in Zürich",
      lastFour: value.slice(-4),
      expiresAt,
      lastUsedAt: null,
    });
    expect(await listClientSecrets(ctx, keyId)).toEqual({ data: [secret], nextCursor: null });
    const { rows } = await database.owner.query("select secret_hash from credentials where id = $1", [
      secret.id,
    ]);
    expect(rows).toEqual([{ secret_hash: sha256(value) }]);
    expect(await recordOf(keyId)).toEqual([
      {
        action: "key.secret_added",
        before: null,
        after: {
          credentialId: secret.id,
          kind: "client_secret",
          name: "Server in Zürich",
          lastFour: value.slice(-4),
          expiresAt,
        },
      },
    ]);
  });

  it("is one of five, also where two admins add at once, and a removed one gives its place free (R10)", async () => {
    const { tenant, keyId } = await arrange();
    const people = ["ada", "grace"] as const;
    const added = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) =>
        addSecret(contextOf(tenant, people[index % 2] ?? "ada"), keyId),
      ),
    );
    const codes = added.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(codes).toEqual(Array.from({ length: 7 }, () => "credential_limit"));
    const ctx = contextOf(tenant, "ada");
    const { data } = await listClientSecrets(ctx, keyId);
    expect(data).toHaveLength(5);
    await removeCredential(ctx, { keyId, credentialId: data[0]?.id ?? "", kind: "client_secret" });
    await addSecret(ctx, keyId);
    expect(await refusal(addSecret(ctx, keyId))).toMatchObject({ code: "credential_limit" });
  });

  it.each([
    [-1, "expiry_in_past"],
    [11 * 366 * DAY_MS, "expiry_beyond_ceiling"],
  ])("can't expire %i ms from now", async (ms, code) => {
    const { ctx, keyId } = await arrange();
    const expiresAt = new Date(Date.now() + ms).toISOString();
    expect(await refusal(addSecret(ctx, keyId, { expiresAt }))).toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/expiresAt", code }],
    });
  });

  it("is nothing for a public app", async () => {
    const { ctx, keyId } = await arrange();
    await database.owner.query("update integration_keys set is_public = true where id = $1", [keyId]);
    expect(await refusal(addSecret(ctx, keyId))).toMatchObject({ code: "app_is_public" });
  });
});

describe("removing a credential", () => {
  it("is for good, done once of two at once, and on the record", async () => {
    const { tenant, ctx, keyId } = await arrange();
    const { secret } = await addSecret(ctx, keyId);
    const input = { keyId, credentialId: secret.id, kind: "client_secret" as const };
    const results = await Promise.allSettled(
      (["ada", "grace"] as const).map((person) => removeCredential(contextOf(tenant, person), input)),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "not_found" },
    });
    expect(await listClientSecrets(ctx, keyId)).toMatchObject({ data: [] });
    expect((await recordOf(keyId)).slice(1)).toEqual([
      {
        action: "key.secret_removed",
        before: { credentialId: secret.id, name: "Server", lastFour: secret.lastFour },
        after: null,
      },
    ]);
    const undo = database.db.$client.query("update credentials set revoked_at = null where id = $1", [
      secret.id,
    ]);
    await expect(undo).rejects.toMatchObject({ code: "23001" });
  });

  it("tells before what stops: the last use, the app's calls, and whether it is the last that works", async () => {
    const { ctx, keyId } = await arrange();
    const { secret } = await addSecret(ctx, keyId);
    const preview = () => previewRemoval(ctx, { keyId, credentialId: secret.id, kind: "client_secret" });
    expect(await preview()).toMatchObject({
      name: "Server",
      lastUsedAt: null,
      isLastCredential: true,
      callsLastDay: 0,
    });
    const { keyPair } = await upload(ctx, keyId, publicJwk());
    await database.owner.query("update credentials set last_used_at = '2026-03-01T12:00:00Z' where id = $1", [
      secret.id,
    ]);
    await database.owner.query(
      "insert into call_hours (key_id, account_id, hour, code, count) values ($1, $2, date_trunc('hour', now()), 'allowed', 7), ($1, $2, date_trunc('hour', now()), 'insufficient_scope', 9), ($1, $2, date_trunc('hour', now()) - interval '25 hours', 'allowed', 11)",
      [keyId, ctx.account.id],
    );
    expect(await preview()).toMatchObject({
      name: "Server",
      lastUsedAt: "2026-03-01T12:00:00.000Z",
      isLastCredential: false,
      callsLastDay: 7,
    });
    await removeCredential(ctx, { keyId, credentialId: keyPair.id, kind: "rsa_public_key" });
    expect(await preview()).toMatchObject({ isLastCredential: true });
    const until = (isPublic: boolean, expiresAt: string | null) =>
      database.owner.query(
        `with app as (update integration_keys set is_public = $2 where id = $1)
         update credentials set expires_at = $4::timestamptz, created_at = '2020-01-01' where id = $3`,
        [keyId, isPublic, secret.id, expiresAt],
      );
    await until(false, "2026-01-01T00:00:00Z");
    expect(await preview(), "nothing ends with what is over").toMatchObject({ isLastCredential: false });
    await until(true, null);
    expect(await preview(), "a public app needs none").toMatchObject({ isLastCredential: false });
  });

  it("by the address of another kind, or of another app, finds nothing", async () => {
    const { tenant, ctx, keyId } = await arrange();
    const { secret } = await addSecret(ctx, keyId);
    const other = await makeApp(database.db, tenant.account, tenant.people.ada.id);
    for (const input of [
      { keyId, kind: "rsa_public_key" as const },
      { keyId: other.id, kind: "client_secret" as const },
      { keyId: newId(), kind: "client_secret" as const },
    ]) {
      const credential = { ...input, credentialId: secret.id };
      expect(await refusal(removeCredential(ctx, credential))).toMatchObject({ code: "not_found" });
      expect(await refusal(previewRemoval(ctx, credential))).toMatchObject({ code: "not_found" });
    }
    expect(await listClientSecrets(ctx, keyId)).toMatchObject({ data: [{ id: secret.id }] });
  });
});

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
  it("the same request once more gets the same secret without its value, and another request none", async () => {
    const { ctx, keyId } = await arrange();
    const add = (name: string) =>
      addClientSecret(ctx, { ...AddSecretBody.parse({ name }), keyId, idempotencyKey: "click" });
    const [one, other] = await Promise.all([add("Server"), add("Server")]);
    expect(one.secret).toEqual(other.secret);
    expect([one.value, other.value].filter((value) => value !== null)).toHaveLength(1);
    expect(await add("Server")).toEqual({ secret: one.secret, value: null });
    expect(await refusal(add("Laptop"))).toMatchObject({ code: "idempotency_key_reused" });
    expect((await recordOf(keyId)).filter(({ action }) => action === "key.secret_added")).toHaveLength(1);
  });

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
