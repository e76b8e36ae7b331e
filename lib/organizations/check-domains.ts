import { and, asc, gt, isNotNull, isNull, lte, or, sql } from "drizzle-orm";

import { claimedDomains } from "@/db/schema/organizations";

import { DomainError } from "../domain/errors";
import { CHECK_EVERY_MS, LAPSE_AFTER_DAYS } from "../domain/organizations/domain-claim";
import { judgeProof } from "../domain/organizations/domain-proof";
import { bySystem } from "../kernel/authority";
import { change } from "../kernel/change";
import { ask } from "../kernel/read";
import type { DnsServers } from "../platform/settings/setting-fields";
import { lookUpTxt } from "../platform/domains/txt-lookup";
import { onRecords } from "./change-claims";
import { applyCheck } from "./check-claim";
import { lockPlace, overAccounts } from "../kernel/accounts/organization-accounts";

/** Claims that are looked up at once: a resolver that hangs holds up no more than these. */
const AT_ONCE = 10;
const COMMAND = "domain check";

/**
 * Checks again each held claim whose last check is a day old, and those whose seven days without proof are over. Whoever does
 * this and however often: a claim that was checked meanwhile is not due any more.
 * @returns how many were checked
 */
export async function checkDomains(
  servers: Exclude<DnsServers, "off">,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  let checked = 0;
  let last = "00000000-0000-0000-0000-000000000000";
  while (!signal.aborted) {
    const due = await findDue(last);
    await Promise.all(due.map((claim) => checkClaim(claim, servers)));
    checked += due.length;
    const end = due.at(-1);
    if (!end || due.length < AT_ONCE) break;
    last = end.id;
  }
  return checked;
}

function findDue(after: string) {
  return ask((db) =>
    db
      .select({
        id: claimedDomains.id,
        organizationId: claimedDomains.organizationId,
        domain: claimedDomains.domain,
        token: claimedDomains.token,
      })
      .from(claimedDomains)
      .where(
        and(
          gt(claimedDomains.id, after),
          isNotNull(claimedDomains.verifiedAt),
          isNull(claimedDomains.lapsedAt),
          or(
            isNull(claimedDomains.checkedAt),
            lte(
              claimedDomains.checkedAt,
              sql`clock_timestamp() - make_interval(secs => ${CHECK_EVERY_MS / 1_000})`,
            ),
            lte(
              claimedDomains.failingSince,
              sql`clock_timestamp() - make_interval(days => ${LAPSE_AFTER_DAYS})`,
            ),
          ),
        ),
      )
      .orderBy(asc(claimedDomains.id))
      .limit(AT_ONCE),
  );
}

type Due = Awaited<ReturnType<typeof findDue>>[number];

async function checkClaim(claim: Due, servers: Exclude<DnsServers, "off">): Promise<void> {
  const { id: domainId, organizationId, domain, token } = claim;
  const finding = judgeProof(await lookUpTxt(domain, servers), token);
  try {
    await overAccounts(organizationId, (accountIds) =>
      change(bySystem(COMMAND), accountIds, async (tx) => {
        await lockPlace(tx, organizationId, accountIds);
        const entry = await applyCheck(tx, { organizationId, domainId, domain, finding });
        // An organization without accounts has no admins either: it is on nobody's record.
        const isRecorded = entry !== "unchanged" && accountIds.length > 0;
        return { value: undefined, audit: isRecorded ? onRecords(accountIds, entry) : "unchanged" };
      }),
    );
  } catch (error) {
    // Given up meanwhile, or proven by another organization in the moment in which it had lapsed.
    const isOver =
      error instanceof DomainError && (error.code === "not_found" || error.code === "domain_held_elsewhere");
    if (!isOver) throw error;
  }
}
