"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";

import { Skeleton } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import type { SupportCase } from "@/lib/contracts/support";
import { supportCaseQuery } from "@/lib/queries/support";
import { notBefore } from "@/lib/view/not-before";
import { supportAccountPage } from "@/lib/view/routes";

import { AccountFactsLine } from "./account-facts-line";
import { CaseBadge } from "./case-badge";
import { CaseDecision } from "./case-decision";
import { LoadFailure } from "./load-failure";

type SupportCaseViewProps = { readonly caseId: string; readonly now: string };

/** A request for access, and the answer to it. */
export function SupportCaseView({ caseId, now }: SupportCaseViewProps) {
  const found = useQuery(supportCaseQuery(caseId));
  if (found.isPending) return <Skeleton className="h-72 w-full max-w-160" />;
  if (found.isError) return <LoadFailure error={found.error} onRetry={() => void found.refetch()} />;
  const entry = found.data.case;
  return (
    <div className="flex max-w-160 flex-col gap-6">
      <CaseFacts entry={entry} now={now} />
      <section aria-labelledby="case-message">
        <h2 id="case-message" className="font-semibold">
          What they want to build
        </h2>
        <blockquote className="mt-2 border-l-2 border-line-strong pl-3 wrap-anywhere whitespace-pre-wrap">
          {entry.message}
        </blockquote>
      </section>
      {entry.status === "open" ? <CaseDecision entry={entry} /> : <Answer entry={entry} now={now} />}
    </div>
  );
}

type EntryProps = { readonly entry: SupportCase; readonly now: string };

function CaseFacts({ entry, now }: EntryProps) {
  return (
    <div className="flex flex-col gap-1 border-y border-line py-3">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          href={supportAccountPage(entry.account.id)}
          prefetch={false}
          className="font-medium wrap-anywhere underline decoration-line-strong underline-offset-3 hover:decoration-ink"
        >
          {entry.account.name}
        </Link>
        <AccountFactsLine account={entry.account} />
      </span>
      <span className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
        <CaseBadge status={entry.status} />
        <span className="wrap-anywhere">
          {entry.openedBy.name} ({entry.openedBy.email}) asked{" "}
          <Time at={entry.openedAt} now={notBefore(now, entry.openedAt)} />
        </span>
      </span>
    </div>
  );
}

function Answer({ entry, now }: EntryProps) {
  return (
    <section aria-labelledby="case-answer">
      <h2 id="case-answer" className="font-semibold">
        Answer
      </h2>
      <p className="mt-1">
        {entry.status === "granted" ? "Granted" : "Declined"} by {entry.closedBy?.name}
        {entry.closedAt ? (
          <>
            {" "}
            <Time at={entry.closedAt} now={notBefore(now, entry.closedAt)} />
          </>
        ) : null}
        .
      </p>
      {entry.resolution ? (
        <p className="mt-1 wrap-anywhere whitespace-pre-wrap text-muted">{entry.resolution}</p>
      ) : null}
    </section>
  );
}
