import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { ErrorState, Skeleton } from "@/components/ui/states";
import type { AuthorizedApp } from "@/lib/contracts/accounts/authorized-apps";
import type { Organization } from "@/lib/contracts/accounts/organizations";
import { listed } from "@/lib/domain/format/lists";
import { authorizedAppsQuery } from "@/lib/queries/accounts/authorized-apps";
import { RequestError } from "@/lib/queries/request";

import { AuthorizeForm } from "./authorize-form";
import { AuthorizedAppEntry } from "./authorized-app-entry";
import { RevokeAuthorizedDialog } from "./revoke-authorized-dialog";

type AuthorizedAppsProps = {
  readonly organization: Organization;
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** The apps that the organization lets act for the people of its domains, one more, and the way to end one. */
export function AuthorizedApps({ organization, now }: AuthorizedAppsProps) {
  const { id: organizationId, name } = organization;
  const { data, error, refetch } = useQuery(authorizedAppsQuery(organizationId));
  const [asked, setAsked] = useState<AuthorizedApp | null>(null);
  const [said, setSaid] = useState("");
  const held = organization.domains
    .filter(({ status }) => status === "verified" || status === "lapsing")
    .map(({ domain }) => domain);
  return (
    <section aria-label="Authorized apps">
      <h2 className="text-lg font-semibold">Authorized apps</h2>
      <p className="mt-1 max-w-[70ch] text-muted">
        {held.length === 0
          ? `With a verified domain ${name} can let apps act for the people of its accounts who have an address of it, without asking each of them.`
          : `These apps act for members of ${name}’s accounts with an address of ${listed(held)}, and nobody is asked. It ends with the domain.`}
      </p>
      <output className="mt-2 block text-sm text-muted empty:hidden">{said}</output>
      <List
        apps={data?.data ?? null}
        failure={error}
        now={now}
        onRetry={() => void refetch()}
        onRevoke={(app) => {
          setSaid("");
          setAsked(app);
        }}
      />
      {held.length === 0 ? null : <AuthorizeForm organizationId={organizationId} onDone={setSaid} />}
      {asked ? (
        <RevokeAuthorizedDialog
          organization={organization}
          authorized={asked}
          onClose={(done) => {
            setAsked(null);
            if (done) setSaid(done);
          }}
        />
      ) : null}
    </section>
  );
}

type ListProps = {
  readonly apps: readonly AuthorizedApp[] | null;
  readonly failure: Error | null;
  readonly now: string;
  readonly onRetry: () => void;
  readonly onRevoke: (app: AuthorizedApp) => void;
};

function List({ apps, failure, now, onRetry, onRevoke }: ListProps) {
  if (apps === null) {
    if (!failure) return <Skeleton className="mt-4 h-20 w-full" />;
    return (
      <ErrorState
        detail={failure.message}
        requestId={failure instanceof RequestError ? failure.requestId : null}
        onRetry={onRetry}
      />
    );
  }
  if (apps.length === 0) {
    return (
      <p className="mt-4 border-y border-line py-4 text-muted">
        No app is authorized: each asks each person.
      </p>
    );
  }
  return (
    <ul className="mt-4 flex flex-col divide-y divide-line border-y border-line">
      {apps.map((app) => (
        <AuthorizedAppEntry key={app.id} authorized={app} now={now} onRevoke={() => onRevoke(app)} />
      ))}
    </ul>
  );
}
