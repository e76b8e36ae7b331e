/** The filters of support's cases as they stand in the address. */
import { CASE_ASSIGNMENTS, CASE_KINDS } from "@/lib/domain/support/cases";
import type { CaseFilters } from "@/lib/queries/cases/support";

/** Reads filters from an address by name; what can't be one is left out, so that an old bookmark still opens. */
export function readCaseFilters(read: (name: string) => unknown): CaseFilters {
  const kind = CASE_KINDS.find((known) => known === read("kind"));
  const assigned = CASE_ASSIGNMENTS.find((known) => known === read("assigned"));
  return {
    status: read("status") === "closed" ? "closed" : "open",
    ...(kind ? { kind } : {}),
    ...(assigned ? { assigned } : {}),
  };
}

/** What of the filters stands in the address: open cases are meant without a word. */
export function caseFilterQuery({ status, ...others }: CaseFilters): Readonly<Record<string, string>> {
  return status === "open" ? others : { status, ...others };
}
