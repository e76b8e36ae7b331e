import type { OnRecords } from "../kernel/change";
import type { Reader } from "../kernel/database";
import { findCaseAbout, notAbout, recordsInCase } from "../kernel/cases/in-case";

/**
 * What a step of support leaves on the records: with the case that it names, which is about either account; else with the
 * transfer's own, which its events have by themselves.
 * @returns what adds the case to a step's events
 * @throws DomainError validation_failed for a case that is about neither account
 */
export async function inCase(
  db: Reader,
  accountIds: readonly string[],
  caseId: string | undefined,
): Promise<(records: OnRecords) => OnRecords> {
  if (caseId === undefined) return (records) => records;
  for (const accountId of accountIds) {
    const found = await findCaseAbout(db, accountId, { id: caseId });
    if (found) return (records) => recordsInCase(records, { caseId: found.id, caseNumber: found.number });
  }
  throw notAbout("/caseId");
}
