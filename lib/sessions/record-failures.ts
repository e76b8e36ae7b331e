import { and, eq, inArray, isNotNull, isNull, lt, or, sql } from "drizzle-orm";

import { failedSignIns, users } from "@/db/schema/users";

import { bySystem } from "../kernel/authority";
import { change } from "../kernel/change";
import { ask } from "../kernel/read";
import { failuresEntry, tellOfFailures } from "./failed-sign-ins";
import { unrecorded } from "../kernel/unrecorded";

/** A person's record grows by one event in this time, however many tries there are. */
const RECORDED_EVERY_MINUTES = 60;
const AT_ONCE = 500;
/** What was tried at addresses that nobody has is forgotten after that. */
const STRANGERS_KEPT_HOURS = 24;

/**
 * Puts failed sign-ins on the records of the people whom they were about, summed up, and tells those people. It is done
 * here and not by the tries, which must take as long for an address that nobody has.
 * @returns how many people have one more event on their record
 */
export async function recordFailures(signal: AbortSignal = new AbortController().signal): Promise<number> {
  await forgetStrangers();
  let recorded = 0;
  for (;;) {
    const due = await findDue();
    for (const person of await findPeople(due)) {
      if (signal.aborted) return recorded;
      if (await recordOne(person)) recorded += 1;
    }
    await markLookedAt(due);
    if (due.length < AT_ONCE || signal.aborted) return recorded;
  }
}

const isDue = or(
  isNull(failedSignIns.lookedAt),
  and(
    lt(failedSignIns.lookedAt, sql`now() - make_interval(mins => ${RECORDED_EVERY_MINUTES})`),
    sql`${failedSignIns.count} > ${failedSignIns.recordedCount}`,
  ),
);

async function findDue(): Promise<string[]> {
  const rows = await ask((db) =>
    db.select({ person: failedSignIns.person }).from(failedSignIns).where(isDue).limit(AT_ONCE),
  );
  return rows.map((row) => row.person);
}

type Person = { readonly id: string; readonly name: string; readonly person: string };

async function findPeople(due: readonly string[]): Promise<Person[]> {
  if (due.length === 0) return [];
  const person = sql<string>`encode(sha256(convert_to(${users.email}, 'UTF8')), 'hex')`;
  return ask((db) =>
    db
      .select({ id: users.id, name: users.name, person })
      .from(users)
      .where(inArray(person, [...due])),
  );
}

/** @returns false where another process, or a sign-in, was first */
function recordOne(person: Person): Promise<boolean> {
  return change(bySystem("jobs", person.id), [], async (tx) => {
    const [failed] = await tx
      .select()
      .from(failedSignIns)
      .where(and(eq(failedSignIns.person, person.person), isDue))
      .for("update");
    if (!failed) return { value: false, audit: "unchanged" };
    await tx
      .update(failedSignIns)
      .set({ recordedCount: failed.count, lookedAt: sql`now()` })
      .where(eq(failedSignIns.person, person.person));
    await tellOfFailures(tx, person.id, failed);
    const audit = failuresEntry(person, failed);
    return audit.length === 0 ? { value: false, audit: "unchanged" } : { value: true, audit };
  });
}

/** Those of nobody are not looked at again for a while either. */
async function markLookedAt(due: readonly string[]): Promise<void> {
  if (due.length === 0) return;
  await unrecorded("attempts", (db) =>
    db
      .update(failedSignIns)
      .set({ lookedAt: sql`now()` })
      .where(and(inArray(failedSignIns.person, [...due]), isDue)),
  );
}

/** What the job has looked at and found to be nobody's. */
async function forgetStrangers(): Promise<void> {
  await unrecorded("attempts", (db) =>
    db
      .delete(failedSignIns)
      .where(
        and(
          isNotNull(failedSignIns.lookedAt),
          eq(failedSignIns.recordedCount, 0),
          lt(failedSignIns.lastAt, sql`now() - make_interval(hours => ${STRANGERS_KEPT_HOURS})`),
        ),
      ),
  );
}
