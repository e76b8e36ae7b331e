/** An app, the account that manages it, the one that it may go to, and the people around both. */
import { and, eq } from "drizzle-orm";

import { newId } from "../../lib/platform/ids";
import type { Database } from "../client";
import { memberships } from "../schema/accounts";
import { goLiveJourneys } from "../schema/go-live";
import { integrationKeys } from "../schema/integration-keys";
import { users } from "../schema/users";
import { makeApp } from "./app";
import { ownersOf } from "./arranging";
import { makeClaim, makeOrganization } from "./organization";
import { contextOf, makeTenant, type TenantOptions } from "./tenant";
import { makeSupporter } from "./way-to-production";

/** Gus and Gil are admins of the account that has the app, Meg a member of it; Ada and Abe are admins of the other one. */
export async function arrangeTransfer(
  db: Database,
  options: { readonly source?: TenantOptions; readonly destination?: TenantOptions } = {},
) {
  const source = await makeTenant(db, { gus: "admin", gil: "admin", meg: "member" }, options.source);
  const destination = await makeTenant(db, { ada: "admin", abe: "admin" }, options.destination);
  const app = await makeApp(db, source.account, source.people.gus.id);
  const input = {
    clientId: app.clientId,
    sourceAccountId: source.account.id,
    destinationAccountId: destination.account.id,
    reason: "The team has moved",
    credentials: "keep" as const,
  };
  return {
    source,
    destination,
    app,
    input,
    gus: contextOf(source, "gus"),
    gil: contextOf(source, "gil"),
    meg: contextOf(source, "meg"),
    ada: contextOf(destination, "ada"),
    abe: contextOf(destination, "abe"),
    sam: await makeSupporter(db, "sam"),
  };
}

export type ArrangedTransfer = Awaited<ReturnType<typeof arrangeTransfer>>;

/** The account that manages an app now. */
export async function managerOf(db: Database, { app }: ArrangedTransfer): Promise<string | undefined> {
  const [row] = await db
    .select({ accountId: integrationKeys.accountId })
    .from(integrationKeys)
    .where(eq(integrationKeys.id, app.id));
  return row?.accountId;
}

/**
 * A source that has lost its admins, of an organization that has proven the domain of Gus, who requested the app's Go Live
 * review: Olga and Otto, its admins, may stand in.
 */
export async function arrangeStandIn(db: Database) {
  const arranged = await arrangeTransfer(db);
  const { source, app, gus } = arranged;
  const owner = ownersOf(db);
  const domain = `d${newId().slice(-12)}.example`;
  await owner
    .update(users)
    .set({ email: `Gus.${newId()}@${domain}`.toLowerCase() })
    .where(eq(users.id, gus.user.id));
  await owner
    .update(memberships)
    .set({ status: "deactivated", deactivatedAt: new Date() })
    .where(and(eq(memberships.accountId, source.account.id), eq(memberships.profile, "admin")));
  const elsewhere = await makeTenant(db, { olga: "admin", otto: "admin" }, { environment: "sandbox" });
  const { olga, otto } = elsewhere.people;
  const organizationId = await makeOrganization(db, {
    accountIds: [source.account.id],
    adminIds: [olga.id, otto.id],
  });
  const claim = await makeClaim(db, organizationId, { domain, verifiedAt: new Date() });
  const sandboxApp = await makeApp(db, elsewhere.account, olga.id);
  await owner.insert(goLiveJourneys).values(
    reviewedBy(gus.user.id, {
      keyId: sandboxApp.id,
      accountId: elsewhere.account.id,
      productionAccountId: source.account.id,
      productionKeyId: app.id,
    }),
  );
  return {
    ...arranged,
    organizationId,
    domain,
    claim,
    sandboxKeyId: sandboxApp.id,
    elsewhere,
    olga: contextOf(elsewhere, "olga"),
    otto: contextOf(elsewhere, "otto"),
  };
}

/** A way to production that is over, as far as who asked for its review. */
function reviewedBy(
  userId: string,
  way: {
    readonly keyId: string;
    readonly accountId: string;
    readonly productionAccountId: string;
    readonly productionKeyId: string;
  },
): typeof goLiveJourneys.$inferInsert {
  const at = new Date();
  return {
    ...way,
    state: "live",
    reviewRequestedBy: userId,
    classification: "private_custom",
    description: "Exports signed agreements",
    contact: "it@example.test",
    reviewOutcome: "passed",
    reviewAt: at,
    reviewExpiresAt: at,
    findings: [],
    migrationRequestedBy: userId,
    decidedAt: at,
    updatedAt: at,
  };
}
