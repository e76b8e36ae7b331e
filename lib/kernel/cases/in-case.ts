/** The case in which support changes something: it goes on the account's record with the change. */
import { and, eq } from "drizzle-orm";

import { supportCases } from "@/db/schema/support-cases";

import { invalid } from "../../domain/errors";
import type { AuditEntry } from "../../domain/record/audit-event";
import type { LookCause } from "../../domain/support/look";
import { isAboutAccount } from "../accounts/about-account";
import { onRecordsOf, type OnRecords, type Outcome } from "../change";
import type { Reader } from "../database";

/** A case that is about an account: it asked, or is to get what was asked for. */
export async function findCaseAbout(
  db: Reader,
  accountId: string,
  wanted: { readonly id: string } | { readonly number: number },
): Promise<{ readonly id: string; readonly number: number } | null> {
  const [row] = await db
    .select({ id: supportCases.id, number: supportCases.number })
    .from(supportCases)
    .where(
      and(
        isAboutAccount(accountId),
        "id" in wanted ? eq(supportCases.id, wanted.id) : eq(supportCases.number, wanted.number),
      ),
    );
  return row ?? null;
}

/** The refusal of a case that is not there, or is about another account. */
export function notAbout(pointer: "/caseId" | "/caseNumber") {
  return invalid(pointer, "other_case", "No such case is about this account.");
}

type Given = { readonly reason: string; readonly caseId?: string | undefined };

/**
 * Why support changes something of an account: in a case, or for the reason alone.
 * @throws DomainError validation_failed for a case that is not about the account
 */
export async function causeOf(db: Reader, accountId: string, { reason, caseId }: Given): Promise<LookCause> {
  if (caseId === undefined) return { kind: "reason", reason };
  const found = await findCaseAbout(db, accountId, { id: caseId });
  if (!found) throw notAbout("/caseId");
  return { kind: "case", caseId: found.id, caseNumber: found.number };
}

/**
 * What goes on record of a change, with the case in which it was made on the record of the account that the case is about. What
 * the change leaves on the records of others, an organization's other accounts among them, names no case of this one.
 */
export function withCase(
  audit: Outcome<unknown>["audit"],
  accountId: string,
  cause: LookCause,
): Outcome<unknown>["audit"] {
  if (audit === "unchanged" || cause.kind !== "case") return audit;
  const records = "records" in audit ? audit : { records: { [accountId]: audit } };
  return recordsInCase(records, cause, [accountId]);
}

/** The same of what goes on records in any case, on those of the accounts that it is about. */
export function recordsInCase(
  { records }: OnRecords,
  { caseId, caseNumber }: { readonly caseId: string; readonly caseNumber: number },
  aboutIds: readonly string[],
): OnRecords {
  const told = (entry: AuditEntry): AuditEntry => ({
    ...entry,
    after: { ...entry.after, caseId, caseNumber },
  });
  return {
    records: Object.fromEntries(
      Object.entries(onRecordsOf(records).records).map(([id, entries]) => {
        const list = "action" in entries ? [entries] : entries;
        return [id, aboutIds.includes(id) ? list.map(told) : list];
      }),
    ),
  };
}
