import type { AuditEvent } from "../contracts/accounts/audit";
import { canonicalJson, type JsonObject } from "../domain/record/audit-event";

const COLUMNS = [
  ["sequence", (event) => String(event.sequence)],
  ["at", (event) => event.at],
  ["actor_kind", (event) => event.actorKind],
  ["actor_id", (event) => event.actorId],
  ["actor_name", (event) => event.actorName],
  ["action", (event) => event.action],
  ["subject_kind", (event) => event.subjectKind],
  ["subject_id", (event) => event.subjectId],
  ["subject_name", (event) => event.subjectName],
  ["before", (event) => jsonOrNothing(event.before)],
  ["after", (event) => jsonOrNothing(event.after)],
  ["reason", (event) => event.reason],
  ["address", (event) => event.address],
  ["user_agent", (event) => event.userAgent],
  ["request_id", (event) => event.requestId],
  ["id", (event) => event.id],
  ["previous_hash", (event) => event.previousHash],
  ["hash", (event) => event.hash],
] as const satisfies readonly (readonly [string, (event: AuditEvent) => string | null])[];

/** What a spreadsheet takes for the start of a formula, full-width signs too where these are typed. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** The first line of the CSV export. */
export const CSV_HEADER = `${COLUMNS.map(([name]) => name).join(",")}\r\n`;

/** One line of the CSV export (RFC 4180). */
export function csvLine(event: AuditEvent): string {
  return `${COLUMNS.map(([, read]) => csvField(read(event))).join(",")}\r\n`;
}

/**
 * One field of the CSV export: never a formula, since people's names and reasons are in it, and quoted where it must
 * be.
 */
export function csvField(value: string | null): string {
  if (value === null) return "";
  const text = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function jsonOrNothing(value: JsonObject | null): string | null {
  return value === null ? null : canonicalJson(value);
}
