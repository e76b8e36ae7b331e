/** What can be on the record (R11), by name, and how a chain of records is written for hashing. */

export const AUDIT_ACTIONS = [
  "account.created",
  "account.plan_changed",
  "account.feature_changed",
  "account.viewed_by_staff",
  "access.requested",
  "access.granted",
  "access.declined",
  "key.created",
  "key.replaced",
  "key.revoked",
  "policy.updated",
  "member.added",
  "member.profile_changed",
  "member.deactivated",
  "member.reactivated",
  "member.shared_changed",
  "session.started",
  "session.revoked",
  "password.changed",
  "identity.linked",
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

/** The previous hash of the first event of every chain. */
export const CHAIN_START = "0".repeat(64);

/**
 * JSON with the keys of every object in the order of their UTF-16 units and no white space: one text for one value,
 * and the same text after the value was stored as `jsonb`.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
