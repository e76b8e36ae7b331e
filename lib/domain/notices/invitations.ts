/** What becomes of an invitation, for whoever sent it. */
import { INVITATION_DAYS } from "../people/mailed-links";
import { PROFILE_LABELS } from "../people/profile-words";
import type { Profile } from "../people/profiles";
import { membersPath, supportAccountPath } from "./console-paths";
import type { Notice } from "./notice";

export type ToldInvitation = {
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly email: string;
  readonly profile: Profile;
  /** Sent by support, whose place it is then, as the first admin's. */
  readonly isFromSupport: boolean;
};

/** The notice that somebody has accepted an invitation. */
export function invitationAcceptedNotice(invitation: ToldInvitation, name: string): Notice {
  const { accountName, email, profile } = invitation;
  return noticeOf(
    invitation,
    "accepted",
    `${name} has joined ${accountName}`,
    `: ${name} accepted the invitation to ${email} and is ${PROFILE_LABELS[profile]} now.`,
  );
}

/** The notice that the time of an invitation is over. */
export function invitationExpiredNotice(invitation: ToldInvitation): Notice {
  const { accountName, email } = invitation;
  return noticeOf(
    invitation,
    "expired",
    `The invitation of ${email} to ${accountName} has expired`,
    `: nobody accepted it within ${INVITATION_DAYS} days, and its link is dead. Send it again, or withdraw it.`,
  );
}

function noticeOf(
  { id, accountId, accountName, isFromSupport }: ToldInvitation,
  event: string,
  subject: string,
  text: string,
): Notice {
  const path = isFromSupport ? supportAccountPath(accountId) : membersPath(accountId);
  return {
    kind: "invitation",
    // Support is no member of the account.
    accountId: isFromSupport ? null : accountId,
    eventKey: `invitation:${id}:${event}`,
    subject,
    lines: [{ link: { label: accountName, path }, text }],
  };
}
