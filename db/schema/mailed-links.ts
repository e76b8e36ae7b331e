import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

import { ENVIRONMENTS, PROFILES } from "../../lib/domain/people/profiles";
import { accounts } from "./accounts";
import { bytes, instant, oneOf } from "./columns";
import { users } from "./users";

/**
 * Who asked for a link to choose another password: one row per address, whether or not somebody has it, so that asking
 * takes the same statements for both. The job that mails makes the link; what is asked for nobody's address it deletes.
 */
export const passwordLinks = pgTable(
  "password_links",
  {
    /** SHA-256 of the email, so that the table is no list of addresses. */
    person: text("person").primaryKey(),
    askedAt: instant("asked_at").notNull(),
    /** Where it was asked from last, for the mail. */
    askedFrom: text("asked_from"),
    /** Set with the token: whose password it changes. */
    userId: uuid("user_id").references(() => users.id, { onDelete: "restrict" }),
    /** SHA-256 of the token in the mail; null until it is made, just before it is mailed. */
    tokenHash: bytes("token_hash"),
    expiresAt: instant("expires_at"),
    /** When to try to mail it next; null once there is nothing left to try. */
    mailDueAt: instant("mail_due_at"),
    mailAttempts: integer("mail_attempts").notNull().default(0),
  },
  (table) => [
    // A link that somebody follows.
    uniqueIndex("password_links_token").on(table.tokenHash),
    // What is to be mailed next.
    index("password_links_mail_due")
      .on(table.mailDueAt)
      .where(sql`mail_due_at is not null`),
    // Links of a person, which end when the password is changed another way.
    index("password_links_user").on(table.userId),
    // Retention.
    index("password_links_asked").on(table.askedAt),
  ],
);

/** Somebody who was asked by mail to become a member of an account. Ends once: accepted, withdrawn, or by its expiry. */
export const invitations = pgTable(
  "invitations",
  {
    /** UUIDv7: lists sort by it. */
    id: uuid("id").primaryKey(),
    accountId: uuid("account_id").notNull(),
    environment: text("environment", { enum: ENVIRONMENTS }).notNull(),
    /** Lower case; the only address that it can be accepted with. */
    email: text("email").notNull(),
    profile: text("profile", { enum: PROFILES }).notNull(),
    /** Whoever invited or sent it again last: it counts only while this is an active admin. */
    invitedBy: uuid("invited_by")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** Seven days after it was sent last. */
    expiresAt: instant("expires_at").notNull(),
    /** How often it was sent. */
    sends: integer("sends").notNull().default(1),
    lastSentAt: instant("last_sent_at").notNull().defaultNow(),
    /** SHA-256 of the token in the mail; null until it is made, just before it is mailed. */
    tokenHash: bytes("token_hash"),
    mailDueAt: instant("mail_due_at"),
    mailAttempts: integer("mail_attempts").notNull().default(0),
    mailedAt: instant("mailed_at"),
    /** Why the last attempt failed, as the mail server said it. */
    mailError: text("mail_error"),
    acceptedAt: instant("accepted_at"),
    withdrawnAt: instant("withdrawn_at"),
    /** True of the first admin of an account that support has made: it counts while whoever sent it is of support. */
    isFromSupport: boolean("is_from_support").notNull().default(false),
    /** When whoever sent it was told that its time was over. */
    expiryToldAt: instant("expiry_told_at"),
  },
  (table) => [
    foreignKey({
      name: "invitations_account",
      columns: [table.accountId, table.environment],
      foreignColumns: [accounts.id, accounts.environment],
    }).onDelete("restrict"),
    // One open invitation of an address to an account.
    uniqueIndex("invitations_open")
      .on(table.accountId, table.email)
      .where(sql`accepted_at is null and withdrawn_at is null`),
    // A link that somebody follows.
    uniqueIndex("invitations_token").on(table.tokenHash),
    // What an address was sent lately; whom a first sign-in through the issuer may let in.
    index("invitations_email").on(table.email, table.lastSentAt),
    // What an account sent lately.
    index("invitations_sent").on(table.accountId, table.lastSentAt),
    // What is to be mailed next.
    index("invitations_mail_due")
      .on(table.mailDueAt)
      .where(sql`mail_due_at is not null`),
    // Those whose sender is to be told that their time is over; what ended is deleted some time after.
    index("invitations_expires").on(table.expiresAt),
    check("invitations_profile_known", oneOf(table.profile, PROFILES)),
    check(
      "invitations_developer_in_sandbox",
      sql`${table.profile} <> 'developer' or ${table.environment} = 'sandbox'`,
    ),
  ],
);

/** Mails of the demo, which has no mail server, with the working links that are in them. Nothing else writes here. */
export const outboxMails = pgTable(
  "outbox_mails",
  {
    /** UUIDv7: the outbox sorts by it. */
    id: uuid("id").primaryKey(),
    toName: text("to_name").notNull(),
    toAddress: text("to_address").notNull(),
    subject: text("subject").notNull(),
    text: text("text").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [index("outbox_mails_created").on(table.createdAt)],
);
