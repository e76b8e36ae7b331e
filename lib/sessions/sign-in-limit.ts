import { eq, inArray, lt, sql } from "drizzle-orm";

import type { Database } from "../kernel/database";
import { signInFailures } from "@/db/schema/users";

import { subscriberOf } from "../domain/addresses";
import { DomainError } from "../domain/errors";
import { sha256 } from "../platform/secrets";

const WINDOW_MINUTES = 15;
/** Windows that have passed are dropped by the tries that follow, more of them than one try can add. */
const DROPPED_PER_TRY = 10;
/** Failures within the window after which no further try is looked at. */
const LIMITS = { user: 10, address: 50 } as const;

type Subject = { readonly kind: keyof typeof LIMITS; readonly name: string };

/**
 * Who a try counts against: its origin (one subscriber, who has a whole /64 of IPv6), and the person it names (hashed,
 * so that the table is no list of addresses).
 * The origin is first: once it is refused, it can neither lock people out nor fill the table with made-up names.
 */
export function subjectsOf(email: string, address: string | null): Subject[] {
  const origin = (address === null ? null : subscriberOf(address)) ?? "unknown";
  return [
    { kind: "address", name: `address:${origin}` },
    { kind: "user", name: `user:${sha256(email).toString("hex")}` },
  ];
}

/**
 * Counts a try before the password is looked at, so that many at once are bounded like many in a row.
 * @throws DomainError too_many_attempts
 */
export async function countTry(db: Database, subjects: readonly Subject[]): Promise<void> {
  await dropPassed(db);
  for (const subject of subjects) {
    const isOver = sql`${signInFailures.windowStart} < now() - make_interval(mins => ${WINDOW_MINUTES})`;
    const [row] = await db
      .insert(signInFailures)
      .values({ subject: subject.name, windowStart: sql`now()`, count: 1 })
      .onConflictDoUpdate({
        target: signInFailures.subject,
        set: {
          count: sql`case when ${isOver} then 1 else ${signInFailures.count} + 1 end`,
          windowStart: sql`case when ${isOver} then now() else ${signInFailures.windowStart} end`,
        },
      })
      .returning({
        count: signInFailures.count,
        retryAfterSeconds: sql<number>`ceil(extract(epoch from ${signInFailures.windowStart} + make_interval(mins => ${WINDOW_MINUTES}) - now()))::int`,
      });
    if (row && row.count > LIMITS[subject.kind]) {
      throw new DomainError(
        "too_many_attempts",
        `Too many failed sign-ins. Try again in ${Math.ceil(row.retryAfterSeconds / 60)} minutes.`,
        { retryAfterSeconds: Math.max(1, row.retryAfterSeconds) },
      );
    }
  }
}

/** Takes a try back that turned out to be right: the person starts anew, the address loses this one. */
export async function forgiveTry(db: Database, subjects: readonly Subject[]): Promise<void> {
  for (const subject of subjects) {
    if (subject.kind === "user") {
      await db.delete(signInFailures).where(eq(signInFailures.subject, subject.name));
    } else {
      await db
        .update(signInFailures)
        .set({ count: sql`greatest(0, ${signInFailures.count} - 1)` })
        .where(eq(signInFailures.subject, subject.name));
    }
  }
}

/** What is being counted at this moment is left alone, so that tries don't wait for each other. */
async function dropPassed(db: Database): Promise<void> {
  const passed = db
    .select({ subject: signInFailures.subject })
    .from(signInFailures)
    .where(lt(signInFailures.windowStart, sql`now() - make_interval(mins => ${WINDOW_MINUTES})`))
    .limit(DROPPED_PER_TRY)
    .for("update", { skipLocked: true });
  await db.delete(signInFailures).where(inArray(signInFailures.subject, passed));
}
