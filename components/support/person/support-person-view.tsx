"use client";

import { useQuery } from "@tanstack/react-query";

import { Badge } from "@/components/ui/marks/badge";
import { Link } from "@/components/ui/links/link";
import { Skeleton } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { supportAccountPage } from "@/lib/addresses/pages";
import type { SupportPerson } from "@/lib/contracts/support/support-people";
import { listed } from "@/lib/domain/format/lists";
import { count, number } from "@/lib/domain/format/numbers";
import { PROFILE_LABELS } from "@/lib/domain/people/profile-words";
import { supportPersonQuery } from "@/lib/queries/accounts/account-lifecycle";

import { LoadFailure } from "../load-failure";
import { PersonStatusForm } from "./person-status-form";

/** A person in all accounts, and what stops without the person (R6). */
export function SupportPersonView({ userId }: { readonly userId: string }) {
  const found = useQuery(supportPersonQuery(userId));
  if (found.isPending) return <Skeleton className="h-96 w-full max-w-200" />;
  if (found.isError) return <LoadFailure error={found.error} onRetry={() => void found.refetch()} />;
  const { person } = found.data;
  return (
    <div className="flex max-w-200 flex-col gap-8">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={person.status === "active" ? "positive" : "danger"}>
          {person.status === "active" ? "Active" : "Deactivated everywhere"}
        </Badge>
        {person.isStaff ? <Badge tone="neutral">Support</Badge> : null}
        <span className="wrap-anywhere">{person.email}</span>
        <span className="text-muted">{count(person.openSessions, "open session")}</span>
      </p>
      <section aria-labelledby="accounts-title" className="flex flex-col gap-3">
        <h2 id="accounts-title" className="text-lg font-semibold">
          Accounts
        </h2>
        {person.memberships.length === 0 ? (
          <p className="text-muted">This person is in no account.</p>
        ) : (
          <Memberships person={person} />
        )}
        {person.organizations.length > 0 ? (
          <p className="text-sm">
            {`Organization admin of ${person.organizations.map(({ name }) => name).join(", ")}.`}
          </p>
        ) : null}
      </section>
      <PersonStatusForm key={person.status} person={person} />
    </div>
  );
}

const KEYS_SHOWN = 5;

/** The busiest keys by name. */
function keyNames({ keys, liveKeys }: SupportPerson["memberships"][number]["preview"]): string {
  const names = keys.slice(0, KEYS_SHOWN).map(({ name }) => name);
  return listed(liveKeys > names.length ? [...names, `${number(liveKeys - names.length)} more`] : names);
}

function Memberships({ person }: { readonly person: SupportPerson }) {
  return (
    <Table label="Accounts">
      <thead>
        <Tr>
          <Th>Account</Th>
          <Th>Profile</Th>
          <Th>Live keys</Th>
          <Th>Calls in 24 h</Th>
        </Tr>
      </thead>
      <tbody>
        {person.memberships.map(({ account, profile, status, isShared, preview }) => (
          <Tr key={account.id}>
            <Td className="max-w-44 sm:max-w-80">
              <Link
                href={supportAccountPage(account.id)}
                className="font-medium wrap-anywhere underline decoration-line-strong underline-offset-3 hover:decoration-ink"
              >
                {account.name}
              </Link>
              <span className="block text-xs text-muted">
                {`${account.environment === "sandbox" ? "Sandbox" : "Production"}${account.isClosed ? ", closed" : ""}`}
              </span>
            </Td>
            <Td>
              <span>{PROFILE_LABELS[profile]}</span>
              {isShared ? <span className="text-muted">, shared</span> : null}
              {status === "deactivated" ? <span className="text-muted"> (deactivated here)</span> : null}
              {preview.isLastAdmin ? <span className="block text-xs text-danger">Last admin</span> : null}
            </Td>
            <Td className="tabular-nums">
              <span>{number(preview.liveKeys)}</span>
              {preview.keys.length > 0 ? (
                <span className="block max-w-44 text-xs wrap-anywhere text-muted sm:max-w-80">
                  {keyNames(preview)}
                </span>
              ) : null}
            </Td>
            <Td className="tabular-nums">{number(preview.callsLastDay)}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
