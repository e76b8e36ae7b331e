import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";

import { Button } from "@/components/ui/button";
import { EmptyState, Skeleton } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { caseListQuery } from "@/lib/queries/support";
import { notBefore } from "@/lib/view/not-before";
import { supportCasePage } from "@/lib/view/routes";

import { CaseBadge } from "./case-badge";
import { LoadFailure } from "./load-failure";

type CaseListProps = { readonly status: "open" | "closed"; readonly now: string };

/** Requests of accounts: open ones by waiting time, closed ones by time. */
export function CaseList({ status, now }: CaseListProps) {
  const cases = useInfiniteQuery(caseListQuery(status));
  if (cases.isPending) return <Skeleton className="h-40 w-full" />;
  if (cases.isError) return <LoadFailure error={cases.error} onRetry={() => void cases.refetch()} />;
  const rows = cases.data.pages.flatMap((page) => page.data);
  if (rows.length === 0) {
    return status === "open" ? (
      <EmptyState title="Nobody is waiting">Requests for access appear here, the oldest first.</EmptyState>
    ) : (
      <EmptyState title="No closed cases yet">Answered requests stay here, the latest first.</EmptyState>
    );
  }
  return (
    <>
      <ul aria-label="Cases" className="divide-y divide-line border-y border-line">
        {rows.map((entry) => (
          <li key={entry.id} className="flex flex-col gap-0.5 py-3">
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link
                href={supportCasePage(entry.id)}
                prefetch={false}
                className="min-w-0 font-medium wrap-anywhere underline decoration-line-strong underline-offset-3 hover:decoration-ink"
              >
                Access request of {entry.account.name}
              </Link>
              <CaseBadge status={entry.status} />
            </span>
            <span className="text-sm text-muted">
              {entry.openedBy.name} asked <Time at={entry.openedAt} now={notBefore(now, entry.openedAt)} />
              {entry.closedAt ? (
                <>
                  ; answered by {entry.closedBy?.name}{" "}
                  <Time at={entry.closedAt} now={notBefore(now, entry.closedAt)} />
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      {cases.hasNextPage ? (
        <Button
          className="self-start"
          isBusy={cases.isFetchingNextPage}
          onClick={() => void cases.fetchNextPage()}
        >
          Show more cases
        </Button>
      ) : null}
    </>
  );
}
