"use client";

import { useInfiniteQuery } from "@tanstack/react-query";

import { useKey, useKeyNow } from "@/components/key-detail/use-key";
import { ShowMore } from "@/components/ui/buttons/show-more";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import { appConsentsQuery } from "@/lib/queries/people/connected-apps";
import { RequestError } from "@/lib/queries/request";

import { ConsentOrganizations } from "./consent-organizations";
import { ConsentTable } from "./consent-table";

type ConsentsPanelProps = { readonly accountId: string; readonly keyId: string; readonly now: string };

/** Who lets the app act for them: people by scopes. */
export function ConsentsPanel({ accountId, keyId, now: start }: ConsentsPanelProps) {
  const now = useKeyNow(start, useKey(accountId, keyId));
  const query = useInfiniteQuery(appConsentsQuery(accountId, keyId));
  if (!query.data) {
    if (!query.error) return <Skeleton className="h-40 w-full" />;
    return (
      <ErrorState
        detail={query.error.message}
        requestId={query.error instanceof RequestError ? query.error.requestId : null}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const rows = query.data.pages.flatMap(({ data }) => data);
  const organizations = query.data.pages[0]?.organizations ?? [];
  if (rows.length === 0 && organizations.length === 0) {
    return (
      <EmptyState title="Nobody lets this app act yet">
        Send people to /oauth/auth with this app’s GUID, one of its redirect URIs and the scopes that it
        needs. Who allows it there stands here, with what they allowed.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {organizations.length > 0 ? <ConsentOrganizations organizations={organizations} now={now} /> : null}
      {rows.length > 0 ? <ConsentTable rows={rows} now={now} /> : null}
      <ShowMore list={query}>Show more</ShowMore>
    </div>
  );
}
