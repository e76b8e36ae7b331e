import { Badge } from "@/components/ui/marks/badge";
import { Button } from "@/components/ui/buttons/button";
import { Time } from "@/components/ui/time";
import type { ConnectedApp } from "@/lib/contracts/people/connected-apps";
import { notBefore } from "@/lib/domain/time/not-before";

type ConnectedAppEntryProps = {
  readonly app: ConnectedApp;
  readonly now: string;
  readonly onRevoke: () => void;
};

/** One app: whose it is, where it acts, what it may do, since when, and when it last did. */
export function ConnectedAppEntry({ app: entry, now, onRevoke }: ConnectedAppEntryProps) {
  const { app, agent, account, manager, approvedBy, scopes, givenAt, lastUsedAt } = entry;
  const title = `connected-app-${entry.id}-${account.id}`;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-4">
      <div className="min-w-0 flex-[1_1_20rem]">
        <h2 id={title} className="flex flex-wrap items-center gap-x-2 font-semibold break-words">
          <span>{app.name}</span>
          {agent ? <Badge tone="accent">Agent</Badge> : null}
          {app.environment === "sandbox" ? <Badge tone="sandbox">Sandbox</Badge> : null}
        </h2>
        <p className="mt-0.5 break-words text-muted">
          {agent
            ? `An agent of ${agent.host}, which calls itself “${agent.declaredName}”. Acts for you in ${account.name}.`
            : `By ${manager}. Acts for you in ${account.name}.`}
        </p>
        {approvedBy ? (
          <p className="mt-1 text-sm">{`Approved by your organization, ${approvedBy.name}: only its admins can revoke it.`}</p>
        ) : null}
        <p className="mt-1 text-sm break-words">
          <code translate="no">{scopes.join(" ")}</code>
        </p>
        <p className="mt-1 flex flex-wrap gap-x-1 text-sm text-muted">
          <span>{approvedBy ? "Approved" : "Allowed"}</span>
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
      {approvedBy ? null : (
        <Button variant="quiet-danger" aria-describedby={title} onClick={onRevoke} className="-mr-2 shrink-0">
          Revoke
        </Button>
      )}
    </li>
  );
}
