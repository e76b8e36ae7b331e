"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";

import { Button } from "@/components/ui/buttons/button";
import { TextField } from "@/components/ui/fields/field";
import type { OpenLookRequest } from "@/lib/contracts/support/support-desk";
import { LOOK_MINUTES } from "@/lib/domain/support/look";
import { RequestError } from "@/lib/queries/request";
import { supportQueryKeys } from "@/lib/queries/cases/support";
import { openLookMutation } from "@/lib/queries/cases/support-desk";

import { readLookEntry, type LookEntry } from "./look-entry";
import { LoadFailure } from "../load-failure";

type LookFormProps = {
  readonly accountId: string;
  /** The number of the case that the address names; empty for none. */
  readonly caseNumber?: string;
};

/** Asks why somebody of support looks at an account, before anything of it is shown. */
export function LookForm({ accountId, caseNumber = "" }: LookFormProps) {
  const router = useRouter();
  const cache = useQueryClient();
  const [isArriving, start] = useTransition();
  const [faults, setFaults] = useState<LookEntry["faults"]>({});
  const open = useMutation({
    ...openLookMutation(accountId),
    onSuccess: () => {
      start(() => router.refresh());
      return cache.invalidateQueries({ queryKey: supportQueryKeys.all });
    },
  });
  const refused = open.error instanceof RequestError ? open.error.errors : [];
  const caseFault = refused.find(({ pointer }) => pointer === "/caseNumber")?.detail;
  const typedFault = faults.caseNumber ?? caseFault;
  return (
    <form
      noValidate
      aria-label="Why do you look?"
      className="flex max-w-160 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        const { body, faults: found } = readLookEntry((name) => data.get(name));
        setFaults(found);
        open.reset();
        if (body) open.mutate(body satisfies OpenLookRequest);
      }}
    >
      <TextField
        label="Reason"
        name="reason"
        maxLength={500}
        autoComplete="off"
        error={faults.reason}
        hint="Admins of the account read it in their audit log, with your name."
      />
      <TextField
        label="Or the number of a case"
        name="caseNumber"
        inputMode="numeric"
        autoComplete="off"
        maxLength={20}
        defaultValue={caseNumber}
        error={typedFault}
        hint={typedFault === undefined ? "Of a case that is about this account." : undefined}
        className="max-w-60"
      />
      {open.error && !caseFault ? <LoadFailure error={open.error} title="The account stays closed" /> : null}
      <Button type="submit" variant="primary" className="self-start" isBusy={open.isPending || isArriving}>
        Open account
      </Button>
      <p className="text-sm text-muted">{`It stays open to you for ${LOOK_MINUTES} minutes.`}</p>
    </form>
  );
}
