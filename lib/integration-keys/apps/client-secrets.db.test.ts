/** Client secrets of apps (R9, R10, PRODUCT 9), as the capability enforces them. */
import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { contextOf } from "@/db/testing/tenant";
import { addSecret, appsOn, refusal } from "@/testing/app-steps";

import { AddSecretBody } from "../../contracts/keys/app-credentials";
import { readSecret } from "../../domain/secrets/key-secret";
import { useDatabase } from "../../kernel/database";
import { sha256 } from "../../platform/secrets/secrets";
import { addClientSecret } from "./add-secret";
import { listClientSecrets } from "./list-credentials";
import { removeCredential } from "./remove-credential";

const database = testDatabase(useDatabase);
const { arrange, recordOf } = appsOn(database);
const DAY_MS = 86_400_000;

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
});
