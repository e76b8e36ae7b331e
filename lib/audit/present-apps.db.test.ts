/** The check of what is there against the record (R11), for apps and what belongs to them. */
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { CreateKeyBody } from "../contracts/keys/integration-keys";
import { addKeyPair } from "../integration-keys/apps/add-key-pair";
import { addClientSecret } from "../integration-keys/apps/add-secret";
import { setRedirectUris } from "../integration-keys/apps/redirect-uris";
import { removeCredential } from "../integration-keys/apps/remove-credential";
import { setImplicit } from "../integration-keys/apps/set-implicit";
import { createIntegrationKey } from "../integration-keys/keys/making/create";
import { useDatabase } from "../kernel/database";
import { beginRecords } from "./begin-records";
import { verifyAuditChain } from "./verify";

const database = testDatabase(useDatabase);

/** An account with an app, set up by the product's verbs alone. */
async function makeHistory() {
  const tenant = await makeTenant(database.db, { ada: "admin" }, { environment: "sandbox" });
  await beginRecords(database.ownerDb);
  const ctx = contextOf(tenant, "ada");
  const body = { name: "Signing portal", method: "oauth" as const, scopes: ["agreements:read"] };
  const { key } = await createIntegrationKey(ctx, { ...CreateKeyBody.parse(body), idempotencyKey: null });
  const keyId = key.id;
  const { secret } = await addClientSecret(ctx, { keyId, name: "Server" });
  const removed = await addClientSecret(ctx, { keyId, name: "Laptop" });
  await removeCredential(ctx, { keyId, credentialId: removed.secret.id, kind: "client_secret" });
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const { keyPair } = await addKeyPair(ctx, { keyId, name: "Server", publicKey: pem });
  await setRedirectUris(ctx, { keyId, redirectUris: ["https://b.example/", "https://a.example/"] });
  await setImplicit(ctx, { keyId, isAllowed: true });
  const ids = { app: keyId, secret: secret.id, removed: removed.secret.id, keyPair: keyPair.id };
  return { ctx, ids };
}

describe("the record of an app", () => {
  it("leads to what is there where everything was done by the product", async () => {
    const { ctx } = await makeHistory();
    expect(await verifyAuditChain(ctx)).toMatchObject({ isValid: true, differences: [] });
  });

  it.each([
    ["app", "update integration_keys set is_public = true where id = $1", "isPublic"],
    ["app", "update integration_keys set is_implicit_allowed = false where id = $1", "isImplicitAllowed"],
    ["app", "delete from redirect_uris where position = 0 and key_id = $1", "redirectUris"],
    ["app", "update redirect_uris set uri = uri || 'x' where position = 1 and key_id = $1", "redirectUris"],
    ["removed", "update credentials set revoked_at = null where id = $1", "isRemoved"],
    [
      "secret",
      "update credentials set expires_at = date_trunc('milliseconds', now()) where id = $1",
      "expiresAt",
    ],
    ["keyPair", "update credentials set thumbprint = 'x' where id = $1", "thumbprint"],
  ] as const)("tells what was changed past the product of the %s: %s", async (which, statement, field) => {
    const { ctx, ids } = await makeHistory();
    await database.tamper(statement, [ids[which]]);
    const { differences } = await verifyAuditChain(ctx);
    expect(differences).toMatchObject([{ kind: "changed", subjectId: ids[which], field }]);
  });

  it("tells of a credential that nobody added, and of one that is gone", async () => {
    const { ctx, ids } = await makeHistory();
    await database.tamper("update credentials set id = gen_random_uuid() where id = $1", [ids.secret]);
    const { differences } = await verifyAuditChain(ctx);
    expect(differences.map(({ kind, subjectKind }) => `${subjectKind} ${kind}`)).toEqual([
      "credential gone",
      "credential unrecorded",
    ]);
  });
});
