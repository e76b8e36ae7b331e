import type { OnRecords } from "../kernel/change";
import type { Reader } from "../kernel/database";
import { findCaseAbout, notAbout, recordsInCase } from "../kernel/cases/in-case";

/**
 * What a step of support leaves on the records: the case that it names on those of the accounts which the case is about; on the
 * other side's, and where none is named, the transfer's own, which its events have by themselves.
 * @returns what adds the case to a step's events
 * @throws DomainError validation_failed for a case that is about neither account
 */
export async function inCase(
  db: Reader,
  accountIds: readonly string[],
  caseId: string | undefined,
): Promise<(records: OnRecords) => OnRecords> {
  if (caseId === undefined) return (records) => records;
  const aboutIds: string[] = [];
  let caseNumber: number | null = null;
  for (const accountId of accountIds) {
    const found = await findCaseAbout(db, accountId, { id: caseId });
    if (!found) continue;
    aboutIds.push(accountId);
    caseNumber = found.number;
  }
  if (caseNumber === null) throw notAbout("/caseId");
  const named = { caseId, caseNumber };
  return (records) => recordsInCase(records, named, aboutIds);
}
