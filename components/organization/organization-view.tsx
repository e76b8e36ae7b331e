"use client";

import { useQuery } from "@tanstack/react-query";

import { Badge } from "@/components/ui/marks/badge";
import { ErrorState } from "@/components/ui/states";
import type { Organization } from "@/lib/contracts/accounts/organizations";
import { organizationQuery } from "@/lib/queries/accounts/organizations";
import { RequestError } from "@/lib/queries/request";

import { AccountsTable } from "./accounts-table";
import { AuthorizedApps } from "./authorized-apps/authorized-apps";
import { Domains } from "./domains";
import { OrganizationSkeleton } from "./organization-skeleton";

type OrganizationViewProps = {
  readonly organizationId: string;
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** An organization for its admins: its accounts at a glance, its domains, the apps that it lets act, and who its admins are. */
export function OrganizationView({ organizationId, now }: OrganizationViewProps) {
  const { data, isPending, error, refetch } = useQuery(organizationQuery(organizationId));
  if (isPending) return <OrganizationSkeleton />;
  if (!data) {
    return (
      <ErrorState
        detail={error?.message ?? "Try again."}
        requestId={error instanceof RequestError ? error.requestId : null}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <div className="flex flex-col gap-9">
      <AccountsTable organization={data.organization} now={now} />
      <Domains organization={data.organization} now={now} />
      <AuthorizedApps organization={data.organization} now={now} />
      <Admins admins={data.organization.admins} />
    </div>
  );
}

function Admins({ admins }: Pick<Organization, "admins">) {
  return (
    <section aria-label="Organization admins">
      <h2 className="text-lg font-semibold">Organization admins</h2>
      <p className="mt-1 max-w-[70ch] text-muted">
        They see this page, claim domains and authorize apps. The operator of this console adds and removes
        them.
      </p>
      <ul className="mt-3 flex max-w-160 flex-col border-t border-line">
        {admins.map(({ id, name, email, isActive }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 border-b border-line py-2">
            <span className="font-medium break-words">{name}</span>
            <span className="text-sm break-all text-muted">{email}</span>
            {isActive ? null : <Badge tone="neutral">Inactive</Badge>}
          </li>
        ))}
      </ul>
    </section>
  );
}
