import { and, asc, desc, eq } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { integrationKeys } from "@/db/schema/integration-keys";

import type { PrerequisiteFacts, ProductionAccount } from "../../domain/go-live/prerequisites";
import type { AuthenticationMethod } from "../../domain/keys/availability";
import type { Reader } from "../../kernel/database";
import { APP_SET_UP } from "../../row-state/app-set-up";
import { IS_ADMIN, IS_FIT_FOR_PRODUCTION } from "../../row-state/fit-for-production";

/** Nobody looks through more; those that may do come first. */
const ACCOUNTS_MAX = 100;

type SandboxKey = {
  readonly id: string;
  readonly accountId: string;
  readonly method: AuthenticationMethod;
};

/**
 * What decides whether a key can go to production at all: the production accounts of the person who asks, and what an
 * app is set up with.
 * @param userId the person who asks, whose accounts they are
 */
export async function readPrerequisiteFacts(
  db: Reader,
  userId: string,
  key: SandboxKey,
): Promise<PrerequisiteFacts> {
  // One after the other: in a transaction there is one connection.
  const productionAccounts = await productionAccountsOf(db, userId);
  const set = key.method === "oauth" ? await setUpOf(db, key) : { redirectUris: 0, keyPairs: 0 };
  return { method: key.method, productionAccounts, ...set };
}

/** The production accounts of a person, those that a key can be taken to first. */
export async function productionAccountsOf(db: Reader, userId: string): Promise<ProductionAccount[]> {
  return db
    .select({
      id: accounts.id,
      name: accounts.name,
      plan: accounts.plan,
      hasIntegrationKeys: accounts.hasIntegrationKeys,
      status: accounts.status,
      isAdmin: IS_ADMIN,
    })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(
      and(
        eq(memberships.userId, userId),
        eq(memberships.status, "active"),
        eq(accounts.environment, "production"),
      ),
    )
    .orderBy(desc(IS_FIT_FOR_PRODUCTION), asc(accounts.name), asc(accounts.id))
    .limit(ACCOUNTS_MAX);
}

async function setUpOf(
  db: Reader,
  { id, accountId }: SandboxKey,
): Promise<{ redirectUris: number; keyPairs: number }> {
  const [setUp] = await db
    .select(APP_SET_UP)
    .from(integrationKeys)
    .where(and(eq(integrationKeys.accountId, accountId), eq(integrationKeys.id, id)));
  return setUp ?? { redirectUris: 0, keyPairs: 0 };
}
