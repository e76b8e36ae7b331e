import { inArray, notExists, and, eq, gt, asc } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { auditEvents } from "@/db/schema/audit-events";
import { users } from "@/db/schema/users";

import { BEGINNINGS, stepRecorded, type RecordedThing } from "../domain/record/recorded-state";
import { appendAsSystem } from "../kernel/audit";
import type { Database, Reader, Transaction } from "../kernel/database";
import { selectEvents } from "./audit-event";
import { presentState } from "../kernel/present-state";

const BATCH = 500;
const COMMAND = "record begin";

type Owners = typeof accounts | typeof users;

/**
 * Gives a beginning to the record of every account and person that has none, since a version before did not write one:
 * an event with what is there and is not on the record yet. To be run once, when this version comes to a database: run
 * later, it would begin a record anew that somebody deleted. One transaction each, so that a version before that still
 * runs waits for one at most; safe to repeat after it was cut off.
 * @returns how many it began
 */
export async function beginRecords(db: Database): Promise<number> {
  let begun = 0;
  for (const owners of [accounts, users]) {
    for (let last = FIRST_ID; ;) {
      const ids = await withoutBeginning(db, owners, last);
      for (const id of ids) {
        if (await db.transaction((tx) => begin(tx, id, owners))) begun += 1;
      }
      const end = ids.at(-1);
      if (end === undefined) break;
      last = end;
    }
  }
  return begun;
}

const FIRST_ID = "00000000-0000-0000-0000-000000000000";

async function withoutBeginning(db: Reader, owners: Owners, after: string): Promise<string[]> {
  const beginning = db
    .select({ id: auditEvents.id })
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, owners.id), inArray(auditEvents.action, [...BEGINNINGS])));
  const rows = await db
    .select({ id: owners.id })
    .from(owners)
    .where(and(gt(owners.id, after), notExists(beginning)))
    .orderBy(asc(owners.id))
    .limit(BATCH);
  return rows.map((row) => row.id);
}

/** @returns false where somebody else did it meanwhile */
async function begin(tx: Transaction, id: string, owners: Owners): Promise<boolean> {
  // The first lock of every change too: what is read below is what the record has then, and two starters take turns.
  await tx.select({ id: owners.id }).from(owners).where(eq(owners.id, id)).for("no key update");
  const state = new Map<string, RecordedThing>();
  const events = await selectEvents(tx).where(eq(auditEvents.chainId, id)).orderBy(asc(auditEvents.sequence));
  if (events.some((event) => BEGINNINGS.includes(event.action))) return false;
  for (const event of events) stepRecorded(state, id, event);
  const present = (await presentState(tx, id)) ?? [];
  const things = present.filter((thing) => isOwn(thing) || !state.has(`${thing.kind} ${thing.id}`));
  const [owner] = present;
  if (!owner) return false;
  await appendAsSystem(tx, COMMAND, id, [
    {
      action: "record.begun",
      subject: { kind: owner.kind, id, name: owner.name },
      after: { things: things.map(({ kind, name, facts, ...thing }) => ({ ...thing, kind, name, facts })) },
    },
  ]);
  return true;
}

/** Events of a version before do not tell all of these. */
function isOwn({ kind }: RecordedThing): boolean {
  return kind === "account" || kind === "key_policy" || kind === "user";
}
