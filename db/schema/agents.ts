/** Agents that are known by the address of a document (client ID metadata documents; WIRE-FACTS 9). */
import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";

import { AGENT_HOSTS_MAX } from "../../lib/domain/oauth/agents/agent-policy";
import { accounts } from "./accounts";
import { instant } from "./columns";
import { integrationKeys } from "./integration-keys";
import { users } from "./users";

/** Whether agents may ask an account's people for consent. An account without a row lets none. */
export const agentPolicies = pgTable(
  "agent_policies",
  {
    accountId: uuid("account_id")
      .primaryKey()
      .references(() => accounts.id, { onDelete: "restrict" }),
    isAllowed: boolean("is_allowed").notNull(),
    /** The hosts that may; any, where it is empty. What tokens of others there are, ends with the change (trigger). */
    hosts: text("hosts").array().notNull(),
    /** Counted up by every change; a form sends back the one that it was drawn from. */
    version: integer("version").notNull().default(1),
    updatedAt: instant("updated_at").notNull(),
    updatedBy: uuid("updated_by")
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
  },
  (table) => [
    check(
      "agent_policies_hosts_few",
      sql`cardinality(${table.hosts}) <= ${sql.raw(String(AGENT_HOSTS_MAX))}`,
    ),
  ],
);

/** The agent that a key stands for: in each account that lets it act it has a key of its own, which that account manages. */
export const agents = pgTable(
  "agents",
  {
    keyId: uuid("key_id")
      .primaryKey()
      .references(() => integrationKeys.id, { onDelete: "restrict" }),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "restrict" }),
    /** The address of its document: the client_id that it comes with. */
    clientUri: text("client_uri").notNull(),
    /** Of the address: who answers for the document. */
    host: text("host").notNull(),
    /** What it called itself when it was first allowed here; nobody has verified it. */
    declaredName: text("declared_name").notNull(),
  },
  (table) => [
    // Whether an account has a key of this agent: at each question, and each Allow.
    index("agents_client").on(table.accountId, table.clientUri),
  ],
);
