/** Whether an account will do for a key is the same as SQL and in the domain. */
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";

import { accounts, memberships } from "@/db/schema/accounts";
import { testDatabase } from "@/db/testing/database";
import { makeTenant } from "@/db/testing/tenant";

import { destinationFault } from "../domain/go-live/prerequisites";
import { ACCOUNT_STATUSES } from "../domain/keys/availability";
import { IS_ADMIN, IS_FIT_FOR_PRODUCTION } from "./fit-for-production";

const database = testDatabase();

it("of accounts of each plan, status, feature and profile", async () => {
  const seen = new Set<boolean>();
  // A production account has no other plan.
  for (const plan of ["business", "enterprise"] as const) {
    for (const status of ACCOUNT_STATUSES) {
      for (const hasIntegrationKeys of [true, false]) {
        for (const profile of ["admin", "member", "viewer"] as const) {
          const tenant = await makeTenant(database.db, { ada: profile }, { plan, hasIntegrationKeys });
          await database.owner.query("update accounts set status = $2 where id = $1", [
            tenant.account.id,
            status,
          ]);
          const [row] = await database.db
            .select({
              id: accounts.id,
              name: accounts.name,
              plan: accounts.plan,
              status: accounts.status,
              hasIntegrationKeys: accounts.hasIntegrationKeys,
              isAdmin: IS_ADMIN,
              isFit: IS_FIT_FOR_PRODUCTION,
            })
            .from(memberships)
            .innerJoin(accounts, eq(accounts.id, memberships.accountId))
            .where(eq(accounts.id, tenant.account.id));
          expect(row).toMatchObject({ plan, status, hasIntegrationKeys, isAdmin: profile === "admin" });
          if (row) expect(row.isFit).toBe(destinationFault(row) === null);
          seen.add(row?.isFit ?? false);
        }
      }
    }
  }
  expect(seen.size).toBe(2);
});
