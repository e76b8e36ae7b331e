"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";

import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/states";
import { useNow } from "@/components/ui/use-now";
import type { IntegrationKey } from "@/lib/contracts/integration-keys";
import { keyListQuery } from "@/lib/queries/integration-keys";
import { RequestError } from "@/lib/queries/request";
import { count } from "@/lib/view/format";
import { hasFilters } from "@/lib/view/key-filters";

import { KeyFilterBar } from "./key-filter-bar";
import { KeyListEmpty, KeyListFilteredEmpty, KeyTableSkeleton } from "./key-list-states";
import { KeyTable } from "./key-table";
import { useKeyFilters } from "./use-key-filters";

// Opened by few, so loaded when opened.
const RevokeDialog = lazy(() =>
  import("./revoke-dialog").then((module) => ({ default: module.RevokeDialog })),
);

const EAGER_PAGES = 2;

type KeyListProps = {
  readonly accountId: string;
  /** The server's clock when the page was made. */
  readonly now: string;
  readonly canCreate: boolean;
};

/** The account's integration keys: search, filters, table, and what stands there instead of a table. */
export function KeyList({ accountId, now: start, canCreate }: KeyListProps) {
  const now = useNow(start);
  const { filters, clear } = useKeyFilters();
  const list = useInfiniteQuery({
    ...keyListQuery(accountId, filters),
    placeholderData: keepPreviousData,
    // A long list is as many requests as it has pages.
    refetchOnWindowFocus: (query) => (query.state.data?.pages.length ?? 0) <= EAGER_PAGES,
  });
  const [toRevoke, setToRevoke] = useState<IntegrationKey | null>(null);
  const startRevoking = useCallback((key: IntegrationKey) => setToRevoke(key), []);
  const pages = useMemo(() => list.data?.pages.map((page) => page.data) ?? [], [list.data]);
  const shown = pages.reduce((sum, page) => sum + page.length, 0);

  if (list.isSuccess && shown === 0 && !hasFilters(filters) && !list.isPlaceholderData) {
    return <KeyListEmpty accountId={accountId} canCreate={canCreate} />;
  }
  return (
    <>
      <KeyFilterBar accountId={accountId} />
      <output className="sr-only">{list.isFetching ? "" : `${count(shown, "key")} shown`}</output>
      {list.isPending ? <KeyTableSkeleton /> : null}
      {list.isError ? <ListFailure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && shown === 0 ? <KeyListFilteredEmpty onClear={clear} /> : null}
      {shown > 0 ? (
        <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? "opacity-60" : undefined}>
          <KeyTable accountId={accountId} pages={pages} now={now} onRevoke={startRevoking} />
        </div>
      ) : null}
      {list.hasNextPage ? (
        <div className="mt-4 flex flex-wrap items-center gap-3">
          <Button
            // Not disabled: whoever pressed it keeps the focus on it.
            aria-disabled={list.isFetchingNextPage}
            onClick={() => {
              if (!list.isFetchingNextPage) void list.fetchNextPage();
            }}
          >
            Load more keys
          </Button>
          <span className="text-sm text-muted">{count(shown, "key")} shown, newest first.</span>
        </div>
      ) : null}
      {toRevoke ? (
        <Suspense fallback={null}>
          <RevokeDialog
            keyToRevoke={toRevoke}
            accountId={accountId}
            now={now}
            isOpen
            onClose={() => setToRevoke(null)}
          />
        </Suspense>
      ) : null}
    </>
  );
}

function ListFailure({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  return (
    <div className="mb-4">
      <ErrorState
        title="The keys could not be loaded"
        detail={error.message}
        requestId={error instanceof RequestError ? error.requestId : null}
        onRetry={onRetry}
      />
    </div>
  );
}
