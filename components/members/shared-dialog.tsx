import { Button } from "@/components/ui/buttons/button";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { updateMemberMutation } from "@/lib/queries/accounts/members";

import { ActFailure } from "./act-failure";
import type { MemberDialogProps } from "./dialog-props";
import { useMemberAct } from "./use-member-act";

/** Marks a member as a shared user, or as one person again (S3). */
export function SharedDialog({ accountId, member, isYou, onClose }: MemberDialogProps) {
  const isShared = !member.isShared;
  const name = member.user.name;
  const change = useMemberAct({
    accountId,
    isYou,
    options: updateMemberMutation(accountId, member.id),
    onDone: () => onClose(isShared ? `${name} is marked as shared.` : `${name} is marked as one person.`),
  });
  const title = isShared ? `Mark ${name} as shared` : `Mark ${name} as one person`;
  return (
    <Dialog
      isOpen
      onClose={() => onClose()}
      title={title}
      isDismissible={!change.isPending}
      footer={
        <>
          <Button onClick={() => onClose()} disabled={change.isPending}>
            Leave as it is
          </Button>
          <Button variant="primary" isBusy={change.isPending} onClick={() => change.mutate({ isShared })}>
            {isShared ? "Mark as shared" : "Mark as one person"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p>
          {isShared
            ? "A shared user belongs to a team and stays when one person leaves. The mark tells everyone; it changes neither what the user may do nor any key."
            : "The mark goes away. What the user may do, and every key, stays as it is."}
        </p>
        <ActFailure error={change.error} />
      </div>
    </Dialog>
  );
}
