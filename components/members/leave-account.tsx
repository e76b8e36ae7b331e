"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { TextField } from "@/components/ui/fields/field";
import { useGo } from "@/components/ui/links/use-go";
import { homePage } from "@/lib/addresses/pages";
import { leaveAccountMutation, leavingPreviewQuery } from "@/lib/queries/accounts/members";

import { ActFailure } from "./act-failure";
import { DeactivationConsequences } from "./deactivation-consequences";
import { leavesNone, LostRights } from "./lost-rights";

type LeaveAccountProps = { readonly accountId: string; readonly accountName: string };

/** Ends the own part in an account, after showing which keys stop (R6). */
export function LeaveAccount({ accountId, accountName }: LeaveAccountProps) {
  const preview = useQuery(leavingPreviewQuery(accountId));
  const [isAccepted, setIsAccepted] = useState(false);
  const isLast = leavesNone(preview.data);
  const { go, isGoing } = useGo();
  const leave = useMutation({
    ...leaveAccountMutation(accountId),
    onSuccess: () => go(homePage()),
    onError: () => preview.refetch(),
  });
  return (
    <form
      noValidate
      aria-label={`Leave ${accountName}`}
      className="flex max-w-160 flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        const entry = new FormData(event.currentTarget).get("reason");
        const reason = typeof entry === "string" ? entry.trim() : "";
        leave.mutate({
          ...(reason === "" ? {} : { reason }),
          ...(isLast ? { leavesNone: isAccepted } : {}),
        });
      }}
    >
      <DeactivationConsequences preview={preview} isYou name="" />
      {preview.data?.isLastAdmin === true ? null : (
        <>
          <LostRights
            organizations={preview.data?.organizations ?? []}
            name={null}
            accept={{ isAccepted, onAccept: setIsAccepted }}
          />
          <TextField
            label="Reason"
            name="reason"
            maxLength={500}
            hint="For its admins, in the audit log. You may leave it empty."
          />
          <ActFailure error={leave.error} />
          <Button
            type="submit"
            variant="danger"
            className="self-start"
            isBusy={leave.isPending || isGoing}
            disabled={preview.isLoading || (isLast && !isAccepted)}
          >
            {`Leave ${accountName}`}
          </Button>
        </>
      )}
    </form>
  );
}
