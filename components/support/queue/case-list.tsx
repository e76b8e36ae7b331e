import { useInfiniteQuery } from "@tanstack/react-query";
import { clsx } from "clsx";

import { Link } from "@/components/ui/links/link";
import { ShowMore } from "@/components/ui/buttons/show-more";
import { EmptyState, Skeleton } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ListedCase } from "@/lib/contracts/support/support";
import { caseListQuery, type CaseFilters } from "@/lib/queries/cases/support";
import { exactMinute } from "@/lib/domain/format/dates";
import { notBefore } from "@/lib/domain/time/not-before";
import { supportCasePage } from "@/lib/addresses/pages";
import { caseName } from "@/lib/domain/support/cases";

import { CaseBadge } from "../case/case-badge";
import { dueText, listedCaseTitle } from "../case/case-words";
import { LoadFailure } from "../load-failure";

type CaseListProps = { readonly filters: CaseFilters; readonly now: string };

/** Requests of accounts: open ones by waiting time, closed ones by time. */
export function CaseList({ filters, now }: CaseListProps) {
  const cases = useInfiniteQuery(caseListQuery(filters));
  if (cases.isPending) return <Skeleton className="h-40 w-full" />;
  if (cases.isError) return <LoadFailure error={cases.error} onRetry={() => void cases.refetch()} />;
  const rows = cases.data.pages.flatMap((page) => page.data);
  if (rows.length === 0) return <NoCases filters={filters} />;
  const isOpen = filters.status === "open";
  return (
    <>
      <div className="@container">
        <Table label="Cases" className="@max-[40rem]:block">
          <thead className="@max-[40rem]:sr-only">
            <tr>
              <Th>Case</Th>
              <Th>Key</Th>
              <Th>{isOpen ? "Assigned to" : "Answer"}</Th>
              <Th>{isOpen ? "Answer due" : "Answered"}</Th>
            </tr>
          </thead>
          <tbody className="@max-[40rem]:block @max-[40rem]:border-t @max-[40rem]:border-line">
            {rows.map((entry) => (
              <CaseRow key={entry.id} entry={entry} now={now} />
            ))}
          </tbody>
        </Table>
      </div>
      <ShowMore list={cases}>Show more cases</ShowMore>
    </>
  );
}

function NoCases({ filters: { status, kind, assigned } }: Pick<CaseListProps, "filters">) {
  if (kind || assigned) {
    return <EmptyState title="No case is like this">Choose another kind, or cases of anybody.</EmptyState>;
  }
  return status === "open" ? (
    <EmptyState title="Nobody is waiting">
      Requests for access, for Go Live and transfers appear here, the oldest first.
    </EmptyState>
  ) : (
    <EmptyState title="No closed cases yet">Answered requests stay here, the latest first.</EmptyState>
  );
}

/** In a narrow list: title and opener over the whole width, and below them key, assignee and time beside each other. */
const CELL = "@max-[40rem]:h-auto @max-[40rem]:p-0 @max-[40rem]:text-sm";

function CaseRow({ entry, now }: { readonly entry: ListedCase; readonly now: string }) {
  const clientId = entry.goLive?.clientId ?? entry.transfer?.clientId;
  return (
    <Tr className="@max-[40rem]:flex @max-[40rem]:flex-wrap @max-[40rem]:items-baseline @max-[40rem]:gap-x-4 @max-[40rem]:gap-y-0.5 @max-[40rem]:py-2.5">
      <Td className={clsx("min-w-44", CELL, "@max-[40rem]:basis-full")}>
        <Link
          href={supportCasePage(entry.id)}
          prefetch={false}
          className="rounded-sm text-base font-medium wrap-anywhere hover:underline"
        >
          {listedCaseTitle(entry)}
        </Link>
        <span className="block text-sm text-muted">
          <span>{`${caseName(entry.number)}. ${entry.openedBy.name} asked`}</span>{" "}
          <Time at={entry.openedAt} now={notBefore(now, entry.openedAt)} />
        </span>
      </Td>
      <Td className={clsx("max-w-44", CELL, clientId ? null : "@max-[40rem]:hidden")}>
        {clientId ? (
          <code translate="no" title={clientId} className="block truncate text-sm">
            {clientId}
          </code>
        ) : (
          <span className="text-muted">None</span>
        )}
      </Td>
      <Td className={CELL}>
        {entry.status === "open" ? <Assignee entry={entry} /> : <CaseBadge status={entry.status} />}
        {entry.closedBy ? <span className="ml-2">{`by ${entry.closedBy.name}`}</span> : null}
      </Td>
      <Td className={clsx("whitespace-nowrap", CELL)}>
        {entry.closedAt ? (
          <Time at={entry.closedAt} now={notBefore(now, entry.closedAt)} />
        ) : (
          <Due entry={entry} now={now} />
        )}
      </Td>
    </Tr>
  );
}

function Assignee({ entry: { assignedTo } }: { readonly entry: ListedCase }) {
  return assignedTo ? <span>{assignedTo.name}</span> : <span className="text-muted">Unassigned</span>;
}

function Due({ entry, now }: { readonly entry: ListedCase; readonly now: string }) {
  const text = dueText(entry, now);
  if (text === null || entry.dueAt === null) return <span className="text-muted">No due time</span>;
  return (
    <time
      dateTime={entry.dueAt}
      title={exactMinute(entry.dueAt)}
      className={entry.dueAt < now ? "font-medium text-danger" : undefined}
    >
      {text}
    </time>
  );
}
