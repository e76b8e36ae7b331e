"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";

import { Badge, type Tone } from "@/components/ui/marks/badge";
import { Menu } from "@/components/ui/menu";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Invitation } from "@/lib/contracts/people/invitations";
import { PROFILE_LABELS } from "@/lib/domain/people/profile-words";
import {
  invitationListQuery,
  resendInvitationMutation,
  withdrawInvitationMutation,
} from "@/lib/queries/accounts/invitations";
import { memberQueryKeys } from "@/lib/queries/accounts/members";
import { RequestError } from "@/lib/queries/request";

import { ActFailure } from "./act-failure";

type OpenInvitationsProps = {
  readonly accountId: string;
  readonly now: string;
  /** False in a closed account. */
  readonly canUpdate: boolean;
  /** Told what was done, in a sentence. */
  readonly onDone: (said: string) => void;
};

const STATES: Record<Invitation["state"], { readonly tone: Tone; readonly label: string }> = {
  sending: { tone: "neutral", label: "On its way" },
  sent: { tone: "positive", label: "Sent" },
  failed: { tone: "danger", label: "Not delivered" },
  expired: { tone: "caution", label: "Expired" },
  void: { tone: "caution", label: "Void: its sender is no admin any more" },
};

/** Who was invited and has not accepted yet. Nothing where there is nobody. */
export function OpenInvitations({ accountId, now, canUpdate, onDone }: OpenInvitationsProps) {
  const invitations = useQuery(invitationListQuery(accountId));
  const cache = useQueryClient();
  const settled = () => cache.invalidateQueries({ queryKey: memberQueryKeys.account(accountId) });
  const resend = useMutation({
    ...resendInvitationMutation(accountId),
    onSuccess: ({ invitation }) => onDone(`Another link is on its way to ${invitation.email}.`),
    onSettled: settled,
  });
  const withdraw = useMutation({
    ...withdrawInvitationMutation(accountId),
    onSuccess: () => onDone("The invitation is withdrawn: its link does not work any more."),
    onSettled: settled,
  });
  if (invitations.isPending) return <Skeleton className="h-20 w-full" />;
  if (invitations.isError) {
    const { error } = invitations;
    return (
      <ErrorState
        detail={error.message}
        requestId={error instanceof RequestError ? error.requestId : null}
        onRetry={() => void invitations.refetch()}
      />
    );
  }
  if (invitations.data.data.length === 0) return null;
  const act = (chosen: typeof resend | typeof withdraw, id: string) => {
    resend.reset();
    withdraw.reset();
    chosen.mutate(id);
  };
  return (
    <div className="flex flex-col gap-3">
      <h2 className="text-lg font-semibold">Open invitations</h2>
      <ActFailure error={resend.error ?? withdraw.error} />
      <Table label="Open invitations">
        <thead>
          <Tr>
            <Th>Email</Th>
            <Th>Profile</Th>
            <Th className={WIDE}>Status</Th>
            <Th className={WIDE}>Invited by</Th>
            <Th className={WIDE}>Expires</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </Tr>
        </thead>
        <tbody>
          {invitations.data.data.map((invitation) => (
            <Row
              key={invitation.id}
              invitation={invitation}
              now={now}
              canUpdate={canUpdate}
              onResend={() => act(resend, invitation.id)}
              onWithdraw={() => act(withdraw, invitation.id)}
            />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

/** Columns that a narrow screen shows below the address instead. */
const WIDE = "hidden sm:table-cell";

type RowProps = {
  readonly invitation: Invitation;
  readonly now: string;
  readonly canUpdate: boolean;
  readonly onResend: () => void;
  readonly onWithdraw: () => void;
};

function Row({ invitation, now, canUpdate, onResend, onWithdraw }: RowProps) {
  const { email, profile, invitedBy, expiresAt, state } = invitation;
  const badge = <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>;
  return (
    <Tr>
      <Td className="max-w-44 sm:max-w-80">
        <span className="block truncate font-medium" title={email}>
          {email}
        </span>
        <span className="mt-1 block sm:hidden">{badge}</span>
      </Td>
      <Td className="whitespace-nowrap">{PROFILE_LABELS[profile]}</Td>
      <Td className={WIDE}>{badge}</Td>
      <Td className={WIDE}>{invitedBy}</Td>
      <Td className={WIDE}>
        <Time at={expiresAt} now={now} />
      </Td>
      <Td className="w-10 text-right">
        {canUpdate ? (
          <Menu
            label={`Actions for ${email}`}
            items={[
              { label: "Send again", onSelect: onResend },
              { label: "Withdraw", isDanger: true, onSelect: onWithdraw },
            ]}
          >
            <Ellipsis aria-hidden="true" className="size-4" />
          </Menu>
        ) : null}
      </Td>
    </Tr>
  );
}
