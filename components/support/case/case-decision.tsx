import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { TextArea } from "@/components/ui/fields/field";
import type { SupportCase, SupportCaseAnswer } from "@/lib/contracts/support/support";
import { PLAN_LABELS } from "@/lib/domain/keys/availability";
import { declineCaseMutation, grantCaseMutation, supportQueryKeys } from "@/lib/queries/cases/support";

import { grantText } from "./case-words";
import { LoadFailure } from "../load-failure";

/** The form that grants or declines an account's request. What is written here is shown to the account. */
export function CaseDecision({ entry }: { readonly entry: SupportCase }) {
  const cache = useQueryClient();
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string>();
  const afterwards = {
    onSuccess: (answer: SupportCaseAnswer) => {
      cache.setQueryData(supportQueryKeys.case(entry.id), answer);
    },
    // Also after a refusal: somebody else may have answered, which the page then shows.
    onSettled: () => cache.invalidateQueries({ queryKey: supportQueryKeys.all }),
  };
  const grant = useMutation({ ...grantCaseMutation(entry.id), ...afterwards });
  const decline = useMutation({ ...declineCaseMutation(entry.id), ...afterwards });
  const isBusy = grant.isPending || decline.isPending;
  // The account that is to have keys, or the key; a review takes nothing of any.
  const receiver = entry.goLive ? entry.goLive.productionAccount : entry.account;
  const isEligible = receiver === null || receiver.plan === "enterprise";
  const words = text.trim();
  const error = grant.error ?? decline.error;
  return (
    <form
      noValidate
      aria-label="Answer"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setFault(undefined);
        decline.reset();
        grant.mutate(words === "" ? {} : { note: words });
      }}
    >
      {isEligible ? null : (
        <Callout tone="caution" title={`${receiver.name} is on ${PLAN_LABELS[receiver.plan]}.`}>
          Integration keys need Enterprise. Change the plan on the account's page first, or decline.
        </Callout>
      )}
      <TextArea
        label="Reason"
        name="words"
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={fault}
        hint="Needed to decline. The account's admins see this here and in their audit log."
      />
      {error ? <LoadFailure error={error} title="The case is as it was" /> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" isBusy={grant.isPending} disabled={isBusy || !isEligible}>
          Grant
        </Button>
        <Button
          isBusy={decline.isPending}
          disabled={isBusy}
          onClick={() => {
            setFault(words === "" ? "Say why, so that the account knows what to do." : undefined);
            grant.reset();
            if (words !== "") decline.mutate({ reason: words });
          }}
        >
          Decline
        </Button>
      </div>
      <p className="text-sm text-muted">{`${grantText(entry)} Either answer closes the case.`}</p>
    </form>
  );
}
