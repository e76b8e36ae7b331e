import { check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { instant, oneOf } from "./columns";

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
    /** `issuer subject` of the OpenID Connect identity, once it has been used. */
    oidcSubject: text("oidc_subject"),
    /** Set for the operator's own people. */
    staffRole: text("staff_role", { enum: ["support"] }),
    status: text("status", { enum: ["active", "deactivated"] })
      .notNull()
      .default("active"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [
    // Sign-in by address.
    uniqueIndex("users_email").on(table.email),
    // Sign-in through an OpenID Connect issuer.
    uniqueIndex("users_oidc_subject").on(table.oidcSubject),
    check("users_staff_role_known", oneOf(table.staffRole, ["support"])),
    check("users_status_known", oneOf(table.status, ["active", "deactivated"])),
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
  },
  (table) => [
    uniqueIndex("sessions_public_id").on(table.publicId),
    // A request that still carries the id from before a rotation.
    uniqueIndex("sessions_previous_id_hash").on(table.previousIdHash),
    // You > Security: sessions of one person, newest first.
    index("sessions_user").on(table.userId, table.createdAt),
  ],
);

/** Failed sign-ins of an address or a person in a window; guards against guessing. */
export const signInFailures = pgTable(
  "sign_in_failures",
  {
    /** `address:<IPv4 or IPv6 /64>` or `user:<SHA-256 of the email>`. */
    subject: text("subject").primaryKey(),
    windowStart: instant("window_start").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [
    // Windows that have passed, to be dropped by the tries that follow.
    index("sign_in_failures_window").on(table.windowStart),
  ],
);
