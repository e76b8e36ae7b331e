import { Button } from "@/components/ui/buttons/button";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { reactivateMemberMutation } from "@/lib/queries/accounts/members";
import { count } from "@/lib/domain/format/numbers";
import { PROFILE_LABELS } from "@/lib/domain/people/profile-words";

import { ActFailure } from "./act-failure";
import type { MemberDialogProps } from "./dialog-props";
import { useMemberAct } from "./use-member-act";

/** Brings a member back, and says that the keys come back too. */
export function ReactivateDialog({ accountId, member, isYou, onClose }: MemberDialogProps) {
  const reactivate = useMemberAct({
    accountId,
    isYou,
    options: reactivateMemberMutation(accountId, member.id),
    onDone: () => onClose(`${member.user.name} is active again.`),
  });
  const keys =
    member.liveKeys === 0
      ? "No key starts again with it."
      : `${count(member.liveKeys, "key")} of ${member.user.name} ${member.liveKeys === 1 ? "works" : "work"} again at once.`;
  return (
    <Dialog
      isOpen
      onClose={() => onClose()}
      title={`Reactivate ${member.user.name}`}
      isDismissible={!reactivate.isPending}
      footer={
        <>
          <Button onClick={() => onClose()} disabled={reactivate.isPending}>
            Leave deactivated
          </Button>
          <Button variant="primary" isBusy={reactivate.isPending} onClick={() => reactivate.mutate()}>
            Reactivate member
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p>{`${member.user.name} can open the account again, with the profile ${PROFILE_LABELS[member.profile]}. ${keys}`}</p>
        <ActFailure error={reactivate.error} />
      </div>
    </Dialog>
  );
}
