/** All records of a database, for the operator's check. */
import { and, eq } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { auditChains, auditEvents } from "@/db/schema/audit-events";
import { users } from "@/db/schema/users";

import type { Reader } from "../kernel/database";

export type RecordOwner = {
  readonly id: string;
  /** Null for a chain whose account or person is not there. */
  readonly owner: { readonly kind: "account" | "person"; readonly name: string } | null;
};

/** Every account and person, each of which must have a record, and every chain that is there besides. */
export async function listRecords(db: Reader): Promise<RecordOwner[]> {
  const all = new Map<string, RecordOwner["owner"]>();
  for (const { id } of await db.select({ id: auditChains.chainId }).from(auditChains)) all.set(id, null);
  for (const { id } of await db.selectDistinct({ id: auditEvents.chainId }).from(auditEvents)) {
    all.set(id, null);
  }
  for (const { id, name } of await db.select({ id: users.id, name: users.name }).from(users)) {
    all.set(id, { kind: "person", name });
  }
  for (const { id, name } of await db.select({ id: accounts.id, name: accounts.name }).from(accounts)) {
    all.set(id, { kind: "account", name });
  }
  return [...all].map(([id, owner]) => ({ id, owner })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether this event is where it was, as it was, and the chain still reaches to it. */
export async function holdsEvent(
  db: Reader,
  { chainId, sequence, hash }: { readonly chainId: string; readonly sequence: number; readonly hash: string },
): Promise<boolean> {
  const [event] = await db
    .select({ hash: auditEvents.hash, last: auditChains.lastSequence })
    .from(auditEvents)
    .innerJoin(auditChains, eq(auditChains.chainId, auditEvents.chainId))
    .where(and(eq(auditEvents.chainId, chainId), eq(auditEvents.sequence, sequence)));
  return event?.hash === hash && event.last >= sequence;
}
