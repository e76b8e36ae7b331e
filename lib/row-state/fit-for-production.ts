/** Whether a key can go to an account, as SQL: `destinationFault` of the domain, for the order of a list. */
import { sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";

/** True of a membership of an admin. */
export const IS_ADMIN = sql<boolean>`${memberships.profile} = 'admin'`;

/** True of a membership joined with its production account where the person can take a key there (R1, R2). */
export const IS_FIT_FOR_PRODUCTION = sql<boolean>`(${IS_ADMIN} and ${accounts.status} = 'active'
  and ${accounts.plan} = 'enterprise' and ${accounts.hasIntegrationKeys})`;
