import type { ActorKind, AuditAction, JsonObject, JsonValue } from "./audit-event";
import { LIMIT_LABELS, organizationWords, planWords, profileWords } from "./audit-values";
import { count, number } from "../format/numbers";

/** Whose confirmation of which side it was. */
function lapsedWords(before: JsonObject | null): string {
  const name = before?.["confirmedByName"];
  return typeof name === "string" ? `${name} may not confirm any more` : "who gave it may not any more";
}

function limitWords(value: JsonValue | undefined): string {
  return typeof value === "number" ? number(value) : "the usual one";
}

/** Each limit that changed: "the hourly limit from the usual one to 5,000". */
function limitsWords(before: JsonObject | null, after: JsonObject | null): string {
  return Object.entries(LIMIT_LABELS)
    .filter(([name]) => before?.[name] !== after?.[name])
    .map(([name, label]) => `${label} from ${limitWords(before?.[name])} to ${limitWords(after?.[name])}`)
    .join(" and ");
}

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

/** What was done, to follow the actor's name: "revoked Nightly export"; with the case in which it was done. */
export function deedWords(event: AuditedEvent): string {
  const number = event.after?.["caseNumber"];
  return typeof number === "number" ? `${actWords(event)} in case ${number}` : actWords(event);
}

function actWords({ action, subjectName, before, after }: AuditedEvent): string {
  switch (action) {
    case "record.begun":
      return "began this record with what was there";
    case "account.created":
      return "created the account";
    case "account.plan_changed":
      return `changed the plan from ${planWords(before?.["plan"])} to ${planWords(after?.["plan"])}`;
    case "account.feature_changed":
      return after?.["hasIntegrationKeys"] === true
        ? "switched integration keys on"
        : "switched integration keys off";
    case "account.limits_changed":
      return `changed ${limitsWords(before, after)}`;
    case "account.closed":
      return "closed the account";
    case "account.reopened":
      return "opened the account again";
    case "account.organization_changed":
      return after?.["organization"]
        ? `put the account into ${organizationWords(after["organization"])}`
        : `took the account out of ${organizationWords(before?.["organization"])}`;
    case "account.viewed_by_staff":
      return after?.["transferId"] ? "looked at this account for a transfer" : "looked at this account";
    case "support.searched":
      return "searched for accounts, keys and people";
    case "access.requested":
      return "asked for access to integration keys";
    case "access.granted":
      return "granted access to integration keys";
    case "access.declined":
      return "declined access to integration keys";
    case "case.assigned":
      return `took on the case of ${subjectName}`;
    case "case.noted":
      return `wrote a note about ${subjectName}`;
    case "go_live.review_requested":
      return `asked for a review of ${subjectName}`;
    case "go_live.review_withdrawn":
      return `withdrew the request for a review of ${subjectName}`;
    case "go_live.review_granted":
      return `passed the review of ${subjectName}`;
    case "go_live.review_declined":
      return `did not pass the review of ${subjectName}`;
    case "go_live.migration_requested":
      return `asked for migration of ${subjectName} to production`;
    case "go_live.migration_withdrawn":
      return `withdrew the request for migration of ${subjectName}`;
    case "go_live.migration_granted":
      return `granted migration of ${subjectName} to production`;
    case "go_live.migration_declined":
      return `declined migration of ${subjectName} to production`;
    case "transfer.opened":
      return `opened a transfer of ${subjectName}`;
    case "transfer.confirmed":
      return `confirmed the transfer of ${subjectName}`;
    case "transfer.voided":
      // A change of the statement makes confirmations void; a right that ended has, whoever notices it.
      return after?.["statementHash"]
        ? `changed the transfer of ${subjectName}, which voids what was confirmed`
        : `noted that a confirmation of the transfer of ${subjectName} is void: ${lapsedWords(before)}`;
    case "transfer.declined":
      return `declined the transfer of ${subjectName}`;
    case "transfer.withdrawn":
      return `withdrew the transfer of ${subjectName}`;
    case "transfer.expired":
      return `noted that the transfer of ${subjectName} has expired`;
    case "transfer.carried_out":
      return `carried out the transfer of ${subjectName}`;
    case "transfer.undone":
      return `undid the transfer of ${subjectName}`;
    case "key.taken_live":
      return `took ${subjectName} live`;
    case "key.issued":
      return `issued the secret of ${subjectName}`;
    case "key.created":
      return `created ${subjectName}`;
    case "key.replaced":
      return `replaced ${subjectName}`;
    case "key.revoked":
      return `revoked ${subjectName}`;
    case "key.secret_added":
      return `added a client secret to ${subjectName}`;
    case "key.secret_removed":
      return `removed a client secret of ${subjectName}`;
    case "key.key_pair_added":
      return `added a key pair to ${subjectName}`;
    case "key.key_pair_removed":
      return `removed a key pair of ${subjectName}`;
    case "key.redirect_uris_changed":
      return `changed the redirect URIs of ${subjectName}`;
    case "key.implicit_changed":
      return after?.["isImplicitAllowed"] === true
        ? `allowed Implicit for ${subjectName}`
        : `refused Implicit for ${subjectName}`;
    case "agents.allowed":
      return "changed which agents may ask for consent";
    case "agents.ended":
      return "let no agents ask for consent any more";
    case "consent.given":
      return `let ${subjectName} act for them`;
    case "consent.revoked":
      return `took back the consent for ${subjectName}`;
    case "app.authorized":
      return `let ${subjectName} act for the people of ${organizationWords(after?.["organization"])}`;
    case "app.authorization_ended":
      return `took back the consent of ${organizationWords(before?.["organization"])} for ${subjectName}`;
    case "legacy.allowed":
      return "allowed legacy authentication";
    case "legacy.ended":
      return "ended legacy authentication";
    case "policy.updated":
      return "changed the key policy";
    case "invitation.sent":
      return `invited ${subjectName} as ${profileWords(after?.["profile"])}`;
    case "invitation.resent":
      return `sent the invitation again to ${subjectName}`;
    case "invitation.withdrawn":
      return `withdrew the invitation of ${subjectName}`;
    case "member.added":
      if (after?.["invitedBy"]) return `accepted an invitation and is now ${profileWords(after["profile"])}`;
      return `added ${subjectName} as ${profileWords(after?.["profile"])}`;
    case "member.profile_changed":
      return `changed ${subjectName} from ${profileWords(before?.["profile"])} to ${profileWords(after?.["profile"])}`;
    case "member.deactivated":
      return `deactivated ${subjectName}`;
    case "member.reactivated":
      return `reactivated ${subjectName}`;
    case "member.shared_changed":
      return after?.["isShared"] === true
        ? `marked ${subjectName} as shared`
        : `marked ${subjectName} as one person`;
    case "member.left":
      return "left the account";
    case "person.created":
      return `added ${subjectName}`;
    case "person.viewed_by_staff":
      return `looked at ${subjectName}`;
    case "person.deactivated":
      return `deactivated ${subjectName} in all accounts`;
    case "person.reactivated":
      return `reactivated ${subjectName} in all accounts`;
    case "session.started":
      return "signed in";
    case "session.revoked":
      return "ended a session";
    case "sign_in.failed":
      return `had ${count(Number(after?.["count"] ?? 1), "failed sign-in")}`;
    case "password.changed":
      return "changed the password";
    case "password.link_mailed":
      return `mailed a link to choose another password to ${subjectName}`;
    case "identity.linked":
      return "linked a single sign-on identity";
    case "request_logging.enabled":
      return "enabled request logging";
    case "request_logging.disabled":
      return "disabled request logging";
    case "request_log.cleared":
      return `cleared ${count(Number(before?.["requests"] ?? 0), "request")} from the request log`;
    case "domain.claimed":
      return `claimed the domain ${subjectName} for the organization`;
    case "domain.verified":
      return `verified the domain ${subjectName}`;
    case "domain.failing":
      return `found no proof of the domain ${subjectName}`;
    case "domain.recovered":
      return `found the proof of the domain ${subjectName} again`;
    case "domain.lapsed":
      return `let the claim of ${subjectName} lapse`;
    case "domain.removed":
      return `gave up the claim of ${subjectName}`;
    case "organization.created":
      return `made the organization ${subjectName}`;
    case "organization.admin_added":
      return `named ${subjectName} an admin of the organization ${organizationWords(after?.["organization"])}`;
    case "organization.admin_removed":
      if (after?.["membership"] === "ended") {
        return `ended with it that ${subjectName} is admin of the organization ${organizationWords(before?.["organization"])}`;
      }
      return `removed ${subjectName} as admin of the organization ${organizationWords(before?.["organization"])}`;
  }
}
