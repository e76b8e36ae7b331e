import { and, eq, sql } from "drizzle-orm";

import { auditEvents } from "@/db/schema/audit-events";
import { integrationKeys, redirectUris } from "@/db/schema/integration-keys";

import type { JsonObject, JsonValue } from "../../domain/record/audit-event";
import type { Transaction } from "../../kernel/database";
import type { TransferRow } from "../reading/transfer-row";

/**
 * Gives an app back, that has come back to the source, what it was set up with when it was carried out: its redirect URIs and
 * whether Implicit is allowed. What the other account has set since would send codes of people who sign in to addresses
 * that are not the source's.
 */
export async function restoreSetUp(tx: Transaction, row: TransferRow): Promise<void> {
  const app = await findAsItCame(tx, row);
  if (!app) return;
  const uris = app["redirectUris"];
  const accountId = row.source.accountId;
  await tx
    .update(integrationKeys)
    .set({ isImplicitAllowed: app["isImplicitAllowed"] === true })
    .where(and(eq(integrationKeys.id, row.key.id), eq(integrationKeys.accountId, accountId)));
  await tx.delete(redirectUris).where(eq(redirectUris.keyId, row.key.id));
  const kept = Array.isArray(uris) ? uris.filter((uri) => typeof uri === "string") : [];
  if (kept.length === 0) return;
  await tx
    .insert(redirectUris)
    .values(kept.map((uri, position) => ({ accountId, keyId: row.key.id, uri, position })));
}

/** The facts of the app as the destination's record has them from when it came. */
async function findAsItCame(tx: Transaction, row: TransferRow): Promise<JsonObject | null> {
  const [event] = await tx
    .select({ after: auditEvents.after })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.chainId, row.destination.accountId),
        eq(auditEvents.subjectId, row.key.id),
        eq(auditEvents.action, "transfer.carried_out"),
        sql`${auditEvents.after} ->> 'transferId' = ${row.id}`,
      ),
    );
  const things = event?.after?.["things"];
  const app = Array.isArray(things) ? things.find((thing) => isApp(thing, row.key.id)) : undefined;
  return isObject(app) && isObject(app["facts"]) ? app["facts"] : null;
}

function isApp(thing: JsonValue, id: string): boolean {
  return isObject(thing) && thing["kind"] === "integration_key" && thing["id"] === id;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
