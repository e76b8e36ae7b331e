import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid, check } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";

import { NOTICE_KINDS, type NoticeLine } from "../../lib/domain/notices/notice";
import { accounts } from "./accounts";
import { instant, oneOf } from "./columns";
import { users } from "./users";

/**
 * The schedule of the background jobs, one row each. A process that takes a job due holds its row by a lease, which it
 * renews while it works; the lease of a process that was killed runs out, and another takes over.
 */
export const jobs = pgTable("jobs", {
  name: text("name").primaryKey(),
  dueAt: instant("due_at").notNull(),
  /** Names the run that has the lease; null while nobody does. */
  runId: uuid("run_id"),
  leaseUntil: instant("lease_until"),
  startedAt: instant("started_at"),
  succeededAt: instant("succeeded_at"),
  /** Runs that failed since the last that succeeded. */
  failures: integer("failures").notNull().default(0),
});

/** What a person was told: one row per person and event, written in the transaction of what it tells about. */
export const notices = pgTable(
  "notices",
  {
    /** UUIDv7: lists sort by it. */
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    /** The account it is about; null where it is about the person alone. */
    accountId: uuid("account_id").references(() => accounts.id, { onDelete: "restrict" }),
    kind: text("kind", { enum: NOTICE_KINDS }).notNull(),
    /** Names the event: the same person is told once of it, however often the telling is repeated. */
    eventKey: text("event_key").notNull(),
    subject: text("subject").notNull(),
    /** Sentences, each with the page of the console that it is about. */
    lines: jsonb("lines").$type<readonly NoticeLine[]>().notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    readAt: instant("read_at"),
    mailedAt: instant("mailed_at"),
    /** When to try to mail it next; null once there is nothing left to try. */
    mailDueAt: instant("mail_due_at"),
    mailAttempts: integer("mail_attempts").notNull().default(0),
    /** Why the last attempt failed, as the mail server said it. */
    mailError: text("mail_error"),
  },
  (table) => [
    // Told once (above).
    uniqueIndex("notices_event").on(table.userId, table.eventKey),
    // You > Notices, newest first.
    index("notices_user").on(table.userId, table.id),
    // The unread ones, counted beside the navigation.
    index("notices_unread")
      .on(table.userId)
      .where(sql`read_at is null`),
    // What is to be mailed next.
    index("notices_mail_due")
      .on(table.mailDueAt)
      .where(sql`mail_due_at is not null`),
    // Retention: the oldest.
    index("notices_created").on(table.createdAt),
    check("notices_kind_known", oneOf(table.kind, NOTICE_KINDS)),
  ],
);
