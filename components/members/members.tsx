"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";

import { Button, LinkButton } from "@/components/ui/buttons/button";
import { ShowMore } from "@/components/ui/buttons/show-more";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { leavePage } from "@/lib/addresses/pages";
import type { Member } from "@/lib/contracts/people/members";
import type { Environment } from "@/lib/domain/people/profiles";
import { memberListQuery } from "@/lib/queries/accounts/members";
import { RequestError } from "@/lib/queries/request";

import { ContinuityNote } from "./continuity-note";
import { OpenInvitations } from "./open-invitations";
import { MembersTable, type MemberAct } from "./members-table";

/** Loaded when it is asked for: dialogs are heavy, and most looks at the page need none. */
const MemberDialog = lazy(() =>
  import("./member-dialog").then((module) => ({ default: module.MemberDialog })),
);

const InviteDialog = lazy(() =>
  import("./invite-dialog").then((module) => ({ default: module.InviteDialog })),
);

type MembersProps = {
  readonly accountId: string;
  readonly environment: Environment;
  /** Who looks at the page. */
  readonly userId: string;
  /** False in a closed account. */
  readonly canUpdate: boolean;
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** Everyone in the account, and what an admin can change about them. */
export function Members({ accountId, environment, userId, canUpdate, now }: MembersProps) {
  const members = useInfiniteQuery(memberListQuery(accountId));
  const [open, setOpen] = useState<{ act: MemberAct; member: Member } | null>(null);
  const [isInviting, setIsInviting] = useState(false);
  const [said, setSaid] = useState("");
  if (members.isPending) return <Skeleton className="h-72 w-full" />;
  if (members.isError) {
    return (
      <ErrorState
        detail={members.error.message}
        requestId={members.error instanceof RequestError ? members.error.requestId : null}
        onRetry={() => void members.refetch()}
      />
    );
  }
  const continuity = members.data.pages.at(-1)?.continuity;
  return (
    <div className="flex flex-col gap-6">
      {continuity && canUpdate ? <ContinuityNote continuity={continuity} /> : null}
      <div className="flex flex-wrap gap-2">
        {canUpdate ? (
          <Button
            variant="primary"
            onClick={() => {
              setSaid("");
              setIsInviting(true);
            }}
          >
            Invite
          </Button>
        ) : null}
        <LinkButton href={leavePage(accountId)} variant="quiet">
          Leave this account
        </LinkButton>
      </div>
      <output className="text-sm font-medium text-positive empty:hidden">{said}</output>
      <MembersTable
        members={members.data.pages.flatMap((page) => page.data)}
        accountId={accountId}
        userId={userId}
        now={now}
        canUpdate={canUpdate}
        onAct={(act, member) => {
          setSaid("");
          setOpen({ act, member });
        }}
      />
      <ShowMore list={members}>Show more members</ShowMore>
      <OpenInvitations accountId={accountId} now={now} canUpdate={canUpdate} onDone={setSaid} />
      {isInviting ? (
        <Suspense fallback={null}>
          <InviteDialog
            accountId={accountId}
            environment={environment}
            onClose={(message) => {
              setIsInviting(false);
              setSaid(message ?? "");
            }}
          />
        </Suspense>
      ) : null}
      {open ? (
        // A boundary of its own: else the page would be hidden meanwhile, and the focus lost.
        <Suspense fallback={null}>
          <MemberDialog
            act={open.act}
            member={open.member}
            accountId={accountId}
            environment={environment}
            isYou={open.member.user.id === userId}
            onClose={(message) => {
              setOpen(null);
              setSaid(message ?? "");
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
