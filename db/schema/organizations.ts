import { index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns";
import { users } from "./users";

/** A group of accounts with admins of its own and claimed domains (S3). */
export const organizations = pgTable("organizations", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  createdAt: instant("created_at").notNull().defaultNow(),
});

export const organizationAdmins = pgTable(
  "organization_admins",
  {
    organizationId: uuid("organization_id")
      .notNull()
      .references(() => organizations.id, { onDelete: "restrict" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.userId] }),
    // Organizations of the signed-in person.
    index("organization_admins_user").on(table.userId),
  ],
);

/** A mail domain that an organization says is its own; proven by a DNS TXT record once `verifiedAt` is set. */
export const claimedDomains = pgTable(
  "claimed_domains",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id")
      .notNull()
      .references(() => organizations.id, { onDelete: "restrict" }),
    /** Lower case, without a trailing dot. */
    domain: text("domain").notNull(),
    /** The value to publish as `countersign=<token>`. */
    token: uuid("token").notNull(),
    verifiedAt: instant("verified_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [
    // One organization per domain; finds the organization of an address.
    uniqueIndex("claimed_domains_domain").on(table.domain),
    index("claimed_domains_organization").on(table.organizationId),
  ],
);
