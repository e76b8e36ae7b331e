"use client";

import { useInfiniteQuery } from "@tanstack/react-query";

import { Link } from "@/components/ui/links/link";
import { ShowMore } from "@/components/ui/buttons/show-more";
import { Skeleton } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { supportCasePage } from "@/lib/addresses/pages";
import { caseName } from "@/lib/domain/support/cases";
import { notBefore } from "@/lib/domain/time/not-before";
import { accountCasesQuery } from "@/lib/queries/cases/support-desk";

import { CaseBadge } from "../case/case-badge";
import { listedCaseTitle } from "../case/case-words";
import { LoadFailure } from "../load-failure";

type AccountCasesProps = { readonly accountId: string; readonly now: string };

/** Every case that is about an account, open ones first. */
export function AccountCases({ accountId, now }: AccountCasesProps) {
  return (
    <section aria-labelledby="account-cases" className="flex max-w-160 flex-col gap-4">
      <h2 id="account-cases" className="text-lg font-semibold">
        Cases
      </h2>
      <Cases accountId={accountId} now={now} />
    </section>
  );
}

function Cases({ accountId, now }: AccountCasesProps) {
  const cases = useInfiniteQuery(accountCasesQuery(accountId));
  if (cases.isPending) return <Skeleton className="h-24 w-full" />;
  if (cases.isError) return <LoadFailure error={cases.error} onRetry={() => void cases.refetch()} />;
  const rows = cases.data.pages.flatMap((page) => page.data);
  if (rows.length === 0) return <p className="text-muted">This account has never asked for anything.</p>;
  return (
    <>
      <ul aria-label="Cases of this account" className="divide-y divide-line border-y border-line">
        {rows.map((entry) => (
          <li key={entry.id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-2.5">
            <span className="flex flex-wrap items-baseline gap-x-3">
              <Link
                href={supportCasePage(entry.id)}
                prefetch={false}
                className="font-medium underline decoration-line-strong underline-offset-3 hover:decoration-ink"
              >
                {caseName(entry.number)}
              </Link>
              <span className="text-sm wrap-anywhere text-muted">{listedCaseTitle(entry)}</span>
            </span>
            <span className="flex flex-wrap items-baseline gap-x-3 text-sm text-muted">
              <Time at={entry.openedAt} now={notBefore(now, entry.openedAt)} />
              <CaseBadge status={entry.status} />
            </span>
          </li>
        ))}
      </ul>
      <ShowMore list={cases}>Show more cases</ShowMore>
    </>
  );
}
