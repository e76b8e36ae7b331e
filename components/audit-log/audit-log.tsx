"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTransition } from "react";

import { Button } from "@/components/ui/button";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import type { AuditActor } from "@/lib/contracts/audit";
import { auditEventsQuery, auditExportPath, type AuditFilters } from "@/lib/queries/audit-log";
import { RequestError } from "@/lib/queries/request";
import { auditLogPage } from "@/lib/view/routes";

import { AuditEventItem } from "./audit-event-item";
import { AuditFilterBar } from "./audit-filter-bar";
import { ChainCheck } from "./chain-check";

type AuditLogProps = {
  readonly accountId: string;
  /** As they stand in the URL, which is their only place. */
  readonly filters: AuditFilters;
  readonly actors: readonly AuditActor[];
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** The account's record: filters, events, export, and the check of the chain. */
export function AuditLog({ accountId, filters, actors, now }: AuditLogProps) {
  const router = useRouter();
  const [isMoving, startMove] = useTransition();
  const show = (next: AuditFilters) =>
    startMove(() => router.replace(auditLogPage(accountId, { ...next }), { scroll: false }));
  return (
    <div className="flex flex-col gap-6">
      <AuditFilterBar filters={filters} actors={actors} onChange={show} />
      <div aria-busy={isMoving} className={isMoving ? "opacity-60" : undefined}>
        <Events accountId={accountId} filters={filters} now={now} onClear={() => show({})} />
      </div>
      <footer className="flex flex-col gap-4 border-t border-line pt-5">
        <p className="flex flex-wrap gap-x-3 text-sm text-muted">
          Export what the filters find, complete and with its hashes:
          {(["csv", "json"] as const).map((format) => (
            <a
              key={format}
              href={auditExportPath(accountId, filters, format)}
              download
              className="font-medium text-ink underline decoration-line-strong underline-offset-3 hover:decoration-ink"
            >
              Export {format.toUpperCase()}
            </a>
          ))}
        </p>
        <ChainCheck accountId={accountId} />
      </footer>
    </div>
  );
}

type EventsProps = Pick<AuditLogProps, "accountId" | "filters" | "now"> & { readonly onClear: () => void };

function Events({ accountId, filters, now, onClear }: EventsProps) {
  const events = useInfiniteQuery(auditEventsQuery(accountId, filters));
  if (events.isPending) return <Skeleton className="h-96 w-full" />;
  if (events.isError) {
    return (
      <ErrorState
        detail={events.error.message}
        requestId={events.error instanceof RequestError ? events.error.requestId : null}
        onRetry={() => void events.refetch()}
      />
    );
  }
  const rows = events.data.pages.flatMap((page) => page.data);
  if (rows.length === 0) return <NoEvents isFiltered={Object.keys(filters).length > 0} onClear={onClear} />;
  return (
    <>
      <ol aria-label="Events, newest first" className="divide-y divide-line border-y border-line">
        {rows.map((event) => (
          <AuditEventItem key={event.id} event={event} accountId={accountId} now={now} />
        ))}
      </ol>
      {events.hasNextPage ? (
        <Button
          className="mt-4"
          isBusy={events.isFetchingNextPage}
          onClick={() => void events.fetchNextPage()}
        >
          Show earlier events
        </Button>
      ) : null}
    </>
  );
}

function NoEvents({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  return isFiltered ? (
    <EmptyState title="No event fits these filters" action={<Button onClick={onClear}>Clear filters</Button>}>
      Widen the time or choose another person or event.
    </EmptyState>
  ) : (
    <EmptyState title="Nothing is on the record yet">
      Every change to keys, members and the key policy appears here, with who made it and from where.
    </EmptyState>
  );
}
