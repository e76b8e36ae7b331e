/** What an organization's admins are told of a claimed domain that DNS does not prove any more. */
import { FINDING_WORDS, type Finding } from "../organizations/domain-proof";
import { toldDay, type ClaimStatus } from "../organizations/domain-claim";
import { exactMinute } from "../format/dates";
import { organizationPath } from "./console-paths";
import type { Notice } from "./notice";

type FailingClaim = {
  readonly id: string;
  readonly organizationId: string;
  readonly domain: string;
  readonly status: ClaimStatus;
  /** The first check without proof. */
  readonly failingSince: Date;
  readonly lapsesAt: Date;
  readonly finding: Finding;
};

/**
 * A claim has no proof, and will lapse, or has lapsed. Told on the first day, in between, on the last day, and at the end.
 * @param now by which the day is counted
 */
export function claimFails(claim: FailingClaim, now: Date): Notice {
  const isLapsed = claim.status === "lapsed";
  const telling = isLapsed ? "lapsed" : String(toldDay(claim.failingSince, now));
  const link = { label: claim.domain, path: organizationPath(claim.organizationId) };
  return {
    kind: "domain_claim",
    accountId: null,
    eventKey: `domain_claim:${claim.id}:${claim.failingSince.toISOString()}:${telling}`,
    subject: isLapsed ? `The claim of ${claim.domain} has lapsed` : `The claim of ${claim.domain} will lapse`,
    lines: [
      isLapsed
        ? { link, text: ": its claim lapsed after seven days without proof. What rested on it has ended." }
        : { link, text: `: its claim lapses at ${exactMinute(claim.lapsesAt)} unless DNS proves it before.` },
      { link: null, text: FINDING_WORDS[claim.finding] },
    ],
  };
}
