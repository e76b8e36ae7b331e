import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

import { LOG_ENTRIES_MAX } from "../../lib/domain/request-logs/request-logging";
import { accessEpoch, instant, oneOf } from "./columns";

/** A person who can sign in: a member of accounts, the operator's own staff, or both. */
export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey(),
    /** Lower case; what people sign in with. */
    email: text("email").notNull(),
    name: text("name").notNull(),
    /** Argon2id in PHC form; null for people who sign in through an OpenID Connect issuer only. */
    passwordHash: text("password_hash"),
    /** The operator chose the password: who signs in with it can do nothing before choosing another one. */
    mustChangePassword: boolean("must_change_password").notNull().default(false),
    /** Until then this person may sign in by password, though the setting PASSWORD_SIGN_IN closes it. */
    passwordOpenUntil: instant("password_open_until"),
    /** Browsers that signed this person in before this instant are not known any more; null for none forgotten. */
    devicesKnownSince: instant("devices_known_since"),
    /** `issuer subject` of the OpenID Connect identity, once it has been used. */
    oidcSubject: text("oidc_subject"),
    /** Set for the operator's own people. */
    staffRole: text("staff_role", { enum: ["support"] }),
    status: text("status", { enum: ["active", "deactivated"] })
      .notNull()
      .default("active"),
    /** Requests that are still to be logged of those that act as this person; null while request logging is off. */
    logRequestsLeft: smallint("log_requests_left"),
    accessEpoch: accessEpoch(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [
    // Sign-in by address.
    uniqueIndex("users_email").on(table.email),
    // Sign-in through an OpenID Connect issuer.
    uniqueIndex("users_oidc_subject").on(table.oidcSubject),
    // Support's search, by any part of the address or the name.
    index("users_search").using(
      "gin",
      sql`${table.email} gin_trgm_ops`,
      sql`lower(${table.name}) gin_trgm_ops`,
    ),
    check("users_staff_role_known", oneOf(table.staffRole, ["support"])),
    check("users_status_known", oneOf(table.status, ["active", "deactivated"])),
    // None is left: logging is off (lib/domain/request-logs).
    check(
      "users_log_requests_left",
      sql`${table.logRequestsLeft} between 1 and ${sql.raw(String(LOG_ENTRIES_MAX))}`,
    ),
  ],
);

/** A signed-in browser. The cookie holds only the id of this row, and every request looks it up. */
export const sessions = pgTable(
  "sessions",
  {
    /** SHA-256 of the random value in the cookie, as hex: a copy of the table signs nobody in. */
    idHash: text("id_hash").primaryKey(),
    /** What lists and addresses name the session by. */
    publicId: uuid("public_id").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** Moved forward at most once a minute; idle for 30 minutes ends the session. */
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
    /** 12 hours after sign-in, whatever happens. */
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    /** Set when a profile of the person changed: the next request of this session gets a new id. */
    rotateRequestedAt: instant("rotate_requested_at"),
    /** The id before the last rotation, good for one more minute: requests that were under way with it finish. */
    previousIdHash: text("previous_id_hash"),
    rotatedAt: instant("rotated_at"),
    address: text("address"),
    userAgent: text("user_agent"),
    /** How it began; null for sessions from before this was kept. */
    signInMethod: text("sign_in_method", { enum: ["password", "oidc"] }),
    /** Failed sign-ins before it, to be shown until the person has seen them; null for none. */
    failedBefore: integer("failed_before"),
    failedSince: instant("failed_since"),
  },
  (table) => [
    uniqueIndex("sessions_public_id").on(table.publicId),
    // A request that still carries the id from before a rotation.
    uniqueIndex("sessions_previous_id_hash").on(table.previousIdHash),
    // You > Security: sessions of one person, newest first.
    index("sessions_user").on(table.userId, table.createdAt),
    check("sessions_sign_in_method_known", oneOf(table.signInMethod, ["password", "oidc"])),
  ],
);

/** What slows guessers down: failed sign-ins by kind, and by person, origin or browser (lib/domain/people/sign-in-throttle.ts). */
export const signInFailures = pgTable(
  "sign_in_failures",
  {
    /** `<kind>:<SHA-256 of the email>`, with the origin (IPv4 or IPv6 /64) or the browser behind it; `origin:<origin>`. */
    subject: text("subject").primaryKey(),
    /** SHA-256 of the email that was tried, whether or not somebody has it; null where it is about no person. */
    person: text("person"),
    windowStart: instant("window_start").notNull(),
    count: integer("count").notNull(),
    lastAt: instant("last_at"),
    /** Null in rows of the release that counted without it; its windows were of 15 minutes. */
    forgottenAt: instant("forgotten_at"),
  },
  (table) => [
    // Rows of the release before.
    index("sign_in_failures_window").on(table.windowStart),
    // Tallies that count no more, to be dropped by the tries that follow.
    index("sign_in_failures_forgotten").on(table.forgottenAt),
    // All of a person, forgotten when the operator or the person sets another password.
    index("sign_in_failures_person").on(table.person),
  ],
);

/**
 * Failed sign-ins of a person since the last one that succeeded: summed up here, and put on the person's record and in a
 * notice from here. Kept for addresses that nobody has as well, so that no answer takes longer for those that exist.
 */
export const failedSignIns = pgTable(
  "failed_sign_ins",
  {
    /** SHA-256 of the email, so that the table is no list of addresses. */
    person: text("person").primaryKey(),
    firstAt: instant("first_at").notNull(),
    lastAt: instant("last_at").notNull(),
    count: integer("count").notNull(),
    /** How many of them are on the record. */
    recordedCount: integer("recorded_count").notNull().default(0),
    /** When the job looked last whether somebody has to be told; null until it did. */
    lookedAt: instant("looked_at"),
  },
  (table) => [
    // What the job has not looked at for an hour.
    index("failed_sign_ins_looked").on(table.lookedAt),
  ],
);
