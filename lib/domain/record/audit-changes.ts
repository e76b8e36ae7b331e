/** What differs before and after an event, in words. */
import type { AuditedEvent } from "./audit-words";
import { LIMIT_LABELS, planWords, profileWords } from "./audit-values";
import { canonicalJson, type JsonValue } from "./audit-event";
import { lifetimeText } from "../keys/lifetime";
import { exactTime, span } from "../format/dates";
import { count, number } from "../format/numbers";

export type AuditedChange = {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
};

/** What differs, before and after, field by field, in words; null where the side has no such field. */
export function auditedChanges({ before, after }: Pick<AuditedEvent, "before" | "after">): AuditedChange[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const changes = fields.map((field) => ({
    field: fieldWords(field),
    before: before && field in before ? valueWords(field, before[field]) : null,
    after: after && field in after ? valueWords(field, after[field]) : null,
  }));
  return changes.filter((change) => change.before !== change.after);
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  areAgentsAllowed: "Agents may ask",
  agentHosts: "Hosts of agents",
  clientUri: "Address of the agent’s document",
  declaredName: "Calls itself",
  clientId: "GUID",
  caseId: "Id of the case",
  caseNumber: "Case",
  credentialId: "Credential",
  isGenerated: "Generated here",
  isImplicitAllowed: "Implicit allowed",
  isPublic: "Public",
  redirectUris: "Redirect URIs",
  isGoLiveRequired: "Go Live required",
  hasIntegrationKeys: "Integration keys enabled",
  isShared: "Shared",
  defaultLifetimeDays: "Default lifetime",
  maximumLifetimeDays: "Longest lifetime",
  overlapSeconds: "Overlap",
  successorId: "New key",
  oldKeyEndsAt: "Old key ends",
};

/** `allowedRanges` → "Allowed ranges", where the field has no word of its own. */
function fieldWords(field: string): string {
  const own = FIELD_WORDS[field];
  if (own) return own;
  const words = field
    .replace(/At$/, "")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function valueWords(field: string, value: JsonValue | undefined): string {
  if (value === null || value === undefined) return field in LIMIT_LABELS ? "the usual one" : "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return numberWords(field, value);
  if (typeof value === "string") return textWords(field, value);
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(itemWords).join(", ");
  return JSON.stringify(value);
}

/** A thing that was there has a name. */
function itemWords(item: JsonValue): string {
  if (typeof item !== "object" || item === null) return String(item);
  return "name" in item && typeof item.name === "string" ? item.name : canonicalJson(item);
}

function numberWords(field: string, value: number): string {
  if (field === "caseNumber") return String(value);
  if (field.endsWith("Days")) return lifetimeText(value);
  if (field.endsWith("Seconds")) return value === 0 ? "none" : span(value * 1_000);
  return field.startsWith("keys") ? count(value, "key") : number(value);
}

function textWords(field: string, value: string): string {
  if (field.endsWith("At")) return exactTime(value);
  if (field === "plan") return planWords(value);
  return field === "profile" ? profileWords(value) : value;
}
