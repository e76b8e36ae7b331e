"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { TextArea } from "@/components/ui/fields/field";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { RequestError } from "@/lib/queries/request";
import { accessRequestKey, accessRequestQuery, requestAccessMutation } from "@/lib/queries/cases/support";
import { failureOf } from "@/lib/queries/failure";

import { CaseStatusCard } from "./case-status";

type RequestAccessProps = { readonly accountId: string; readonly now: string };

/** How the account's request stands, and the form for a new one where there is none open. */
export function RequestAccess({ accountId, now }: RequestAccessProps) {
  const router = useRouter();
  const state = useQuery(accessRequestQuery(accountId));
  if (state.isPending) return <Skeleton className="h-44 w-full" />;
  if (state.isError) {
    return (
      <ErrorState
        detail={state.error.message}
        requestId={state.error instanceof RequestError ? state.error.requestId : null}
        onRetry={() => void state.refetch()}
      />
    );
  }
  const { case: last, canRequest, availability } = state.data;
  return (
    <div className="flex flex-col gap-6">
      {last ? <CaseStatusCard accessCase={last} now={now} /> : null}
      {availability === "available" ? (
        <Button variant="primary" className="self-start" onClick={() => router.refresh()}>
          Open integration keys
        </Button>
      ) : null}
      {canRequest ? <RequestForm accountId={accountId} isSecond={last !== null} /> : null}
    </div>
  );
}

function RequestForm({ accountId, isSecond }: { readonly accountId: string; readonly isSecond: boolean }) {
  const cache = useQueryClient();
  const [fault, setFault] = useState<string>();
  const ask = useMutation(requestAccessMutation(accountId));

  const submit = async (message: string) => {
    setFault(message === "" ? "Say in a sentence what you want to build." : undefined);
    if (message === "") return;
    try {
      cache.setQueryData(accessRequestKey(accountId), await ask.mutateAsync({ message }));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (error.code === "validation_failed") setFault(error.message);
      // Somebody else asked, or support answered, in the meantime: what is true now takes the place of the form.
      await cache.invalidateQueries({ queryKey: accessRequestKey(accountId) });
    }
  };

  const failure =
    ask.error instanceof RequestError && ask.error.code !== "validation_failed" ? ask.error : null;
  return (
    <form
      noValidate
      aria-label="Request access"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const message = new FormData(event.currentTarget).get("message");
        void submit(typeof message === "string" ? message.trim() : "");
      }}
    >
      <TextArea
        label="What do you want to build?"
        name="message"
        rows={4}
        maxLength={2_000}
        required
        error={fault}
        hint="Support reads this and answers on this page. All admins of the account see it."
      />
      {failure ? <ErrorState {...failureOf(failure, "The request was not sent")} /> : null}
      <Button type="submit" variant="primary" isBusy={ask.isPending} className="self-start">
        {isSecond ? "Request access again" : "Request access"}
      </Button>
    </form>
  );
}
