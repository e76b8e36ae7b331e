import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { FINDINGS } from "../../lib/domain/organizations/domain-proof";
import { instant, oneOf } from "./columns";
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
    /** Lower case, ASCII, without a trailing dot. */
    domain: text("domain").notNull(),
    /** The value to publish as `countersign=<token>`. */
    token: uuid("token").notNull(),
    /** The proof that the claim rests on. */
    verifiedAt: instant("verified_at"),
    /** The first check without proof since the last one with it. */
    failingSince: instant("failing_since"),
    /** When a check wrote down that the claim lapsed; by the clock it did so seven days after it began to fail. */
    lapsedAt: instant("lapsed_at"),
    /** The last check, and what it found. */
    checkedAt: instant("checked_at"),
    finding: text("finding", { enum: FINDINGS }),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (table) => [
    // One organization per domain: claims may stand side by side until one of them is proven.
    uniqueIndex("claimed_domains_held")
      .on(table.domain)
      .where(sql`${table.verifiedAt} is not null and ${table.lapsedAt} is null`),
    // Claims of a domain and of those above it.
    index("claimed_domains_claims").on(table.domain),
    // An organization claims a domain once; its list.
    uniqueIndex("claimed_domains_organization_domain").on(table.organizationId, table.domain),
    // What is to be checked again.
    index("claimed_domains_checked")
      .on(table.checkedAt)
      .where(sql`${table.verifiedAt} is not null and ${table.lapsedAt} is null`),
    check("claimed_domains_finding_known", oneOf(table.finding, FINDINGS)),
    check(
      "claimed_domains_life_whole",
      sql`${table.verifiedAt} is not null or num_nonnulls(${table.failingSince}, ${table.lapsedAt}) = 0`,
    ),
  ],
);
