"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { ErrorState, Skeleton } from "@/components/ui/states";
import type { RequestLogging } from "@/lib/contracts/people/request-logs";
import { failureOf } from "@/lib/queries/failure";
import { RequestError } from "@/lib/queries/request";
import {
  clearRequestLogMutation,
  loggedRequestsQuery,
  requestLoggingQuery,
  requestLoggingQueryKeys,
  switchRequestLoggingMutation,
} from "@/lib/queries/people/request-logging";

import { LogPanel } from "./log-panel";
import { LoggedRequests } from "./logged-requests";

type RequestLogProps = {
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** You > Request logging: whether requests are being logged, and those that were. */
export function RequestLog({ now }: RequestLogProps) {
  const client = useQueryClient();
  const logging = useQuery(requestLoggingQuery());
  const requests = useQuery(loggedRequestsQuery());
  const onSuccess = async (state: RequestLogging) => {
    client.setQueryData(requestLoggingQuery().queryKey, state);
    await client.invalidateQueries({ queryKey: requestLoggingQueryKeys.requests });
  };
  // What was refused may be so because another window was faster: show what is there now.
  const onError = () => client.invalidateQueries({ queryKey: requestLoggingQueryKeys.all });
  const turn = useMutation({ ...switchRequestLoggingMutation(), onSuccess, onError });
  const clear = useMutation({ ...clearRequestLogMutation(), onSuccess, onError });

  // The state is small and asked for all the time; the requests only when it says that there are others.
  const remaining = logging.data?.remainingEntries;
  useEffect(() => {
    if (remaining === undefined) return;
    void client.invalidateQueries({ queryKey: requestLoggingQueryKeys.requests });
  }, [client, remaining]);

  const failed = logging.error ?? requests.error;
  if (failed && !(logging.data && requests.data)) {
    const retry = () => client.invalidateQueries({ queryKey: requestLoggingQueryKeys.all });
    return <LoadFailure error={failed} onRetry={() => void retry()} />;
  }
  if (!logging.data || !requests.data) return <Skeleton className="h-64 w-full max-w-4xl" />;
  const failure = turn.error ?? clear.error;
  return (
    <div className="flex max-w-4xl flex-col gap-8">
      <div className="flex flex-col gap-3">
        <LogPanel
          logging={logging.data}
          captured={requests.data.data.length}
          isTurning={turn.isPending}
          isClearing={clear.isPending}
          onSwitch={(isEnabled) => {
            clear.reset();
            turn.mutate(isEnabled);
          }}
          onClear={() => {
            turn.reset();
            clear.mutate();
          }}
        />
        {failure ? <ErrorState {...failureOf(failure, "Nothing was changed")} /> : null}
      </div>
      <LoggedRequests requests={requests.data.data} isEnabled={logging.data.isEnabled} now={now} />
    </div>
  );
}

type LoadFailureProps = { readonly error: Error; readonly onRetry: () => void };

function LoadFailure({ error, onRetry }: LoadFailureProps) {
  return (
    <ErrorState
      detail={error.message}
      requestId={error instanceof RequestError ? error.requestId : null}
      onRetry={onRetry}
    />
  );
}
