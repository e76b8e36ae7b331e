import { useInfiniteQuery } from "@tanstack/react-query";

import { Badge } from "@/components/ui/marks/badge";
import { Link } from "@/components/ui/links/link";
import { ShowMore } from "@/components/ui/buttons/show-more";
import { EmptyState } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Organization } from "@/lib/contracts/accounts/organizations";
import { apiInformationPage } from "@/lib/addresses/pages";
import { number } from "@/lib/domain/format/numbers";
import { organizationAccountsQuery } from "@/lib/queries/accounts/organizations";

type Account = Organization["accounts"][number];
type AccountsTableProps = {
  readonly organization: Organization;
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** The accounts of both environments, with their continuity at a glance and what is weak in words (S3). */
export function AccountsTable({ organization, now }: AccountsTableProps) {
  const found = useInfiniteQuery(organizationAccountsQuery(organization));
  const accounts = found.data.pages.flatMap(({ data }) => data);
  return (
    <section aria-label="Accounts of the organization">
      <h2 className="mb-3 text-lg font-semibold">Accounts</h2>
      {accounts.length === 0 ? (
        <EmptyState title="No accounts yet">
          The operator of this console puts accounts into the organization.
        </EmptyState>
      ) : (
        <Table label="Accounts">
          <thead>
            <tr>
              <Th>Account</Th>
              <Th>Admins</Th>
              <Th className="hidden sm:table-cell">Last admin sign-in</Th>
              <Th className="hidden sm:table-cell">Live keys</Th>
              <Th>Continuity</Th>
            </tr>
          </thead>
          <tbody>
            {accounts.map((account) => (
              <AccountRow key={account.id} account={account} now={now} />
            ))}
          </tbody>
        </Table>
      )}
      <ShowMore list={found} className="mt-3">
        Show more accounts
      </ShowMore>
    </section>
  );
}

function AccountRow({ account, now }: { readonly account: Account; readonly now: string }) {
  const { continuity } = account;
  return (
    <Tr>
      <Td className="align-top">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {account.isMember ? (
            <Link
              href={apiInformationPage(account.id)}
              className="font-medium break-words underline decoration-line-strong underline-offset-3 hover:decoration-ink"
            >
              {account.name}
            </Link>
          ) : (
            <span className="font-medium break-words">{account.name}</span>
          )}
          <Badge tone={account.environment === "sandbox" ? "sandbox" : "neutral"}>
            {account.environment === "sandbox" ? "Sandbox" : "Production"}
          </Badge>
          {account.status === "closed" ? <Badge tone="caution">Closed</Badge> : null}
        </span>
      </Td>
      <Td className="align-top whitespace-nowrap">
        <span>{number(continuity.activeAdmins)}</span>
        {continuity.hasSharedAdmin ? <span className="text-sm text-muted"> · one shared</span> : null}
      </Td>
      <Td className="hidden align-top sm:table-cell">
        {continuity.lastAdminSignInAt ? (
          <Time at={continuity.lastAdminSignInAt} now={now} />
        ) : (
          <span className="text-muted">None on record</span>
        )}
      </Td>
      <Td className="hidden align-top sm:table-cell">{number(continuity.liveKeys)}</Td>
      <Td className="min-w-40 align-top">
        <Badge tone={continuity.isAtRisk ? "caution" : "positive"}>
          {continuity.isAtRisk ? "At risk" : "Safe to lose one admin"}
        </Badge>
        {continuity.risks.map(({ code, text }) => (
          <p key={code} className="mt-1 max-w-[60ch] text-sm text-muted">
            {text}
          </p>
        ))}
      </Td>
    </Tr>
  );
}
