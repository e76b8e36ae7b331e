/** A sandbox key, the production account that it can go to, and the people around both. */
import { eq } from "drizzle-orm";

import type { Profile } from "../../lib/domain/people/profiles";
import { newGuid, newId } from "../../lib/platform/ids";
import type { Database } from "../client";
import { memberships } from "../schema/accounts";
import { auditEvents } from "../schema/audit-events";
import { integrationKeys } from "../schema/integration-keys";
import { notices } from "../schema/jobs";
import { users } from "../schema/users";
import { ownersOf } from "./arranging";
import { makeKey, type TestKeyOptions } from "./key";
import { contextOf, makeTenant, type TenantOptions } from "./tenant";

/** Ada and Dev are in the sandbox account, where Dev made the key; Ada and Gus are admins of the production account. */
export async function arrangeWay(
  db: Database,
  options: { readonly production?: TenantOptions; readonly key?: TestKeyOptions } = {},
) {
  const sandbox = await makeTenant(db, { ada: "admin", dev: "developer" }, { environment: "sandbox" });
  const production = await makeTenant(db, { gus: "admin" }, options.production);
  const ada = contextOf(sandbox, "ada");
  await joinAs(db, production.account.id, ada.user.id, "admin");
  const key = await makeKey(db, sandbox.account, sandbox.people.dev.id, options.key);
  return {
    sandbox,
    production,
    key,
    ada,
    dev: contextOf(sandbox, "dev"),
    adaInProduction: { ...ada, account: production.account, profile: "admin" as const },
    gus: contextOf(production, "gus"),
  };
}

/** Makes a person of another account a member of a production account too. */
export async function joinAs(db: Database, accountId: string, userId: string, profile: Profile) {
  await ownersOf(db)
    .insert(memberships)
    .values({ id: newId(), accountId, environment: "production", userId, profile });
}

/** Somebody of support, as a request of theirs has it. */
export async function makeSupporter(db: Database, name: string) {
  const id = newId();
  const email = `${name}.${id.slice(-12)}@countersign.test`;
  await ownersOf(db).insert(users).values({ id, email, name, staffRole: "support" });
  return {
    request: { requestId: newId(), address: "192.0.2.20", userAgent: "test" },
    user: { id, email, name, isStaff: true as const },
    sessionId: newId(),
  };
}

/** The actions on an account's record, in their order. */
export async function actionsOf(db: Database, accountId: string): Promise<string[]> {
  const rows = await db
    .select({ action: auditEvents.action })
    .from(auditEvents)
    .where(eq(auditEvents.chainId, accountId))
    .orderBy(auditEvents.sequence);
  return rows.map(({ action }) => action);
}

/** What a person was told, in its order. */
export async function toldTo(db: Database, userId: string): Promise<string[]> {
  const rows = await db
    .select({ subject: notices.subject })
    .from(notices)
    .where(eq(notices.userId, userId))
    .orderBy(notices.id);
  return rows.map(({ subject }) => subject);
}

/** A long-lived key in production as Go Live makes it: without secret and expiry. */
export async function makeCopy(
  db: Database,
  account: { readonly id: string },
  userId: string,
  clientId = newGuid(),
): Promise<{ readonly id: string; readonly clientId: string }> {
  const copy = { id: newId(), clientId };
  await db.insert(integrationKeys).values({
    ...copy,
    accountId: account.id,
    environment: "production",
    name: "Nightly export",
    method: "long_lived",
    scopes: ["agreements:read"],
    createdBy: userId,
    createdAt: new Date(),
  });
  return copy;
}
