"use client";

import { useQuery } from "@tanstack/react-query";

import { Skeleton } from "@/components/ui/states";
import { accountPeopleQuery } from "@/lib/queries/accounts/account-lifecycle";
import { supportAccountQuery } from "@/lib/queries/cases/support";

import { AccountPeople } from "./account-people";
import { LoadFailure } from "../load-failure";
import { OrganizationPlace } from "./organization-place";
import { StatusForm } from "./status-form";

/** Who is in an account, where it belongs, and its end: for support. */
export function AccountLifecycle({ accountId }: { readonly accountId: string }) {
  const account = useQuery(supportAccountQuery(accountId));
  const people = useQuery(accountPeopleQuery(accountId));
  const failed = account.error ?? people.error;
  if (failed) return <LoadFailure error={failed} onRetry={() => void people.refetch()} />;
  if (!account.data || !people.data) return <Skeleton className="h-72 w-full max-w-160" />;
  const { organization } = people.data.people;
  return (
    <div className="mt-8 flex max-w-160 flex-col gap-8">
      <AccountPeople account={account.data.account} people={people.data.people} />
      <OrganizationPlace
        key={`organization-${organization?.id ?? "none"}`}
        account={account.data.account}
        organization={organization}
      />
      <StatusForm key={`status-${account.data.account.status}`} account={account.data.account} />
    </div>
  );
}
