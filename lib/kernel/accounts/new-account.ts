import { sql } from "drizzle-orm";

import type { Transaction } from "@/db/client";
import { keyPolicies } from "@/db/schema/accounts";

import { invalid } from "../../domain/errors";
import type { Plan } from "../../domain/keys/availability";
import type { Environment } from "../../domain/people/profiles";
import type { AuditEntry } from "../../domain/record/audit-event";

export type NewAccount = {
  readonly name: string;
  readonly environment: Environment;
  /** `developer` for sandbox accounts and for no others. */
  readonly plan: Plan;
  /** R1: without meaning for sandbox accounts, which always have keys. */
  readonly hasIntegrationKeys: boolean;
};

/** @throws DomainError validation_failed where plan and environment do not fit */
export function assertPlanFits({ environment, plan }: NewAccount): void {
  if ((environment === "sandbox") === (plan === "developer")) return;
  throw invalid(
    "/plan",
    "plan_environment",
    "The plan developer is for sandbox accounts, and they have no other.",
  );
}

/**
 * Makes an account with the usual key policy, in the transaction of the caller. The application's login may write no more
 * columns than these.
 * @returns what begins the account's record
 */
export async function insertAccount(tx: Transaction, id: string, account: NewAccount): Promise<AuditEntry> {
  const { name, environment, plan, hasIntegrationKeys } = account;
  await tx.execute(
    sql`insert into accounts (id, name, environment, plan, has_integration_keys)
        values (${id}, ${name}, ${environment}, ${plan}, ${hasIntegrationKeys})`,
  );
  await tx.insert(keyPolicies).values({ accountId: id });
  return {
    action: "account.created",
    subject: { kind: "account", id, name },
    after: { environment, plan, hasIntegrationKeys },
  };
}
