import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { TextField } from "@/components/ui/fields/field";
import type { SupportAccount } from "@/lib/contracts/support/support";
import { accountStatusMutation } from "@/lib/queries/accounts/account-lifecycle";

import { LoadFailure } from "../load-failure";
import { useInCase } from "../look/look-case";
import { readReason } from "./use-account-change";
import { useSupportAct } from "../use-support-act";

/** Closes the account, or opens it again, with what that does (S3). */
export function StatusForm({ account }: { readonly account: SupportAccount }) {
  const [fault, setFault] = useState<string>();
  const isOpen = account.status === "active";
  const inCase = useInCase();
  const change = useSupportAct(accountStatusMutation(account.id, isOpen ? "close" : "reopen"));
  return (
    <form
      noValidate
      aria-labelledby="status-title"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const entry = readReason(event.currentTarget);
        setFault(entry.fault);
        if (!entry.fault) change.mutate({ reason: entry.reason, ...inCase });
      }}
    >
      <h2 id="status-title" className="text-lg font-semibold">
        {isOpen ? "Close account" : "Reopen account"}
      </h2>
      <p className="text-sm">
        {isOpen
          ? "Its long-lived keys are refused from now on, and nobody can change anything in it. Its apps work on until they are transferred or revoked. Its admins are told, with the reason."
          : "Its long-lived keys that have not ended meanwhile work again at once, and its admins manage it again. They are told, with the reason."}
      </p>
      <TextField label="Reason" name="reason" maxLength={500} required error={fault} />
      {change.error ? (
        <LoadFailure
          error={change.error}
          title={isOpen ? "The account is still open" : "The account is still closed"}
        />
      ) : null}
      <Button
        type="submit"
        variant={isOpen ? "danger" : "primary"}
        className="self-start"
        isBusy={change.isPending}
      >
        {isOpen ? "Close account" : "Reopen account"}
      </Button>
    </form>
  );
}
