import { and, eq, sql } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { integrationKeys } from "@/db/schema/integration-keys";

import { DomainError, notFound } from "../domain/errors";
import { mayManageKey } from "../domain/people/profiles";
import type { AccountContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { IS_AGENT } from "../row-state/key-status";

/**
 * A key whose way to production this person may see and take (R2), with its creator's present profile and the database's
 * clock.
 * @throws DomainError not_found for another account's | not_key_creator | not_an_app for an agent | not_a_sandbox_key
 */
export async function findSandboxKey(db: Reader, ctx: AccountContext, keyId: string) {
  const [key] = await db
    .select({
      id: integrationKeys.id,
      accountId: integrationKeys.accountId,
      clientId: integrationKeys.clientId,
      name: integrationKeys.name,
      method: integrationKeys.method,
      environment: integrationKeys.environment,
      scopes: integrationKeys.scopes,
      createdBy: integrationKeys.createdBy,
      profile: memberships.profile,
      isAgent: IS_AGENT,
      now: sql`clock_timestamp()`.mapWith(integrationKeys.createdAt),
    })
    .from(integrationKeys)
    .leftJoin(
      memberships,
      and(
        eq(memberships.accountId, integrationKeys.accountId),
        eq(memberships.userId, integrationKeys.createdBy),
        eq(memberships.status, "active"),
      ),
    )
    .where(and(eq(integrationKeys.accountId, ctx.account.id), eq(integrationKeys.id, keyId)));
  if (!key) throw notFound();
  if (!mayManageKey(ctx.profile, ctx.user.id, key.createdBy)) {
    throw new DomainError(
      "not_key_creator",
      "Only the person who created this key, or an admin, sees and takes its way to production.",
    );
  }
  if (key.isAgent) {
    throw new DomainError(
      "not_an_app",
      "This key stands for an agent, which goes nowhere: each account lets it act by its own policy.",
    );
  }
  if (key.environment !== "sandbox") {
    throw new DomainError(
      "not_a_sandbox_key",
      "This key is in production already. Only keys of a sandbox account go live.",
    );
  }
  return key;
}

export type SandboxKey = Awaited<ReturnType<typeof findSandboxKey>>;
