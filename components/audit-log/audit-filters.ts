/** The filters of the audit log as they stand in its address. */
import { searchedText } from "@/lib/addresses/search-text";
import { exactDay, exactTime } from "@/lib/domain/format/dates";
import { AUDIT_TEXT_MAX_LENGTH, periodEdge, type AuditFilters } from "@/lib/domain/record/audit-search";

/** The text to search for, as the server takes it. A key that somebody pasted is in no address and no history (R9). */
export function auditSearchText(text: string): string {
  return searchedText(text).slice(0, AUDIT_TEXT_MAX_LENGTH).trim();
}

/** The filters with one of them changed; an empty value takes it away. */
export function withFilter(filters: AuditFilters, name: keyof AuditFilters, value: string): AuditFilters {
  const { [name]: _replaced, ...others } = filters;
  return value === "" ? others : { ...others, [name]: value };
}

/** What is wrong with the end of the time: there is none between it and a later start, and the server refuses to look. */
export function periodFault({ from, to }: AuditFilters): string | null {
  if (from === undefined || to === undefined) return null;
  const start = periodEdge(from, "from");
  if (periodEdge(to, "to") >= start) return null;
  return `This is before From, ${from.includes("T") ? exactTime(start) : exactDay(start)}.`;
}
