"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import type { ReactNode } from "react";

import { Link } from "@/components/ui/links/link";
import { Skeleton } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import type { SupportAccountName, SupportCase } from "@/lib/contracts/support/support";
import { supportCaseQuery } from "@/lib/queries/cases/support";
import { exactMinute } from "@/lib/domain/format/dates";
import { notBefore } from "@/lib/domain/time/not-before";
import { supportAccountPage } from "@/lib/addresses/pages";

import { AccountFactsLine } from "../account/account-facts-line";
import { CaseAssignment } from "./case-assignment";
import { CaseBadge } from "./case-badge";
import { CaseDecision } from "./case-decision";
import { ENDED_WORDS } from "./case-words";
import { GoLiveEvidence } from "./go-live-evidence";
import { LoadFailure } from "../load-failure";

type SupportCaseViewProps = {
  readonly caseId: string;
  readonly now: string;
  /** What a case of a transfer is about, with the ways to answer it. */
  readonly children?: ReactNode;
};

/** What an account asks of support, what is known of it, and the answer to it. */
export function SupportCaseView({ caseId, now, children }: SupportCaseViewProps) {
  const found = useQuery(supportCaseQuery(caseId));
  if (found.isPending) return <Skeleton className="h-72 w-full max-w-160" />;
  if (found.isError) return <LoadFailure error={found.error} onRetry={() => void found.refetch()} />;
  const entry = found.data.case;
  if (entry.transfer) {
    return (
      <div className="flex flex-col gap-6">
        <CaseFacts entry={entry} now={now} />
        {entry.status === "open" ? (
          <CaseAssignment entry={entry} />
        ) : (
          <Answer entry={entry} status={entry.status} now={now} />
        )}
        <div>{children}</div>
      </div>
    );
  }
  return (
    <div className="flex max-w-160 flex-col gap-6">
      <CaseFacts entry={entry} now={now} />
      <section aria-labelledby="case-message">
        <h2 id="case-message" className="font-semibold">
          {entry.goLive ? "What it does" : "What they want to build"}
        </h2>
        <blockquote className="mt-2 border-l-2 border-line-strong pl-3 wrap-anywhere whitespace-pre-wrap">
          {entry.message}
        </blockquote>
      </section>
      {entry.goLive ? <GoLiveEvidence entry={entry} goLive={entry.goLive} now={now} /> : null}
      {entry.status === "open" ? (
        <>
          <CaseAssignment entry={entry} />
          <CaseDecision entry={entry} />
        </>
      ) : (
        <Answer entry={entry} status={entry.status} now={now} />
      )}
    </div>
  );
}

type EntryProps = { readonly entry: SupportCase; readonly now: string };

function CaseFacts({ entry, now }: EntryProps) {
  return (
    <div className="flex flex-col gap-1 border-y border-line py-3">
      <AccountLine account={entry.account} number={entry.number} />
      {entry.transfer ? (
        <AccountLine account={entry.transfer.destination} number={entry.number} goesTo />
      ) : null}
      <span className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
        <CaseBadge status={entry.status} />
        <span className="wrap-anywhere">
          <span>{`${entry.openedBy.name} (${entry.openedBy.email}) asked`}</span>{" "}
          <Time at={entry.openedAt} now={notBefore(now, entry.openedAt)} />
        </span>
      </span>
      {entry.status === "open" && entry.dueAt ? (
        <span className={clsx("text-sm", entry.dueAt < now ? "font-medium text-danger" : "text-muted")}>
          {`The account was told to expect an answer by ${exactMinute(entry.dueAt)}${entry.dueAt < now ? ", which is over" : ""}.`}
        </span>
      ) : null}
    </div>
  );
}

type AccountLineProps = {
  readonly account: SupportAccountName;
  /** Of the case, which is why its page is looked at. */
  readonly number: number;
  readonly goesTo?: boolean;
};

function AccountLine({ account, number, goesTo = false }: AccountLineProps) {
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {goesTo ? <span className="text-muted">to</span> : null}
      <Link
        href={supportAccountPage(account.id, { case: String(number) })}
        prefetch={false}
        className="font-medium wrap-anywhere underline decoration-line-strong underline-offset-3 hover:decoration-ink"
      >
        {account.name}
      </Link>
      <AccountFactsLine account={account} />
    </span>
  );
}

type AnswerProps = EntryProps & { readonly status: Exclude<SupportCase["status"], "open"> };

function Answer({ entry, status, now }: AnswerProps) {
  return (
    <section aria-labelledby="case-answer">
      <h2 id="case-answer" className="font-semibold">
        Answer
      </h2>
      <p className="mt-1">
        <span>{endedText(entry, status)}</span>
        {entry.closedAt ? (
          <>
            {" "}
            <Time at={entry.closedAt} now={notBefore(now, entry.closedAt)} />
          </>
        ) : null}
        <span>.</span>
      </p>
      {entry.resolution ? (
        <p className="mt-1 wrap-anywhere whitespace-pre-wrap text-muted">{entry.resolution}</p>
      ) : null}
    </section>
  );
}

/** A transfer that has expired was ended by nobody. */
function endedText({ closedBy, transfer }: SupportCase, status: AnswerProps["status"]): string {
  const word = transfer && status === "granted" ? "Carried out" : ENDED_WORDS[status];
  return status === "expired" ? word : `${word} by ${closedBy?.name ?? "support"}`;
}
