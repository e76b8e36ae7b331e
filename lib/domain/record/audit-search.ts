/** How events of the record are found by words: what people call an event, and what a text asks for. */
import { canonicalAddress, canonicalRange } from "../ip-addresses";
import { parseScope } from "../keys/scopes";
import { ACTOR_KINDS, AUDIT_ACTIONS, type ActorKind, type AuditAction } from "./audit-event";
import { searchedName } from "../keys/name-text";

export const AUDIT_TEXT_MAX_LENGTH = 120;
/** What comes after the first words of a long text narrows nothing down that these left. */
const WORDS_MAX = 8;

/** The filters of the audit log as texts, as an address has them; empty ones are left out. */
export type AuditFilters = {
  readonly q?: string;
  readonly keyId?: string;
  readonly action?: string;
  readonly actorId?: string;
  readonly subjectId?: string;
  readonly from?: string;
  readonly to?: string;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The instant that an end of the time is: of a day in UTC its first for `from`, its last for `to`. @param text ISO 8601 */
export function periodEdge(text: string, edge: "from" | "to"): Date {
  if (!DAY.test(text)) return new Date(text);
  return new Date(`${text}T${edge === "from" ? "00:00:00.000" : "23:59:59.999"}Z`);
}

/** Actions as people name them. */
export const ACTION_LABELS: Record<AuditAction, string> = {
  "record.begun": "Record begun",
  "account.created": "Account created",
  "account.plan_changed": "Plan changed",
  "account.feature_changed": "Integration keys switched on or off",
  "account.limits_changed": "Limits changed",
  "account.closed": "Account closed",
  "account.reopened": "Account reopened",
  "account.organization_changed": "Organization changed",
  "account.viewed_by_staff": "Viewed by support",
  "support.searched": "Searched by support",
  "access.requested": "Access requested",
  "access.granted": "Access granted",
  "access.declined": "Access declined",
  "case.assigned": "Case assigned",
  "case.noted": "Note on a case",
  "go_live.review_requested": "Go Live: review requested",
  "go_live.review_withdrawn": "Go Live: review withdrawn",
  "go_live.review_granted": "Go Live: review granted",
  "go_live.review_declined": "Go Live: review declined",
  "go_live.migration_requested": "Go Live: migration requested",
  "go_live.migration_withdrawn": "Go Live: migration withdrawn",
  "go_live.migration_granted": "Go Live: migration granted",
  "go_live.migration_declined": "Go Live: migration declined",
  "transfer.opened": "Transfer opened",
  "transfer.confirmed": "Transfer confirmed",
  "transfer.voided": "Transfer: confirmation void",
  "transfer.declined": "Transfer declined",
  "transfer.withdrawn": "Transfer withdrawn",
  "transfer.expired": "Transfer expired",
  "transfer.carried_out": "Transfer carried out",
  "transfer.undone": "Transfer undone",
  "key.created": "Key created",
  "key.taken_live": "Key taken live",
  "key.issued": "Key issued",
  "key.replaced": "Key replaced",
  "key.revoked": "Key revoked",
  "key.secret_added": "Client secret added",
  "key.secret_removed": "Client secret removed",
  "key.key_pair_added": "Key pair added",
  "key.key_pair_removed": "Key pair removed",
  "key.redirect_uris_changed": "Redirect URIs changed",
  "key.implicit_changed": "Implicit allowed or refused",
  "agents.allowed": "Agents allowed",
  "agents.ended": "Agents ended",
  "consent.given": "Consent given",
  "consent.revoked": "Consent taken back",
  "app.authorized": "Organization’s consent given",
  "app.authorization_ended": "Organization’s consent taken back",
  "policy.updated": "Key policy changed",
  "legacy.allowed": "Legacy authentication allowed",
  "legacy.ended": "Legacy authentication ended",
  "invitation.sent": "Invitation sent",
  "invitation.resent": "Invitation sent again",
  "invitation.withdrawn": "Invitation withdrawn",
  "member.added": "Member added",
  "member.profile_changed": "Profile changed",
  "member.deactivated": "Member deactivated",
  "member.reactivated": "Member reactivated",
  "member.shared_changed": "Shared mark changed",
  "member.left": "Member left",
  "person.created": "Person added",
  "person.viewed_by_staff": "Person viewed by support",
  "person.deactivated": "Person deactivated everywhere",
  "person.reactivated": "Person reactivated",
  "session.started": "Signed in",
  "session.revoked": "Session ended",
  "sign_in.failed": "Failed sign-ins",
  "password.changed": "Password changed",
  "password.link_mailed": "Password link mailed",
  "identity.linked": "Single sign-on linked",
  "request_logging.enabled": "Request logging enabled",
  "request_logging.disabled": "Request logging disabled",
  "request_log.cleared": "Request log cleared",
  "domain.claimed": "Domain claimed",
  "domain.verified": "Domain verified",
  "domain.failing": "Domain failing",
  "domain.recovered": "Domain recovered",
  "domain.lapsed": "Domain lapsed",
  "domain.removed": "Domain removed",
  "organization.created": "Organization made",
  "organization.admin_added": "Organization admin named",
  "organization.admin_removed": "Organization admin removed",
};

/** Words that a page says of an event and its label does not have. */
const MORE_WORDS: Partial<Record<AuditAction, string>> = {
  "record.begun": "began this record with what was there",
  "account.created": "created the account",
  "account.plan_changed": "changed the plan from to",
  "account.feature_changed": "switched integration keys feature",
  "account.limits_changed": "changed the active keys hourly limit per 30 seconds",
  "account.closed": "closed the account",
  "account.reopened": "opened the account again",
  "account.organization_changed": "put the account into took the account out of",
  "account.viewed_by_staff": "looked at this account for a transfer staff",
  "support.searched": "searched for accounts, keys and people",
  "access.requested": "asked for access to integration keys",
  "access.granted": "granted access to integration keys",
  "access.declined": "declined access to integration keys",
  "case.assigned": "took on the case of",
  "case.noted": "wrote a note about",
  "go_live.review_requested": "asked for a review of",
  "go_live.review_withdrawn": "withdrew the request for a review of",
  "go_live.review_granted": "passed the review of",
  "go_live.review_declined": "did not pass the review of",
  "go_live.migration_requested": "asked for migration of to production",
  "go_live.migration_withdrawn": "withdrew the request for migration of",
  "go_live.migration_granted": "granted migration of to production",
  "go_live.migration_declined": "declined migration of to production",
  "transfer.opened": "opened a transfer of",
  "transfer.confirmed": "confirmed the transfer of",
  "transfer.voided":
    "changed the transfer of which voids what was confirmed noted that a confirmation is void",
  "transfer.declined": "declined the transfer of",
  "transfer.withdrawn": "withdrew the transfer of",
  "transfer.expired": "noted that the transfer of has expired",
  "transfer.carried_out": "carried out the transfer of moved",
  "transfer.undone": "undid the transfer of moved back",
  "key.taken_live": "took live",
  "key.issued": "issued the secret of",
  "key.secret_added": "added a client secret to",
  "key.secret_removed": "removed a client secret of",
  "key.key_pair_added": "added a key pair to",
  "key.key_pair_removed": "removed a key pair of",
  "key.redirect_uris_changed": "changed the redirect uris of",
  "key.implicit_changed": "allowed refused implicit for",
  "agents.allowed": "changed which agents may ask for consent",
  "agents.ended": "let no agents ask for consent any more",
  "consent.given": "let act for them",
  "consent.revoked": "took back the consent for",
  "app.authorized": "let act for the people of",
  "app.authorization_ended": "took back the consent of for",
  "policy.updated": "changed the key policy",
  "legacy.allowed": "allowed legacy authentication until",
  "legacy.ended": "ended legacy authentication",
  "invitation.sent": "invited as",
  "invitation.resent": "sent the invitation again to",
  "invitation.withdrawn": "withdrew the invitation of",
  "member.added": "added as accepted an invitation and is now",
  "member.profile_changed": "changed from to",
  "member.shared_changed": "marked as shared one person",
  "member.left": "left the account",
  "person.viewed_by_staff": "looked at staff",
  "person.deactivated": "deactivated in all accounts",
  "person.reactivated": "reactivated in all accounts",
  "session.revoked": "ended a session",
  "sign_in.failed": "had failed sign-in",
  "password.changed": "changed the password",
  "password.link_mailed": "mailed a link to choose another password to",
  "identity.linked": "linked a single sign-on identity",
  "request_log.cleared": "cleared requests from the request log",
  "domain.claimed": "claimed the domain for the organization",
  "domain.verified": "verified the domain",
  "domain.failing": "found no proof of the domain",
  "domain.recovered": "found the proof of the domain again",
  "domain.lapsed": "let the claim of lapse",
  "domain.removed": "gave up the claim of",
  "organization.created": "made the organization",
  "organization.admin_added": "named an admin of the organization",
  "organization.admin_removed": "removed as admin of the organization",
};

/** What support does, or is asked for, in a case, which the event says with its number. */
export const IN_CASE = /^(account\.|access|case|go_live|transfer|key\.taken|invitation\.sent|organization)/;

const KIND_WORDS: Record<ActorKind, string> = {
  user: "",
  staff: "(support) staff",
  system: "the operator",
};

/** The words that an event must all have, lower, in the form in which names are kept; none for a text without any. */
export function wordsOfSearch(text: string): string[] {
  return [...new Set(searchedName(text).toLowerCase().split(" ").filter(Boolean))].slice(0, WORDS_MAX);
}

/**
 * How a word is spelled in the details of an event, where it may stand there: in an address, a range, a scope or a GUID. Plain
 * words do not, and a page of events would else be found by "read". @param word lower
 */
export function spellingsInDetails(word: string): string[] {
  const known = [canonicalAddress(word), canonicalRange(word), parseScope(word)].filter(
    (spelling) => spelling !== null,
  );
  return [...new Set(/[\d.:/_-]/.test(word) ? [word, ...known] : known)];
}

/** Actions that this word, or a part of one, is said of; by their codes, where it is of a code. @param word lower */
export function actionsSaidWith(word: string): AuditAction[] {
  const isOfCode = /[._]/.test(word);
  return AUDIT_ACTIONS.filter((action) =>
    isOfCode
      ? action.includes(word)
      : `${ACTION_LABELS[action]} ${MORE_WORDS[action] ?? ""}${IN_CASE.test(action) ? " in case" : ""}`
          .toLowerCase()
          .includes(word),
  );
}

/** Kinds of actors that this word, or a part of one, is said of. @param word lower */
export function actorKindsSaidWith(word: string): ActorKind[] {
  return ACTOR_KINDS.filter((kind) => KIND_WORDS[kind].includes(word));
}
