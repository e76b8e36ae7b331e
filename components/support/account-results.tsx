import { useQuery } from "@tanstack/react-query";
import Link from "next/link";

import { EmptyState, Skeleton } from "@/components/ui/states";
import { accountSearchQuery } from "@/lib/queries/support";
import { supportAccountPage } from "@/lib/view/routes";

import { AccountFactsLine } from "./account-facts-line";
import { LoadFailure } from "./load-failure";

/** The accounts that a search finds. Opening one goes on its record. */
export function AccountResults({ q }: { readonly q: string }) {
  const found = useQuery(accountSearchQuery(q));
  if (found.isPending) return <Skeleton className="h-24 w-full" />;
  if (found.isError) return <LoadFailure error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.data.length === 0) {
    return (
      <EmptyState title="No account found">No account has this in its name, and none has this id.</EmptyState>
    );
  }
  return (
    <>
      <ul aria-label="Accounts found" className="divide-y divide-line border-y border-line">
        {found.data.data.map((account) => (
          <li
            key={account.id}
            className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-2.5"
          >
            <Link
              href={supportAccountPage(account.id)}
              prefetch={false}
              className="font-medium wrap-anywhere underline decoration-line-strong underline-offset-3 hover:decoration-ink"
            >
              {account.name}
            </Link>
            <AccountFactsLine account={account} />
          </li>
        ))}
      </ul>
      {found.data.hasMore ? (
        <p className="text-sm text-muted">There are more. Type more of the name.</p>
      ) : null}
    </>
  );
}
