/** What tests set an app up with, on a database of their own. */
import { generateKeyPairSync } from "node:crypto";

import { makeApp } from "@/db/testing/app";
import type { TestDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { AddKeyPairBody, AddSecretBody } from "@/lib/contracts/keys/app-credentials";
import { DomainError } from "@/lib/domain/errors";
import { addKeyPair } from "@/lib/integration-keys/apps/add-key-pair";
import { addClientSecret } from "@/lib/integration-keys/apps/add-secret";

export type Context = ReturnType<typeof contextOf>;

export async function addSecret(
  ctx: Context,
  keyId: string,
  given: { name?: string; expiresAt?: string } = {},
) {
  const body = AddSecretBody.parse({ name: "Server", ...given });
  const { secret, value } = await addClientSecret(ctx, { ...body, keyId });
  if (value === null) throw new Error("A new secret has a value");
  return { secret, value };
}

const made: Record<string, unknown>[] = [];
/** The nth key of whoever uploads one. Each is made once: finding its primes takes seconds where the processor is slow. */
export function publicJwk(nth = 0): Record<string, unknown> {
  return (made[nth] ??= {
    ...generateKeyPairSync("rsa", { modulusLength: 2_048 }).publicKey.export({ format: "jwk" }),
  });
}

export const upload = (
  ctx: Context,
  keyId: string,
  publicKey: string | Record<string, unknown>,
  name = "Server",
) => addKeyPair(ctx, { ...AddKeyPairBody.parse({ name, publicKey }), keyId });

/** How a change was refused, or what else came of it. */
export const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "nothing was refused",
    (error: unknown) =>
      error instanceof DomainError
        ? { code: error.code, errors: error.errors, message: error.message }
        : error,
  );

/** An app of a sandbox with people of every profile, and what is on the record of it. */
export function appsOn(database: TestDatabase) {
  const arrange = async () => {
    const tenant = await makeTenant(
      database.db,
      { ada: "admin", grace: "admin", dev: "developer", eve: "developer", max: "member" },
      { environment: "sandbox" },
    );
    const app = await makeApp(database.db, tenant.account, tenant.people.dev.id);
    return { tenant, ctx: contextOf(tenant, "ada"), keyId: app.id };
  };
  const recordOf = async (keyId: string) => {
    const { rows } = await database.owner.query<{ action: string; before: unknown; after: unknown }>(
      "select action, before, after from audit_events where subject_id = $1 order by sequence",
      [keyId],
    );
    return rows;
  };
  return { arrange, recordOf };
}
