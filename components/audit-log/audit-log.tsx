"use client";

import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Download } from "lucide-react";
import { useCallback } from "react";

import { Button } from "@/components/ui/buttons/button";
import { BUTTON_LOOKS, BUTTON_SHAPE } from "@/components/ui/buttons/button-look";
import { PageHead } from "@/components/ui/page-head";
import { ShowMore } from "@/components/ui/buttons/show-more";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import { useGo } from "@/components/ui/links/use-go";
import type { AuditActor } from "@/lib/contracts/accounts/audit";
import type { AuditFilters } from "@/lib/domain/record/audit-search";
import { auditEventsQuery, auditExportPath, verifyChainMutation } from "@/lib/queries/accounts/audit-log";
import { RequestError } from "@/lib/queries/request";
import { periodFault } from "./audit-filters";
import { auditLogPage } from "@/lib/addresses/pages";

import { AuditEventItem } from "./audit-event-item";
import { AuditFilterBar, type SubjectNames } from "./audit-filter-bar";
import { ChainCheckResult } from "./chain-check";

type AuditLogProps = {
  readonly accountId: string;
  readonly accountName: string;
  /** The filters as they stand in the URL, which is their only place. */
  readonly filters: AuditFilters;
  readonly names: SubjectNames;
  readonly actors: readonly AuditActor[];
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** The account's record: export and check in its head, then filters and events. */
export function AuditLog({ accountId, accountName, filters, names, actors, now }: AuditLogProps) {
  const { isGoing, go } = useGo();
  const fault = periodFault(filters);
  const check = useMutation(verifyChainMutation(accountId));
  const show = useCallback(
    (next: AuditFilters, isStep: boolean) =>
      go(auditLogPage(accountId, { ...next }), { isReplacing: !isStep, scroll: false }),
    [accountId, go],
  );
  return (
    <>
      <PageHead
        title="Audit log"
        purpose={`Who changed what in ${accountName}, when and from where. Nobody can change or remove it: each event holds the hash of the one before it.`}
        action={
          <>
            {(["csv", "json"] as const).map((format) => (
              <a
                key={format}
                // What the filters can't find, no file can hold.
                href={fault === null ? auditExportPath(accountId, filters, format) : undefined}
                aria-disabled={fault !== null}
                download
                className={clsx(BUTTON_SHAPE, BUTTON_LOOKS.secondary, fault !== null && "opacity-60")}
              >
                <Download aria-hidden="true" className="size-4 text-muted" />
                <span>{`Export ${format.toUpperCase()}`}</span>
              </a>
            ))}
            <Button isBusy={check.isPending} onClick={() => check.mutate()}>
              Check the record
            </Button>
          </>
        }
      />
      <div className="flex flex-col gap-5">
        <ChainCheckResult check={check} />
        <AuditFilterBar
          accountId={accountId}
          filters={filters}
          names={names}
          actors={actors}
          onChange={show}
        />
        <div aria-busy={isGoing} className={isGoing ? "opacity-60" : undefined}>
          <Events accountId={accountId} filters={filters} now={now} onClear={() => show({}, true)} />
        </div>
      </div>
    </>
  );
}

type EventsProps = Pick<AuditLogProps, "accountId" | "filters" | "now"> & { readonly onClear: () => void };

function Events({ accountId, filters, now, onClear }: EventsProps) {
  const isWrongWayRound = periodFault(filters) !== null;
  const events = useInfiniteQuery({ ...auditEventsQuery(accountId, filters), enabled: !isWrongWayRound });
  if (isWrongWayRound) {
    return (
      <EmptyState title="To is before From" action={<Button onClick={onClear}>Clear filters</Button>}>
        No event lies between them. Choose a later day for To, or an earlier one for From.
      </EmptyState>
    );
  }
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
  if (rows.length === 0) return <NoEvents filters={filters} onClear={onClear} />;
  return (
    <>
      <ol aria-label="Events, newest first" className="divide-y divide-line border-y border-line">
        {rows.map((event) => (
          <AuditEventItem key={event.id} event={event} accountId={accountId} now={now} />
        ))}
      </ol>
      <ShowMore list={events} className="mt-4">
        Show earlier events
      </ShowMore>
    </>
  );
}

function NoEvents({ filters, onClear }: Pick<EventsProps, "filters" | "onClear">) {
  return Object.keys(filters).length > 0 ? (
    <EmptyState title="No event fits these filters" action={<Button onClick={onClear}>Clear filters</Button>}>
      Every word of the search has to be in the event: in what was done, by whom, from which address, to what,
      with which scopes, or why. Use fewer words, a wider time, or another person, key or event.
    </EmptyState>
  ) : (
    <EmptyState title="Nothing is on the record yet">
      Every change to keys, members and the key policy appears here, with who made it and from where.
    </EmptyState>
  );
}
