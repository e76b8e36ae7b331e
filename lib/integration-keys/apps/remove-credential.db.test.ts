/** What the removal of a credential ends, and what is said of it before. */
import { describe, expect, it, vi } from "vitest";

import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { contextOf } from "@/db/testing/tenant";
import { addSecret, appsOn, publicJwk, refusal, upload } from "@/testing/app-steps";

import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { listClientSecrets } from "./list-credentials";
import { previewRemoval } from "./preview-removal";
import { removeCredential } from "./remove-credential";

// Pairs of 3,072 bits are generated: how long their primes are looked for is chance.
vi.setConfig({ testTimeout: 60_000 });

const database = testDatabase(useDatabase);
const { arrange, recordOf } = appsOn(database);

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
