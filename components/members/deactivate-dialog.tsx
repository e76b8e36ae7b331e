import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { TextField } from "@/components/ui/fields/field";
import { deactivateMemberMutation, deactivationPreviewQuery } from "@/lib/queries/accounts/members";

import { ActFailure } from "./act-failure";
import { DeactivationConsequences } from "./deactivation-consequences";
import { leavesNone, LostRights } from "./lost-rights";
import type { MemberDialogProps } from "./dialog-props";
import { useMemberAct } from "./use-member-act";

/** Ends a member's part in the account, after showing which keys stop (R6). */
export function DeactivateDialog({ accountId, member, isYou, onClose }: MemberDialogProps) {
  const formId = useId();
  const [fault, setFault] = useState<string>();
  const [isAccepted, setIsAccepted] = useState(false);
  const preview = useQuery(deactivationPreviewQuery(accountId, member.id));
  const deactivate = useMemberAct({
    accountId,
    isYou,
    options: deactivateMemberMutation(accountId, member.id),
    onDone: () => onClose(`${member.user.name} is deactivated.`),
  });
  const isLast = leavesNone(preview.data);
  const isLastAdmin = preview.data?.isLastAdmin === true;
  const isRefused = isLastAdmin || (isLast && !isYou);
  return (
    <Dialog
      isOpen
      onClose={() => onClose()}
      title={`Deactivate ${member.user.name}`}
      isDismissible={!deactivate.isPending}
      footer={
        <>
          <Button onClick={() => onClose()} disabled={deactivate.isPending}>
            Keep member
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="danger"
            isBusy={deactivate.isPending}
            disabled={preview.isLoading || isRefused || (isLast && !isAccepted)}
          >
            Deactivate member
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const entry = new FormData(event.currentTarget).get("reason");
          const reason = typeof entry === "string" ? entry.trim() : "";
          setFault(reason === "" ? "Say why, in a few words. The audit log keeps it." : undefined);
          if (reason !== "") deactivate.mutate({ reason, ...(isLast ? { leavesNone: isAccepted } : {}) });
        }}
      >
        <DeactivationConsequences preview={preview} isYou={isYou} name={member.user.name} />
        {isLastAdmin ? null : (
          <LostRights
            organizations={preview.data?.organizations ?? []}
            name={isYou ? null : member.user.name}
            accept={isYou ? { isAccepted, onAccept: setIsAccepted } : null}
          />
        )}
        {preview.isLoading || isRefused ? null : (
          <TextField label="Reason" name="reason" maxLength={500} required error={fault} />
        )}
        <ActFailure error={deactivate.error} />
      </form>
    </Dialog>
  );
}
