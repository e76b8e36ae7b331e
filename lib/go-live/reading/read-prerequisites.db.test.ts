import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeTenant, type TenantOptions } from "@/db/testing/tenant";
import { accounts, memberships } from "@/db/schema/accounts";
import { credentials, redirectUris } from "@/db/schema/integration-keys";

import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { readPrerequisiteFacts } from "./read-prerequisites";

const database = testDatabase(useDatabase);

const sandbox = () => makeTenant(database.db, { dev: "developer" }, { environment: "sandbox" });

/** Another account with this person in it. */
async function join(
  userId: string,
  profile: "admin" | "member",
  options: TenantOptions & { readonly status?: "deactivated" } = {},
) {
  const { account } = await makeTenant(database.db, {}, options);
  await database.ownerDb.insert(memberships).values({
    id: newId(),
    accountId: account.id,
    environment: account.environment,
    userId,
    profile,
    status: options.status ?? "active",
  });
  return account;
}

describe("the accounts that a key can go to", () => {
  it("are the person's own production accounts, those that will do first", async () => {
    const { account, people } = await sandbox();
    const key = await makeKey(database.db, account, people.dev.id);
    await join(people.dev.id, "admin", { environment: "sandbox" });
    await join(people.dev.id, "admin", { status: "deactivated" });
    await makeTenant(database.db, { eve: "admin" });
    const asMember = await join(people.dev.id, "member");
    const fit = await join(people.dev.id, "admin");
    const { productionAccounts } = await readPrerequisiteFacts(database.db, people.dev.id, {
      id: key.id,
      accountId: account.id,
      method: "long_lived",
    });
    expect(productionAccounts).toEqual([
      {
        id: fit.id,
        name: fit.name,
        plan: "enterprise",
        hasIntegrationKeys: true,
        status: "active",
        isAdmin: true,
      },
      expect.objectContaining({ id: asMember.id, isAdmin: false }),
    ]);
  });

  it("tell of one that is closed that it is", async () => {
    const { account, people } = await sandbox();
    const key = { ...(await makeKey(database.db, account, people.dev.id)), accountId: account.id };
    const closed = await join(people.dev.id, "admin");
    await database.ownerDb.update(accounts).set({ status: "closed" }).where(eq(accounts.id, closed.id));
    const facts = await readPrerequisiteFacts(database.db, people.dev.id, { ...key, method: "long_lived" });
    expect(facts.productionAccounts).toMatchObject([{ id: closed.id, status: "closed" }]);
  });
});

describe("what an app is set up with", () => {
  it("is its own redirect URIs and the key pairs that were not removed", async () => {
    const { account, people } = await sandbox();
    const app = await makeApp(database.db, account, people.dev.id);
    const other = await makeApp(database.db, account, people.dev.id);
    const pair = (keyId: string, revokedAt: Date | null = null) => ({
      id: newId(),
      keyId,
      accountId: account.id,
      kind: "rsa_public_key" as const,
      name: "Pair",
      publicKeyPem: "pem",
      thumbprint: newId(),
      bits: 3072,
      createdAt: new Date(),
      revokedAt,
    });
    await database.db
      .insert(credentials)
      .values([pair(app.id), pair(app.id, new Date()), pair(other.id), pair(other.id)]);
    await database.db.insert(redirectUris).values(
      ["a", "b"].map((path, position) => ({
        keyId: app.id,
        accountId: account.id,
        uri: `https://app.example.test/${path}`,
        position,
      })),
    );
    const facts = await readPrerequisiteFacts(database.db, people.dev.id, {
      id: app.id,
      accountId: account.id,
      method: "oauth",
    });
    expect(facts).toMatchObject({ method: "oauth", redirectUris: 2, keyPairs: 1, productionAccounts: [] });
  });
});
