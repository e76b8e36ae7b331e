"use client";

import { useInfiniteQuery } from "@tanstack/react-query";

import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useNow } from "@/components/ui/use-now";
import type { KeyActivityEvent } from "@/lib/contracts/keys/key-usage";
import { keyActivityQuery } from "@/lib/queries/keys/key-usage";
import { RequestError } from "@/lib/queries/request";
import { activityText } from "./activity-text";
import { METHOD_NOUNS } from "@/lib/domain/keys/availability";
import { useKey } from "@/components/key-detail/use-key";
import { ShowMore } from "@/components/ui/buttons/show-more";
import { notBefore } from "@/lib/domain/time/not-before";

type ActivityPanelProps = { readonly accountId: string; readonly keyId: string; readonly now: string };

/** What was done to the key and by whom: its part of the audit log. */
export function ActivityPanel({ accountId, keyId, now: start }: ActivityPanelProps) {
  const now = useNow(start);
  const noun = METHOD_NOUNS[useKey(accountId, keyId).method];
  const activity = useInfiniteQuery(keyActivityQuery(accountId, keyId));
  if (activity.error && !activity.data) {
    return (
      <ErrorState
        detail={activity.error.message}
        requestId={activity.error instanceof RequestError ? activity.error.requestId : null}
        onRetry={() => void activity.refetch()}
      />
    );
  }
  if (!activity.data) return <ActivitySkeleton />;
  const events = activity.data.pages.flatMap((page) => page.data);
  if (events.length === 0) {
    return (
      <EmptyState title="Nothing on the record">
        What people do to it from now on is listed here, and in the audit log of the account.
      </EmptyState>
    );
  }
  return (
    <section aria-label="Activity" className="flex flex-col gap-4">
      <ol className="ml-1.5 border-l border-line">
        {events.map((event) => (
          <Entry key={event.id} event={event} keyId={keyId} noun={noun} now={now} />
        ))}
      </ol>
      <ShowMore list={activity}>Show older activity</ShowMore>
    </section>
  );
}

type EntryProps = {
  readonly event: KeyActivityEvent;
  readonly keyId: string;
  readonly noun: string;
  readonly now: string;
};

function Entry({ event, keyId, noun, now }: EntryProps) {
  const { title, details } = activityText(event, keyId, noun);
  return (
    <li className="relative pb-6 pl-6 last:pb-0">
      <span
        aria-hidden="true"
        className={`absolute top-1.5 -left-[5px] size-2.5 rounded-full border-2 border-paper ${event.action === "key.revoked" ? "bg-danger" : "bg-accent"}`}
      />
      <p className="font-medium">{title}</p>
      <p className="text-sm text-muted">
        <Time at={event.at} now={notBefore(now, event.at)} />
        {event.address ? (
          <>
            {" "}
            <span>from</span> <code translate="no">{event.address}</code>
          </>
        ) : null}
        <span>{event.actorKind === "staff" ? " · support staff" : null}</span>
      </p>
      {event.reason ? <p className="mt-1.5">{`Reason: ${event.reason}`}</p> : null}
      {details.map((detail) => (
        <p key={detail} className="mt-1 text-muted">
          {detail}
        </p>
      ))}
      <details className="mt-1.5 text-sm text-muted">
        <summary className="w-fit rounded-sm hover:text-ink">Request</summary>
        <p className="mt-1">
          Request id{" "}
          <code translate="no" className="break-all">
            {event.requestId}
          </code>
        </p>
        {event.userAgent ? <p className="break-all">{event.userAgent}</p> : null}
      </details>
    </li>
  );
}

function ActivitySkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-6 border-l border-line pl-6">
      <span className="sr-only">Loading activity</span>
      <Skeleton className="h-14 w-80 max-w-full" />
      <Skeleton className="h-14 w-80 max-w-full" />
    </div>
  );
}
