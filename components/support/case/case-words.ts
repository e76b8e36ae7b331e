import type { ListedCase, SupportCase } from "@/lib/contracts/support/support";
import { span } from "@/lib/domain/format/dates";
import { CASE_KIND_LABELS, type CaseStatus } from "@/lib/domain/support/cases";

/** What a case in the list asks for, and whose it is: the words in which it was asked are read case by case. */
export function listedCaseTitle({ kind, goLive, transfer, account }: ListedCaseName): string {
  if (transfer) return `Transfer from ${account.name} to ${transfer.destination.name}`;
  if (goLive === null) return `${CASE_KIND_LABELS[kind]} of ${account.name}`;
  return `${goLive.step === "review" ? "Review" : "Migration"} for ${account.name}`;
}
type ListedCaseName = Pick<ListedCase, "kind" | "goLive" | "transfer" | "account">;

/** By when a case has to be answered, by a clock; nothing is due where its account was told no time. */
export function dueText({ dueAt }: Pick<ListedCase, "dueAt">, now: string): string | null {
  if (dueAt === null) return null;
  const left = Date.parse(dueAt) - Date.parse(now);
  return left < 0 ? `Overdue by ${span(-left)}` : `Due within ${span(left)}`;
}

/** What a case asks for, in the heading of its page. */
export function caseTitle({ goLive, transfer, account }: CaseName): string {
  if (transfer) return `Transfer of ${transfer.keyName}`;
  if (goLive === null) return `Access request of ${account.name}`;
  return goLive.step === "review"
    ? `Review of ${goLive.key.name}`
    : `Migration of ${goLive.key.name} to production`;
}

type CaseName = Pick<SupportCase, "goLive" | "transfer" | "account">;

/** How a closed case ended, before who ended it. */
export const ENDED_WORDS: Record<Exclude<CaseStatus, "open">, string> = {
  granted: "Granted",
  declined: "Declined",
  withdrawn: "Withdrawn",
  expired: "Expired",
};

/** What granting does, at once. */
export function grantText({ goLive, account }: Pick<SupportCase, "goLive" | "account">): string {
  if (goLive === null) return `Granting switches integration keys on for ${account.name} at once.`;
  if (goLive.productionAccount === null) {
    return `Granting passes the review: ${account.name} can request the migration for 30 days.`;
  }
  return `Granting makes the key in ${goLive.productionAccount.name} at once, with the same GUID and no secret.`;
}
