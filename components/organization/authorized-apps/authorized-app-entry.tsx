import { Badge } from "@/components/ui/marks/badge";
import { Button } from "@/components/ui/buttons/button";
import { Time } from "@/components/ui/time";
import type { AuthorizedApp } from "@/lib/contracts/accounts/authorized-apps";
import { count } from "@/lib/domain/format/numbers";
import { notBefore } from "@/lib/domain/time/not-before";

type AuthorizedAppEntryProps = {
  readonly authorized: AuthorizedApp;
  readonly now: string;
  readonly onRevoke: () => void;
};

/** One authorized app: whose it is, what it may do, by whom and since when, for how many people, and when it last did. */
export function AuthorizedAppEntry({ authorized, now, onRevoke }: AuthorizedAppEntryProps) {
  const { id, app, manager, scopes, givenBy, givenAt, lastUsedAt, people } = authorized;
  const title = `authorized-app-${id}`;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-4">
      <div className="min-w-0 flex-[1_1_20rem]">
        <h3 id={title} className="flex flex-wrap items-center gap-x-2 font-semibold break-words">
          <span>{app.name}</span>
          {app.environment === "sandbox" ? <Badge tone="sandbox">Sandbox</Badge> : null}
          {app.isActive ? null : <Badge tone="danger">App revoked</Badge>}
        </h3>
        <p className="mt-0.5 text-muted">{`By ${manager}. Acts for ${people === 0 ? "nobody yet" : count(people, "person", "people")}.`}</p>
        <p className="mt-1 text-sm break-words">
          <code translate="no">{scopes.join(" ")}</code>
        </p>
        <p className="mt-1 flex flex-wrap gap-x-1 text-sm text-muted">
          <span>{`Authorized by ${givenBy.name}`}</span>
          <Time at={givenAt} now={notBefore(now, givenAt)} />
          <span>·</span>
          {lastUsedAt === null ? (
            <span>no token yet</span>
          ) : (
            <>
              <span>last token</span>
              <Time at={lastUsedAt} now={notBefore(now, lastUsedAt)} />
            </>
          )}
        </p>
      </div>
      <Button variant="quiet-danger" aria-describedby={title} onClick={onRevoke} className="-mr-2 shrink-0">
        Revoke
      </Button>
    </li>
  );
}
