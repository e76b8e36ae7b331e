"use client";

import { useQuery } from "@tanstack/react-query";

import { Callout } from "@/components/ui/callout";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { useLinkToken } from "@/components/ui/links/use-link-token";
import type { FoundInvitation } from "@/lib/contracts/people/invitations";
import { exactTime } from "@/lib/domain/format/dates";
import { PROFILE_LABELS, PROFILE_SENTENCES } from "@/lib/domain/people/profile-words";
import { foundInvitationQuery } from "@/lib/queries/accounts/invitations";
import { RequestError } from "@/lib/queries/request";

import { AcceptHere } from "./accept-here";
import { AcceptNew } from "./accept-new";
import { AcceptOther, AcceptSignIn } from "./accept-elsewhere";

/** Where a tab keeps the token of an invitation while its person signs in. */
const KEPT_AS = "countersign.invitation";

type InvitationProps = { readonly oidcName: string | null; readonly hasPassword: boolean };

/** The invitation of the address: what it is about, and the way in which this person can accept it. */
export function Invitation(choices: InvitationProps) {
  const token = useLinkToken(KEPT_AS);
  if (token === undefined) return <Skeleton className="h-60 w-full" />;
  // Another mail's link, opened in the same tab, is another invitation.
  return token === null ? <NoInvitation /> : <InvitationOf key={token} token={token} {...choices} />;
}

function InvitationOf({ token, oidcName, hasPassword }: InvitationProps & { readonly token: string }) {
  const invitation = useQuery(foundInvitationQuery(token));
  if (invitation.isPending) return <Skeleton className="h-60 w-full" />;
  if (invitation.isError) {
    const { error } = invitation;
    if (!(error instanceof RequestError)) throw error;
    if (error.code === "link_not_valid") return <NoInvitation />;
    return (
      <ErrorState
        detail={error.message}
        requestId={error.requestId}
        onRetry={() => void invitation.refetch()}
      />
    );
  }
  const found = invitation.data;
  return (
    <div className="flex flex-col gap-6">
      <p>
        <span>{`${found.invitedBy} invites ${found.email} to the account `}</span>
        <strong className="font-semibold">{found.accountName}</strong>
        <span>{`${found.environment === "sandbox" ? ", a sandbox," : ""} as ${PROFILE_LABELS[found.profile]}.`}</span>
      </p>
      <p className="text-sm text-muted">
        <span>{PROFILE_SENTENCES[found.profile]}</span>{" "}
        <span>{`The invitation ends on ${exactTime(found.expiresAt)}.`}</span>
      </p>
      <Way
        found={found}
        token={token}
        oidcName={oidcName}
        hasPassword={hasPassword}
        onChanged={() => void invitation.refetch()}
      />
    </div>
  );
}

type WayProps = InvitationProps & {
  readonly found: FoundInvitation;
  readonly token: string;
  readonly onChanged: () => void;
};

function Way({ found, token, onChanged, ...choices }: WayProps) {
  switch (found.way) {
    case "accept":
      return <AcceptHere token={token} signedInAs={found.signedInAs ?? ""} keptAs={KEPT_AS} />;
    case "sign_in":
      return <AcceptSignIn email={found.email} />;
    case "other":
      return <AcceptOther email={found.email} signedInAs={found.signedInAs ?? ""} onSignedOut={onChanged} />;
    case "new":
      return <AcceptNew token={token} email={found.email} keptAs={KEPT_AS} {...choices} />;
  }
}

function NoInvitation() {
  return (
    <div role="alert">
      <Callout tone="caution" title="This invitation does not work, or not any more">
        An invitation works once, for seven days; sending it again, or withdrawing it, ends its link. Open the
        link from the newest mail, or ask the admin who invited you for another one.
      </Callout>
    </div>
  );
}
