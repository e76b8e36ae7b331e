/** Whether a domain's claim is held, as SQL: `claimStatus` of the domain for what a query decides by itself. */
import { and, gt, isNotNull, isNull, or, sql, type SQL } from "drizzle-orm";

import { claimedDomains } from "@/db/schema/organizations";

import { LAPSE_AFTER_DAYS } from "../domain/organizations/domain-claim";

const { verifiedAt, failingSince, lapsedAt } = claimedDomains;

/**
 * True of a claim that is verified or lapsing. What rests on a claimed domain asks this wherever it is used, so that it ends
 * with the claim, at once.
 * @param forMs for so long yet, in milliseconds, unless a check finds no proof in that time
 */
export function isHeldClaim(forMs = 0): SQL | undefined {
  return and(
    isNotNull(verifiedAt),
    isNull(lapsedAt),
    or(
      isNull(failingSince),
      gt(
        failingSince,
        sql`clock_timestamp() - make_interval(days => ${LAPSE_AFTER_DAYS}) + make_interval(secs => ${forMs / 1_000})`,
      ),
    ),
  );
}
