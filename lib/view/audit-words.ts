import type { ActorKind, AuditAction, JsonObject, JsonValue } from "../domain/audit-event";
import { PLAN_LABELS, PLANS } from "../domain/availability";
import { lifetimeText } from "../domain/lifetime";
import { PROFILES } from "../domain/profiles";
import { count, exactTime, span } from "./format";
import { PROFILE_LABELS } from "./profile-words";

/** Actions as the filter names them. */
export const ACTION_LABELS: Record<AuditAction, string> = {
  "account.created": "Account created",
  "account.plan_changed": "Plan changed",
  "account.feature_changed": "Integration keys switched on or off",
  "account.viewed_by_staff": "Viewed by support",
  "access.requested": "Access requested",
  "access.granted": "Access granted",
  "access.declined": "Access declined",
  "key.created": "Key created",
  "key.replaced": "Key replaced",
  "key.revoked": "Key revoked",
  "policy.updated": "Key policy changed",
  "member.added": "Member added",
  "member.profile_changed": "Profile changed",
  "member.deactivated": "Member deactivated",
  "member.reactivated": "Member reactivated",
  "member.shared_changed": "Shared mark changed",
  "session.started": "Signed in",
  "session.revoked": "Session ended",
  "password.changed": "Password changed",
  "identity.linked": "Single sign-on linked",
};

export type AuditedEvent = {
  readonly actorKind: ActorKind;
  readonly actorName: string;
  readonly action: AuditAction;
  readonly subjectName: string;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
};

/** Who did it: a person, somebody of support, or a command of the operator. */
export function actorWords({ actorKind, actorName }: AuditedEvent): string {
  if (actorKind === "staff") return `${actorName} (support)`;
  return actorKind === "system" ? `The operator (${actorName})` : actorName;
}

/** What was done, to follow the actor's name: "revoked Nightly export". */
export function deedWords({ action, subjectName, before, after }: AuditedEvent): string {
  switch (action) {
    case "account.created":
      return "created the account";
    case "account.plan_changed":
      return `changed the plan from ${plan(before?.["plan"])} to ${plan(after?.["plan"])}`;
    case "account.feature_changed":
      return after?.["hasIntegrationKeys"] === true
        ? "switched integration keys on"
        : "switched integration keys off";
    case "account.viewed_by_staff":
      return "looked at this account";
    case "access.requested":
      return "asked for access to integration keys";
    case "access.granted":
      return "granted access to integration keys";
    case "access.declined":
      return "declined access to integration keys";
    case "key.created":
      return `created ${subjectName}`;
    case "key.replaced":
      return `replaced ${subjectName}`;
    case "key.revoked":
      return `revoked ${subjectName}`;
    case "policy.updated":
      return "changed the key policy";
    case "member.added":
      return `added ${subjectName} as ${profile(after?.["profile"])}`;
    case "member.profile_changed":
      return `changed ${subjectName} from ${profile(before?.["profile"])} to ${profile(after?.["profile"])}`;
    case "member.deactivated":
      return `deactivated ${subjectName}`;
    case "member.reactivated":
      return `reactivated ${subjectName}`;
    case "member.shared_changed":
      return after?.["isShared"] === true
        ? `marked ${subjectName} as shared`
        : `marked ${subjectName} as one person`;
    case "session.started":
      return "signed in";
    case "session.revoked":
      return "ended a session";
    case "password.changed":
      return "changed the password";
    case "identity.linked":
      return "linked a single sign-on identity";
  }
}

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
  clientId: "GUID",
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
  if (value === null || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return numberWords(field, value);
  if (typeof value === "string") return textWords(field, value);
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(String).join(", ");
  return JSON.stringify(value);
}

function numberWords(field: string, value: number): string {
  if (field.endsWith("Days")) return lifetimeText(value);
  if (field.endsWith("Seconds")) return value === 0 ? "none" : span(value * 1_000);
  return field.startsWith("keys") ? count(value, "key") : String(value);
}

function textWords(field: string, value: string): string {
  if (field.endsWith("At")) return exactTime(value);
  if (field === "plan") return plan(value);
  return field === "profile" ? profile(value) : value;
}

function plan(value: JsonValue | undefined): string {
  const known = PLANS.find((candidate) => candidate === value);
  return known ? PLAN_LABELS[known] : "another plan";
}

function profile(value: JsonValue | undefined): string {
  const known = PROFILES.find((candidate) => candidate === value);
  return known ? PROFILE_LABELS[known] : "another profile";
}

export type ChainResult = {
  readonly isValid: boolean;
  readonly events: number;
  readonly firstFault: { readonly sequence: number; readonly kind: ChainFaultKind } | null;
};
export type ChainFaultKind = "missing" | "changed" | "unlinked" | "head" | "unregistered";

/** The result of a chain check in a sentence. */
export function chainWords({ isValid, events, firstFault }: ChainResult): string {
  if (isValid || !firstFault) {
    return events === 0
      ? "The record is empty, as its chain says."
      : `All ${count(events, "event")} are there, unchanged and in order.`;
  }
  const event = `Event ${firstFault.sequence}`;
  switch (firstFault.kind) {
    case "missing":
      return `${event} is gone from the record.`;
    case "changed":
      return `${event} is not what was written: its content no longer fits its hash.`;
    case "unlinked":
      return `${event} does not follow the one before it: something was put in, taken out or moved.`;
    case "head":
      return `The record does not end with the event that it should end with (${firstFault.sequence}).`;
    case "unregistered":
      return `${event} stands behind the end of the record: it was not written by this product.`;
  }
}
