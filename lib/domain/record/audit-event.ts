/** What can be on the record (R11), by name, and how a chain of records is written for hashing. */

export const AUDIT_ACTIONS = [
  "record.begun",
  "account.created",
  "account.plan_changed",
  "account.feature_changed",
  "account.limits_changed",
  "account.closed",
  "account.reopened",
  "account.organization_changed",
  "account.viewed_by_staff",
  "support.searched",
  "access.requested",
  "access.granted",
  "access.declined",
  "case.assigned",
  "case.noted",
  "go_live.review_requested",
  "go_live.review_withdrawn",
  "go_live.review_granted",
  "go_live.review_declined",
  "go_live.migration_requested",
  "go_live.migration_withdrawn",
  "go_live.migration_granted",
  "go_live.migration_declined",
  "transfer.opened",
  "transfer.confirmed",
  "transfer.voided",
  "transfer.declined",
  "transfer.withdrawn",
  "transfer.expired",
  "transfer.carried_out",
  "transfer.undone",
  "key.created",
  "key.taken_live",
  "key.issued",
  "key.replaced",
  "key.revoked",
  "key.secret_added",
  "key.secret_removed",
  "key.key_pair_added",
  "key.key_pair_removed",
  "key.redirect_uris_changed",
  "key.implicit_changed",
  "agents.allowed",
  "agents.ended",
  "consent.given",
  "consent.revoked",
  "app.authorized",
  "app.authorization_ended",
  "policy.updated",
  "legacy.allowed",
  "legacy.ended",
  "invitation.sent",
  "invitation.resent",
  "invitation.withdrawn",
  "member.added",
  "member.profile_changed",
  "member.deactivated",
  "member.reactivated",
  "member.shared_changed",
  "member.left",
  "person.created",
  "person.viewed_by_staff",
  "person.deactivated",
  "person.reactivated",
  "session.started",
  "session.revoked",
  "sign_in.failed",
  "password.changed",
  "password.link_mailed",
  "identity.linked",
  "request_logging.enabled",
  "request_logging.disabled",
  "request_log.cleared",
  "domain.claimed",
  "domain.verified",
  "domain.failing",
  "domain.recovered",
  "domain.lapsed",
  "domain.removed",
  "organization.created",
  "organization.admin_added",
  "organization.admin_removed",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const ACTOR_KINDS = ["user", "staff", "system"] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

/** The event as it is hashed: every field of the row but the hash itself, times as ISO 8601 in milliseconds. */
export type ChainedEvent = {
  readonly chainId: string;
  readonly sequence: number;
  readonly id: string;
  readonly at: string;
  readonly actorKind: ActorKind;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly action: AuditAction;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly subjectName: string;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
  readonly reason: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string;
  readonly previousHash: string;
};

/** What a change leaves on the record (R11): never a secret, never a hash of one. */
export type AuditEntry = {
  readonly action: AuditAction;
  readonly subject: { readonly kind: string; readonly id: string; readonly name: string };
  readonly before?: JsonObject | null;
  readonly after?: JsonObject | null;
  readonly reason?: string | null;
};

export type Actor = { readonly kind: ActorKind; readonly id: string | null; readonly name: string };

/** The previous hash of the first event of every chain. */
export const CHAIN_START = "0".repeat(64);

/**
 * The canonical text of a value by RFC 8785 (JSON Canonicalization Scheme): one text for one value, and the same text
 * after the value was stored as `jsonb`. So a record can be verified by other programs too.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  let members = "";
  // Without a comparison of its own, which would be called 80 times for an event.
  for (const key of Object.keys(value).toSorted()) {
    members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`;
  }
  return `{${members}}`;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
