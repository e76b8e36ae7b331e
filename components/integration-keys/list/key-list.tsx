"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { DialogLoading } from "@/components/ui/dialogs/dialog-loading";
import { ErrorState } from "@/components/ui/states";
import { useNow } from "@/components/ui/use-now";
import type { IntegrationKey, ListedKey } from "@/lib/contracts/keys/integration-keys";
import { keyCapacityQuery, keyListQuery } from "@/lib/queries/keys/integration-keys";
import { RequestError } from "@/lib/queries/request";
import { withEndedHere } from "./filters/ended-here";
import { count } from "@/lib/domain/format/numbers";
import { askedFilters, hasFilters, statusShown } from "./filters/key-filters";

import { KeyCapacityLine } from "./key-capacity-line";
import { KeyFilterBar } from "./filters/key-filter-bar";
import { KeyListEmpty, KeyListEndedOnly, KeyListFilteredEmpty, KeyTableSkeleton } from "./key-list-states";
import { KeyTable } from "./key-table";
import { useKeyFilters } from "./filters/use-key-filters";

// Opened by few, so loaded when opened.
const RevokeDialog = lazy(() =>
  import("@/components/integration-keys/revoke/revoke-dialog").then((module) => ({
    default: module.RevokeDialog,
  })),
);

const EAGER_PAGES = 2;

type KeyListProps = {
  readonly accountId: string;
  /** The server's clock when the page was made. */
  readonly now: string;
  readonly canCreate: boolean;
  readonly isAdmin: boolean;
};

/** The account's integration keys: search, filters, table, and what stands there instead of a table. */
export function KeyList({ accountId, now: start, canCreate, isAdmin }: KeyListProps) {
  const now = useNow(start);
  const { filters, clear } = useKeyFilters();
  const list = useInfiniteQuery({
    ...keyListQuery(accountId, askedFilters(filters)),
    placeholderData: keepPreviousData,
    // A long list is as many requests as it has pages.
    refetchOnWindowFocus: (query) => (query.state.data?.pages.length ?? 0) <= EAGER_PAGES,
  });
  const capacity = useQuery(keyCapacityQuery(accountId)).data;
  const [toRevoke, setToRevoke] = useState<IntegrationKey | null>(null);
  const startRevoking = useCallback((key: IntegrationKey) => setToRevoke(key), []);
  const [endedHere, setEndedHere] = useState<readonly ListedKey[]>([]);
  const pages = useMemo(() => {
    const listed = list.data?.pages.map((page) => page.data) ?? [];
    // Where ended keys are left out, those that this page has ended stay: whoever did it sees what it did.
    return hasFilters(filters) ? listed : withEndedHere(listed, endedHere);
  }, [list.data, filters, endedHere]);
  const shown = pages.reduce((sum, page) => sum + page.length, 0);
  const keepEnded = (ended: IntegrationKey) => {
    const row = pages.flat().find(({ id }) => id === ended.id);
    if (row) setEndedHere((before) => [...before, { ...row, ...ended }]);
  };

  const isEmpty = list.isSuccess && shown === 0 && !list.isPlaceholderData;
  if (isEmpty && !hasFilters(filters) && (capacity?.ended ?? 0) === 0) {
    return <KeyListEmpty accountId={accountId} canCreate={canCreate} />;
  }
  return (
    <>
      <KeyFilterBar accountId={accountId} />
      {capacity ? (
        <KeyCapacityLine
          accountId={accountId}
          capacity={capacity}
          isAdmin={isAdmin}
          hidesEnded={statusShown(filters) === "live"}
        />
      ) : null}
      <output className="sr-only">{list.isFetching ? "" : `${count(shown, "key")} shown`}</output>
      {list.isPending || (list.isPlaceholderData && shown === 0) ? <KeyTableSkeleton /> : null}
      {list.isError ? <ListFailure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {isEmpty && hasFilters(filters) ? <KeyListFilteredEmpty onClear={clear} /> : null}
      {isEmpty && !hasFilters(filters) ? (
        <KeyListEndedOnly accountId={accountId} ended={capacity?.ended ?? 0} canCreate={canCreate} />
      ) : null}
      {shown > 0 ? (
        <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? "opacity-60" : undefined}>
          <KeyTable accountId={accountId} pages={pages} now={now} onRevoke={startRevoking} />
        </div>
      ) : null}
      {list.hasNextPage ? (
        <div className="mt-4 flex flex-wrap items-center gap-3">
          <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Load more keys
          </Button>
          <span className="text-sm text-muted">{`${count(shown, "key")} shown, newest first.`}</span>
        </div>
      ) : null}
      {toRevoke ? (
        <Suspense fallback={<DialogLoading />}>
          <RevokeDialog
            keyToRevoke={toRevoke}
            accountId={accountId}
            now={now}
            isOpen
            onClose={() => setToRevoke(null)}
            onRevoked={keepEnded}
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
