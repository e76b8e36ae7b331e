import { eq, sql } from "drizzle-orm";

import { failedSignIns } from "@/db/schema/users";

import { failedSignInNotice, type FailedSignIns } from "../domain/notices/failed-sign-ins";
import type { AuditEntry } from "../domain/record/audit-event";
import type { Transaction } from "../kernel/database";
import { tell } from "../kernel/people/notices";
import { personOf } from "../kernel/people/tried-person";
import { unrecorded } from "../kernel/unrecorded";

/** Adds a failed sign-in to those of its person, whether or not there is one. */
export async function addFailure(email: string): Promise<void> {
  const now = sql`clock_timestamp()`;
  await unrecorded("attempts", (db) =>
    db
      .insert(failedSignIns)
      .values({ person: personOf(email), firstAt: now, lastAt: now, count: 1 })
      .onConflictDoUpdate({
        target: failedSignIns.person,
        set: { lastAt: now, count: sql`${failedSignIns.count} + 1` },
      }),
  );
}

/** Adds a try that was not looked at to those of its person: names that nobody has tried before make no row. */
export async function addRefusedTry(email: string): Promise<void> {
  await unrecorded("attempts", (db) =>
    db
      .update(failedSignIns)
      .set({ lastAt: sql`clock_timestamp()`, count: sql`${failedSignIns.count} + 1` })
      .where(eq(failedSignIns.person, personOf(email))),
  );
}

/**
 * Takes what failed before a sign-in that succeeds, and tells the person of it where there is enough to tell.
 * @returns what was not on the record yet, for the record
 */
export async function takeFailures(
  tx: Transaction,
  person: { readonly id: string; readonly email: string; readonly name: string },
): Promise<{ readonly failed: FailedSignIns | null; readonly audit: AuditEntry[] }> {
  const [failed] = await tx
    .delete(failedSignIns)
    .where(eq(failedSignIns.person, personOf(person.email)))
    .returning();
  if (!failed) return { failed: null, audit: [] };
  await tellOfFailures(tx, person.id, failed);
  return { failed, audit: failuresEntry(person, failed) };
}

/** Tells a person of failed sign-ins, once a day. @returns how many notices were written */
export async function tellOfFailures(
  tx: Transaction,
  userId: string,
  failed: FailedSignIns,
): Promise<number> {
  const notice = failedSignInNotice(failed);
  return notice === null ? 0 : tell(tx, [userId], notice);
}

/** What goes on the person's record: how many since it was written last, not one event for each. */
export function failuresEntry(
  person: { readonly id: string; readonly name: string },
  failed: FailedSignIns & { readonly recordedCount: number },
): AuditEntry[] {
  const count = failed.count - failed.recordedCount;
  if (count === 0) return [];
  const after = { count, firstAt: failed.firstAt.toISOString(), lastAt: failed.lastAt.toISOString() };
  return [{ action: "sign_in.failed", subject: { kind: "user", id: person.id, name: person.name }, after }];
}
