"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import type { LegacyAuthentication } from "@/lib/contracts/keys/legacy-authentication";
import { exactTime } from "@/lib/domain/format/dates";
import { notBefore } from "@/lib/domain/time/not-before";
import {
  legacyAuthenticationKey,
  legacyAuthenticationQuery,
  setLegacyAuthenticationMutation,
} from "@/lib/queries/accounts/legacy-authentication";
import { RequestError } from "@/lib/queries/request";
import { failureOf } from "@/lib/queries/failure";

import { LegacyAllowForm } from "./legacy-allow-form";
import { LegacyReport } from "./legacy-report";

type SectionProps = {
  readonly accountId: string;
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** Whether the account allows legacy authentication, until when, and who still uses it. */
export function LegacyAuthenticationSection({ accountId, now }: SectionProps) {
  const legacy = useQuery(legacyAuthenticationQuery(accountId));
  return (
    <section aria-labelledby="legacy-title" className="mt-10 flex flex-col gap-4 border-t border-line pt-8">
      <div className="max-w-160">
        <h2 id="legacy-title" className="text-lg font-semibold">
          Legacy authentication
        </h2>
        <p className="mt-1 text-muted">
          Programs of before OAuth send a person’s name and password beside the GUID of a key, in
          X-DocuSign-Authentication or in a SOAP header. Allow it only to win time for a migration.
        </p>
      </div>
      {legacy.isPending ? <Skeleton className="h-32 w-full max-w-160" /> : null}
      {legacy.isError ? (
        <ErrorState
          detail={legacy.error.message}
          requestId={legacy.error instanceof RequestError ? legacy.error.requestId : null}
          onRetry={() => void legacy.refetch()}
        />
      ) : null}
      {legacy.data ? <Loaded accountId={accountId} now={now} legacy={legacy.data} /> : null}
    </section>
  );
}

function Loaded({ accountId, now, legacy }: SectionProps & { readonly legacy: LegacyAuthentication }) {
  const cache = useQueryClient();
  const [done, setDone] = useState("");
  const set = useMutation(setLegacyAuthenticationMutation(accountId));
  const submit = async (endsAt: string | null) => {
    setDone("");
    try {
      const saved = await set.mutateAsync({ endsAt, version: legacy.version });
      cache.setQueryData(legacyAuthenticationKey(accountId), saved);
      setDone(endsAt === null ? "Ended. Calls with it fail from now on." : "Saved.");
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      await cache.invalidateQueries({ queryKey: legacyAuthenticationKey(accountId) });
    }
  };
  const failure = set.error instanceof RequestError ? set.error : null;
  return (
    <>
      <div className="flex max-w-160 flex-col gap-4 rounded-md border border-line bg-surface px-5 py-4">
        <State legacy={legacy} now={now} />
        {legacy.canUpdate && legacy.isAllowed ? (
          <div>
            <Button variant="danger" isBusy={set.isPending} onClick={() => void submit(null)}>
              End it now
            </Button>
          </div>
        ) : null}
        {legacy.canUpdate && legacy.latestEnd !== null ? (
          <LegacyAllowForm
            key={legacy.version}
            latestEnd={legacy.latestEnd}
            endsAt={legacy.endsAt}
            now={now}
            isBusy={set.isPending}
            onSubmit={(endsAt) => void submit(endsAt)}
          />
        ) : null}
        {failure ? <ErrorState {...failureOf(failure, "Nothing is changed")} /> : null}
        <output className="text-sm text-positive">{done}</output>
      </div>
      <LegacyReport accountId={accountId} now={now} legacy={legacy} />
    </>
  );
}

function State({ legacy, now }: { readonly legacy: LegacyAuthentication; readonly now: string }) {
  const { endsAt, latestEnd, updatedAt, updatedBy } = legacy;
  return (
    <div>
      <p className="font-medium">
        {endsAt === null
          ? "Off. Whoever sends a name and password is refused."
          : `Allowed until ${exactTime(endsAt)}, then it ends by itself.`}
      </p>
      {latestEnd === null ? (
        <p className="text-sm text-muted">The operator has switched it off for all accounts.</p>
      ) : null}
      {updatedBy && updatedAt ? (
        <p className="text-sm text-muted">
          <span>{`Last changed by ${updatedBy.name}`}</span>{" "}
          <Time at={updatedAt} now={notBefore(now, updatedAt)} />
        </p>
      ) : null}
    </div>
  );
}
