/**
 * What the record says that there is (R11): a chain's events, read in their order, lead to a state, and the state is
 * compared with the rows that are there. A row that was changed without the product's verbs differs from it.
 */
import { canonicalJson, type AuditAction, type JsonObject, type JsonValue } from "./audit-event";
import { DEFAULT_POLICY } from "../keys/lifetime";

export type RecordedEvent = {
  readonly action: AuditAction;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly subjectId: string;
  readonly subjectName: string;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
};

export const RECORDED_KINDS = [
  "account",
  "key_policy",
  "member",
  "integration_key",
  "credential",
  "user",
  "session",
] as const;
export type RecordedKind = (typeof RECORDED_KINDS)[number];

/** Something as it is, on the record or in its row: instants as ISO 8601, what is unknown left out. */
export type RecordedThing = {
  readonly kind: RecordedKind;
  readonly id: string;
  readonly name: string;
  readonly facts: JsonObject;
};
/** What a record says that there is, by id. */
export type RecordedState = ReadonlyMap<string, RecordedThing>;

/** Events with which a chain begins: a creation, or the mark of the version that found no creation on the record. */
export const BEGINNINGS: readonly AuditAction[] = ["account.created", "person.created", "record.begun"];

/** Events with which an app leaves one account's record, and goes on on another's. */
const MOVES: readonly AuditAction[] = ["transfer.carried_out", "transfer.undone"];

/** What the record tells about an account, by the names that its events have for them. */
const ACCOUNT_FACTS = [
  "environment",
  "plan",
  "hasIntegrationKeys",
  "status",
  "organizationId",
  "activeKeys",
  "hourly",
  "burst",
];
const POLICY_FACTS = ["defaultLifetimeDays", "maximumLifetimeDays", "isGoLiveRequired"];
const MEMBER_FACTS = ["profile", "status", "isShared"];
const KEY_FACTS = [
  "clientId",
  "name",
  "method",
  "scopes",
  "allowedRanges",
  "expiresAt",
  "createdBy",
  "isPublic",
];
const LATER_KEY_FACTS = ["revokedAt", "isImplicitAllowed", "redirectUris"];
const CREDENTIAL_FACTS = ["kind", "name", "lastFour", "thumbprint", "bits", "expiresAt"];
const LIVE = { revokedAt: null, retiresAt: null, isImplicitAllowed: false, redirectUris: [] };

/** Reads the next event of a chain into the state. */
export function stepRecorded(state: Map<string, RecordedThing>, chainId: string, event: RecordedEvent): void {
  if (hasLeft(chainId, event)) forgetApp(state, event.subjectId);
  for (const thing of thingsOf(chainId, event)) {
    const key = `${thing.kind} ${thing.id}`;
    const known = state.get(key);
    state.set(key, { ...thing, facts: { ...known?.facts, ...thing.facts } });
  }
}

/** Whether an app has gone to another account with this event, so that its record goes on there. */
function hasLeft(chainId: string, { action, after }: RecordedEvent): boolean {
  return MOVES.includes(action) && after?.["accountId"] !== chainId;
}

function forgetApp(state: Map<string, RecordedThing>, appId: string): void {
  for (const [key, { id, facts }] of state) {
    if (id === appId || facts["keyId"] === appId) state.delete(key);
  }
}

/** What an event says, each thing with the facts that it sets. */
function thingsOf(chainId: string, event: RecordedEvent): RecordedThing[] {
  const { subjectId: id, subjectName: name } = event;
  const after = event.after ?? {};
  switch (event.action) {
    case "account.created":
      return [
        { kind: "account", id, name, facts: { status: "active", ...pick(after, ACCOUNT_FACTS) } },
        { kind: "key_policy", id, name: "Key policy", facts: { ...DEFAULT_POLICY, isGoLiveRequired: false } },
      ];
    case "access.granted":
      return [{ kind: "account", id: chainId, name, facts: pick(after, ["hasIntegrationKeys"]) }];
    case "policy.updated":
      return [{ kind: "key_policy", id, name, facts: pick(after, POLICY_FACTS) }];
    case "record.begun":
    case "transfer.carried_out":
    case "transfer.undone":
      // Of a transfer, on the record that the app goes on: the app as it comes.
      return begun(after);
    case "person.created":
      return [{ kind: "user", id, name, facts: { status: "active", ...after } }];
    case "person.deactivated":
    case "person.reactivated":
      // On the records of accounts too, of which a person is no part.
      return id === chainId ? [{ kind: "user", id, name, facts: pick(after, ["status"]) }] : [];
    case "session.started":
      return [{ kind: "session", id, name, facts: { isEnded: false } }];
    case "session.revoked":
      return [{ kind: "session", id, name, facts: { isEnded: true } }];
    default:
      if (event.action.startsWith("account.")) {
        return [{ kind: "account", id, name, facts: pick(after, ACCOUNT_FACTS) }];
      }
      if (event.action.startsWith("member.")) return [memberAfter(event, after)];
      return event.action.startsWith("key.") ? keysAfter(event, after) : [];
  }
}

/** What an event says of a credential of an app; null where it is about the app itself. */
function credentialAfter({ action, subjectId, before, after }: RecordedEvent): RecordedThing | null {
  const isRemoved = action === "key.secret_removed" || action === "key.key_pair_removed";
  if (!isRemoved && action !== "key.secret_added" && action !== "key.key_pair_added") return null;
  const told = (isRemoved ? before : after) ?? {};
  const facts = isRemoved ? { isRemoved } : { keyId: subjectId, isRemoved, ...pick(told, CREDENTIAL_FACTS) };
  const { credentialId, name } = told;
  if (typeof credentialId !== "string") return null;
  return {
    kind: "credential",
    id: credentialId,
    name: typeof name === "string" ? name : "Credential",
    facts,
  };
}

function memberAfter(event: RecordedEvent, after: JsonObject): RecordedThing {
  const start = event.action === "member.added" ? { status: "active", isShared: false } : {};
  return {
    kind: "member",
    id: event.subjectId,
    name: event.subjectName,
    facts: { ...start, ...pick(after, MEMBER_FACTS) },
  };
}

function keysAfter(event: RecordedEvent, after: JsonObject): RecordedThing[] {
  const { subjectId: id, subjectName: name } = event;
  const createdBy: JsonObject =
    event.actorKind === "user" && event.actorId !== null ? { createdBy: event.actorId } : {};
  const kind = "integration_key";
  if (event.action === "key.created" || event.action === "key.taken_live") {
    return [{ kind, id, name, facts: { ...LIVE, name, ...createdBy, ...pick(after, KEY_FACTS) } }];
  }
  // A production copy gets its expiry with its secret, and acts as who issued it.
  if (event.action === "key.issued") {
    return [{ kind, id, name, facts: { ...createdBy, ...pick(after, ["createdBy", "expiresAt"]) } }];
  }
  const credential = credentialAfter(event);
  if (credential) return [credential];
  if (event.action !== "key.replaced") {
    return [{ kind, id, name, facts: pick(after, LATER_KEY_FACTS) }];
  }
  // None where it was replaced after its expiry: then the old key is what it was.
  const end = after["oldKeyEndsAt"] ?? null;
  const successorId = after["successorId"];
  const successorName = typeof after["name"] === "string" ? after["name"] : name;
  const old: RecordedThing = {
    kind,
    id,
    name,
    facts: after["overlapSeconds"] === 0 ? { revokedAt: end } : { retiresAt: end },
  };
  if (typeof successorId !== "string") return [old];
  const facts = { ...LIVE, ...createdBy, ...pick(after, KEY_FACTS) };
  return [old, { kind, id: successorId, name: successorName, facts }];
}

/** The mark of a record that began later holds what was there then. */
function begun(after: JsonObject): RecordedThing[] {
  const things = after["things"];
  if (!Array.isArray(things)) return [];
  return things.flatMap((thing: JsonValue) => (isThing(thing) ? [thing] : []));
}

function isThing(value: JsonValue): value is RecordedThing & JsonObject {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  return "kind" in value && "id" in value && "name" in value && "facts" in value;
}

function pick(from: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name] ?? null]] : [])));
}

/**
 * changed: a fact is not what the record says; unrecorded: there is no event with which it came to be; gone: the record
 * has it, and it is not there.
 */
export const DIFFERENCE_KINDS = ["changed", "unrecorded", "gone"] as const;
export type StateDifference = {
  readonly kind: (typeof DIFFERENCE_KINDS)[number];
  readonly subjectKind: RecordedKind;
  readonly subjectId: string;
  readonly subjectName: string;
  /** The fact, where one differs. */
  readonly field: string | null;
  readonly recorded: JsonValue;
  readonly present: JsonValue;
};

/** Sessions over age are forgotten; nothing else that is on the record ever goes. */
const MAY_GO: readonly RecordedKind[] = ["session"];

/** Where the rows differ from the record, in the order of the record; facts that the record does not tell are left out. */
export function stateDifferences(
  recorded: RecordedState,
  present: readonly RecordedThing[],
): StateDifference[] {
  const rows = new Map(present.map((thing) => [`${thing.kind} ${thing.id}`, thing]));
  const found: StateDifference[] = [];
  for (const [key, thing] of recorded) {
    const row = rows.get(key);
    if (row) found.push(...factsThatDiffer(thing, row));
    else if (!MAY_GO.includes(thing.kind)) found.push(difference("gone", thing));
  }
  for (const [key, row] of rows) if (!recorded.has(key)) found.push(difference("unrecorded", row));
  return found;
}

function factsThatDiffer(recorded: RecordedThing, row: RecordedThing): StateDifference[] {
  return Object.entries(recorded.facts).flatMap(([field, said]) => {
    const present = row.facts[field];
    if (present === undefined || canonicalJson(said) === canonicalJson(present)) return [];
    return [{ ...difference("changed", { ...row, name: recorded.name }), field, recorded: said, present }];
  });
}

function difference(kind: StateDifference["kind"], thing: RecordedThing): StateDifference {
  const { kind: subjectKind, id: subjectId, name: subjectName } = thing;
  return { kind, subjectKind, subjectId, subjectName, field: null, recorded: null, present: null };
}
