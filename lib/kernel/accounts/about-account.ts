import { eq, or, sql, type SQL } from "drizzle-orm";

import { supportCases } from "@/db/schema/support-cases";
import { transfers } from "@/db/schema/transfers";

/** Cases that are about an account: it asked, or is to get what was asked for, a transferred app among that. */
export function isAboutAccount(accountId: string): SQL | undefined {
  return or(
    eq(supportCases.accountId, accountId),
    eq(supportCases.productionAccountId, accountId),
    sql`exists (select from ${transfers} where ${transfers.id} = ${supportCases.transferId} and ${transfers.destinationAccountId} = ${accountId})`,
  );
}
