import { eq, inArray, lt, or, sql } from "drizzle-orm";

import { signInFailures } from "@/db/schema/users";

import { subscriberOf } from "../domain/ip-addresses";
import { DomainError } from "../domain/errors";
import { waitText } from "../domain/format/dates";
import {
  admitTry,
  forgottenAt,
  isSuspect,
  type Tally,
  type ThrottleKind,
} from "../domain/people/sign-in-throttle";
import type { Transaction } from "../kernel/database";
import { personOf } from "../kernel/people/tried-person";
import { unrecorded, unrecordedAtOnce } from "../kernel/unrecorded";

/** Tallies that count no more are dropped by the tries that follow, more of them than one try can add. */
const DROPPED_PER_TRY = 10;
/** Windows of rows that the release before wrote. */
const EARLIER_WINDOW_MINUTES = 15;
/** What is reset by one success, and not only loses the try that succeeded. */
const RESET_BY_SUCCESS = new Set<ThrottleKind>(["device", "pair", "session"]);

/** Whom a try counts against. @param person {@link personOf}; null where it is about no person */
type Subject = { readonly kind: ThrottleKind; readonly name: string; readonly person: string | null };

/**
 * The origin of a try: one subscriber of the network, who has a whole /64 of IPv6; "unknown" for all of whom no
 * address is known.
 */
export function originOf(address: string | null): string {
  return (address === null ? null : subscriberOf(address)) ?? "unknown";
}

/**
 * Whom a sign-in counts against.
 * @param deviceId the browser, if it has signed this person in before; then nobody else's tries matter
 */
export function signInSubjects(email: string, address: string | null, deviceId: string | null): Subject[] {
  const person = personOf(email);
  if (deviceId !== null) return [{ kind: "device", name: `device:${person}:${deviceId}`, person }];
  const origin = originOf(address);
  return [
    { kind: "origin", name: `origin:${origin}`, person: null },
    { kind: "pair", name: `pair:${person}:${origin}`, person },
    { kind: "person", name: `person:${person}`, person },
  ];
}

/** Whom a wrong current password counts against: this session alone, so that no stranger can hold it up. */
export function sessionSubjects(sessionId: string, email: string): Subject[] {
  return [{ kind: "session", name: `session:${sessionId}`, person: personOf(email) }];
}

/** Whom a link to choose another password counts against, whether or not somebody has the address. */
export function linkSubjects(email: string, address: string | null): Subject[] {
  const person = personOf(email);
  return [
    { kind: "link_origin", name: `link_origin:${originOf(address)}`, person: null },
    { kind: "link", name: `link:${person}`, person },
  ];
}

/**
 * Counts a try before the password is looked at, so that many at once are bounded like many in a row. What is refused is
 * not counted, and leaves no trace.
 * @throws DomainError too_many_attempts
 */
export function countTry(subjects: readonly Subject[]): Promise<void> {
  return unrecordedAtOnce("attempts", async (tx) => {
    await dropForgotten(tx);
    const { tallies, now } = await lockTallies(tx, subjects);
    const origin = subjects.find((subject) => subject.kind === "origin");
    const fromSuspect = isSuspect((origin && tallies.get(origin.name)) ?? null, now);
    const next = subjects.map((subject) => {
      const admission = admitTry(subject.kind, tallies.get(subject.name) ?? null, now, fromSuspect);
      if (!admission.isAdmitted) throw tooMany(subject.kind, admission.waitMs);
      return { subject, tally: admission.next };
    });
    await saveTallies(tx, next);
  });
}

function tooMany(kind: ThrottleKind, waitMs: number): DomainError {
  const wait = waitText(waitMs);
  return new DomainError("too_many_attempts", tooManyText(kind, wait), {
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
  });
}

function tooManyText(kind: ThrottleKind, wait: string): string {
  switch (kind) {
    case "pair":
    case "person":
      return `Too many failed sign-ins. Try again in ${wait}, or use a browser that you have signed in with before.`;
    case "link":
    case "link_origin":
      return `Too many links were asked for. Look for the mails that were sent, or try again in ${wait}.`;
    case "device":
    case "origin":
    case "session":
      return `Too many wrong passwords. Try again in ${wait}.`;
  }
}

/** Takes a try back that turned out to be right: person and browser start anew, what counts others loses this one. */
export async function forgiveTry(subjects: readonly Subject[]): Promise<void> {
  const [reset, lessened] = [true, false].map((isReset) =>
    subjects.filter(({ kind }) => RESET_BY_SUCCESS.has(kind) === isReset).map(({ name }) => name),
  );
  await unrecorded("attempts", async (db) => {
    if (reset?.length) await db.delete(signInFailures).where(inArray(signInFailures.subject, reset));
    if (lessened?.length) {
      await db
        .update(signInFailures)
        .set({ count: sql`greatest(0, ${signInFailures.count} - 1)` })
        .where(inArray(signInFailures.subject, lessened));
    }
  });
}

/** What was counted so far, under a lock; the rows are made where there are none, so that two first tries meet. */
async function lockTallies(tx: Transaction, subjects: readonly Subject[]) {
  const rows = subjects
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, person }) => ({ subject: name, person, count: 0, windowStart: sql`now()` }));
  await tx.insert(signInFailures).values(rows).onConflictDoNothing();
  const found = await tx
    .select({
      subject: signInFailures.subject,
      count: signInFailures.count,
      windowStart: signInFailures.windowStart,
      lastAt: signInFailures.lastAt,
      now: sql`clock_timestamp()`.mapWith(signInFailures.windowStart),
    })
    .from(signInFailures)
    .where(
      inArray(
        signInFailures.subject,
        rows.map((row) => row.subject),
      ),
    )
    .orderBy(signInFailures.subject)
    .for("update");
  const tallies = new Map<string, Tally>();
  for (const { subject, lastAt, ...row } of found) {
    if (lastAt !== null) tallies.set(subject, { ...row, lastAt });
  }
  return { tallies, now: found.at(-1)?.now ?? new Date() };
}

async function saveTallies(
  tx: Transaction,
  all: readonly { readonly subject: Subject; readonly tally: Tally }[],
): Promise<void> {
  for (const { subject, tally } of all) {
    await tx
      .update(signInFailures)
      .set({ ...tally, forgottenAt: forgottenAt(subject.kind, tally) })
      .where(eq(signInFailures.subject, subject.name));
  }
}

/** What is being counted at this moment is left alone, so that tries don't wait for each other. */
async function dropForgotten(tx: Transaction): Promise<void> {
  const earlier = sql`${signInFailures.forgottenAt} is null and ${signInFailures.windowStart} < now() - make_interval(mins => ${EARLIER_WINDOW_MINUTES})`;
  const forgotten = tx
    .select({ subject: signInFailures.subject })
    .from(signInFailures)
    .where(or(lt(signInFailures.forgottenAt, sql`now()`), earlier))
    .limit(DROPPED_PER_TRY)
    .for("update", { skipLocked: true });
  await tx.delete(signInFailures).where(inArray(signInFailures.subject, forgotten));
}
