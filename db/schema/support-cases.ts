import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { accounts } from "./accounts";
import { instant, oneOf } from "./columns";
import { users } from "./users";

/** What an account asks of support; today: to have integration keys enabled (R1). */
export const supportCases = pgTable(
  "support_cases",
  {
    id: uuid("id").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "restrict" }),
    kind: text("kind", { enum: ["access_request"] }).notNull(),
    status: text("status", { enum: ["open", "granted", "declined"] })
      .notNull()
      .default("open"),
    openedBy: uuid("opened_by")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    openedAt: instant("opened_at").notNull(),
    /** What the account wants to build, in its own words. */
    message: text("message").notNull(),
    closedBy: uuid("closed_by").references(() => users.id, { onDelete: "restrict" }),
    closedAt: instant("closed_at"),
    /** Why it was declined, or a word to the account. */
    resolution: text("resolution"),
  },
  (table) => [
    // One open case of a kind per account: a second click opens nothing.
    uniqueIndex("support_cases_open")
      .on(table.accountId, table.kind)
      .where(sql`${table.status} = 'open'`),
    // The account's own page; support's list.
    index("support_cases_account").on(table.accountId, table.id),
    index("support_cases_status").on(table.status, table.id),
    check("support_cases_kind_known", oneOf(table.kind, ["access_request"])),
    check("support_cases_status_known", oneOf(table.status, ["open", "granted", "declined"])),
    check(
      "support_cases_closed_whole",
      sql`(${table.status} = 'open') = (${table.closedAt} is null) and (${table.closedAt} is null) = (${table.closedBy} is null)`,
    ),
  ],
);
