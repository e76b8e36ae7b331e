"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Link } from "@/components/ui/links/link";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import { callsQuery, liveCallsQuery } from "@/lib/queries/keys/key-usage";
import { RequestError } from "@/lib/queries/request";
import { mergeCalls } from "./call-feed";
import { count } from "@/lib/domain/format/numbers";
import { callFilters, type KeyView } from "@/lib/addresses/key-tabs";
import { apiInformationPage } from "@/lib/addresses/pages";

import { CallFilterBar } from "./call-filter-bar";
import { CallTable } from "./call-table";
import { LiveCount } from "./live-count";

type CallsPanelProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly view: KeyView;
  readonly now: string;
};

/** The single calls of a key, newest first; new ones appear within a second. */
export function CallsPanel({ accountId, keyId, view, now: opened }: CallsPanelProps) {
  const filters = callFilters(view);
  const isPast = view.to !== null && view.to <= opened;
  const history = useInfiniteQuery({ ...callsQuery(accountId, keyId, filters), refetchOnWindowFocus: false });
  const live = useQuery({ ...liveCallsQuery(accountId, keyId, filters), enabled: !isPast });
  const feed = mergeCalls(history.data?.pages ?? [], live.data);
  const { refetch } = history;

  // The system here is the server: more calls came than one answer holds, so the history is asked for again.
  useEffect(() => {
    if (feed.hasGap) void refetch();
  }, [feed.hasGap, refetch]);

  const isFiltered = Object.keys(filters).length > 0;
  return (
    <section aria-label="Calls" className="flex flex-col gap-4">
      <CallFilterBar accountId={accountId} keyId={keyId} view={view} />
      {history.data ? (
        <>
          <LiveCount rows={feed.rows} isLive={!isPast} hasFailed={live.isError} />
          {feed.rows.length === 0 ? (
            <NoCalls accountId={accountId} isFiltered={isFiltered} />
          ) : (
            <CallTable accountId={accountId} keyId={keyId} rows={feed.rows} />
          )}
          {history.hasNextPage ? (
            <Button
              className="self-center"
              isBusy={history.isFetchingNextPage}
              onClick={() => void history.fetchNextPage()}
            >
              Show older calls
            </Button>
          ) : (
            <p className="text-sm text-muted">{`Calls are kept for ${count(history.data.pages[0]?.keptDays ?? 0, "day")}; of very many refused ones the first are listed. Their hourly counts, under Usage, have all of them, and for longer.`}</p>
          )}
        </>
      ) : history.error ? (
        <ErrorState
          detail={history.error.message}
          requestId={history.error instanceof RequestError ? history.error.requestId : null}
          onRetry={() => void refetch()}
        />
      ) : (
        <CallsSkeleton />
      )}
    </section>
  );
}

type NoCallsProps = { readonly accountId: string; readonly isFiltered: boolean };

function NoCalls({ accountId, isFiltered }: NoCallsProps) {
  return isFiltered ? (
    <EmptyState title="No such calls">Nothing matches the verdict and time chosen above.</EmptyState>
  ) : (
    <EmptyState title="Not called yet">
      Every call that the gate checks with this key appears here within a second, allowed or refused. Try it
      with the samples under{" "}
      <Link href={apiInformationPage(accountId)} className="font-medium underline underline-offset-2">
        API Information
      </Link>
      .
    </EmptyState>
  );
}

const ROWS = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

function CallsSkeleton() {
  return (
    <div aria-busy="true">
      <span className="sr-only">Loading calls</span>
      <Skeleton className="mb-4 h-5 w-40" />
      {ROWS.map((row) => (
        <div key={row} className="flex h-10 items-center gap-6 border-b border-line">
          <Skeleton className="h-3.5 w-36" />
          <Skeleton className="h-5 w-20" />
          <Skeleton className="h-3.5 flex-1" />
        </div>
      ))}
    </div>
  );
}
