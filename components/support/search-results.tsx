import { useQuery } from "@tanstack/react-query";
import type { Route } from "next";
import type { ReactNode } from "react";

import { Badge } from "@/components/ui/marks/badge";
import { Link } from "@/components/ui/links/link";
import { EmptyState, Skeleton } from "@/components/ui/states";
import { supportAccountPage, supportCasePage, supportPersonPage } from "@/lib/addresses/pages";
import type { SupportAccountName } from "@/lib/contracts/support/support";
import type { SupportSearchResult } from "@/lib/contracts/support/support-desk";
import { PROFILE_LABELS } from "@/lib/domain/people/profile-words";
import { caseName } from "@/lib/domain/support/cases";
import { supportSearchQuery } from "@/lib/queries/cases/support-desk";

import { AccountFactsLine } from "./account/account-facts-line";
import { listedCaseTitle } from "./case/case-words";
import { LoadFailure } from "./load-failure";

/** What a search finds, a group for each kind. It is no look: to read more of an account, support says why first. */
export function SearchResults({ q }: { readonly q: string }) {
  const found = useQuery(supportSearchQuery(q));
  if (found.isPending) return <Skeleton className="h-24 w-full" />;
  if (found.isError) return <LoadFailure error={found.error} onRetry={() => void found.refetch()} />;
  const { cases, accounts, keys, people } = found.data;
  if ([cases, accounts, keys, people].every(({ data }) => data.length === 0)) {
    return (
      <EmptyState title="Nothing found">
        No account, key or person has this in a name or address, and none has this id, GUID or ending.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-6">
      <Group title="Cases" hasMore={cases.hasMore} rows={cases.data}>
        {(entry) => (
          <Result href={supportCasePage(entry.id)} title={caseName(entry.number)}>
            <span className="text-sm text-muted">{listedCaseTitle(entry)}</span>
          </Result>
        )}
      </Group>
      <Group title="Accounts" hasMore={accounts.hasMore} rows={accounts.data}>
        {(account) => (
          <Result href={supportAccountPage(account.id)} title={account.name}>
            <AccountFactsLine account={account} />
          </Result>
        )}
      </Group>
      <Group title="Keys" hasMore={keys.hasMore} rows={keys.data}>
        {({ clientId, account }) => (
          <>
            <code translate="no" className="min-w-0 text-sm wrap-anywhere">
              {clientId}
            </code>
            <InAccount account={account} />
          </>
        )}
      </Group>
      <Group title="People" hasMore={people.hasMore} rows={people.data}>
        {(person) => <Person person={person} />}
      </Group>
    </div>
  );
}

type GroupProps<T> = {
  readonly title: string;
  readonly rows: readonly T[];
  readonly hasMore: boolean;
  readonly children: (row: T) => ReactNode;
};

function Group<T extends { readonly id: string }>({ title, rows, hasMore, children }: GroupProps<T>) {
  if (rows.length === 0) return null;
  const label = `${title} found`;
  return (
    <section aria-label={label} className="flex flex-col gap-2">
      <h3 className="font-semibold">{title}</h3>
      <ul aria-label={label} className="divide-y divide-line border-y border-line">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-2.5">
            {children(row)}
          </li>
        ))}
      </ul>
      {hasMore ? <p className="text-sm text-muted">There are more. Type more of it.</p> : null}
    </section>
  );
}

type ResultProps = { readonly href: Route; readonly title: string; readonly children: ReactNode };

function Result({ href, title, children }: ResultProps) {
  return (
    <>
      <Link
        href={href}
        prefetch={false}
        className="font-medium wrap-anywhere underline decoration-line-strong underline-offset-3 hover:decoration-ink"
      >
        {title}
      </Link>
      {children}
    </>
  );
}

function InAccount({ account }: { readonly account: SupportAccountName }) {
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <Result href={supportAccountPage(account.id)} title={account.name}>
        <AccountFactsLine account={account} />
      </Result>
    </span>
  );
}

type PersonProps = { readonly person: SupportSearchResult["people"]["data"][number] };

function Person({ person }: PersonProps) {
  return (
    <>
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        <Result href={supportPersonPage(person.id)} title={person.name}>
          <span className="text-sm wrap-anywhere text-muted">{person.email}</span>
        </Result>
        {person.isActive ? null : <Badge tone="danger">Deactivated</Badge>}
      </span>
      {person.memberships.length === 0 ? (
        <span className="text-sm text-muted">In no account</span>
      ) : (
        <ul aria-label={`Accounts of ${person.name}`} className="flex flex-col gap-1">
          {person.memberships.map(({ account, profile, isActive }) => (
            <li key={account.id} className="flex flex-wrap items-baseline gap-x-2 text-sm">
              <Result href={supportAccountPage(account.id)} title={account.name}>
                <span className="text-muted">
                  {isActive ? PROFILE_LABELS[profile] : `${PROFILE_LABELS[profile]}, deactivated there`}
                </span>
              </Result>
            </li>
          ))}
          {person.hasMoreMemberships ? <li className="text-sm text-muted">And more accounts.</li> : null}
        </ul>
      )}
    </>
  );
}
