import { EmptyState } from "@/components/ui/states";
import { useNow } from "@/components/ui/use-now";
import type { LoggedRequest } from "@/lib/contracts/people/request-logs";

import { LoggedRequestEntry } from "./logged-request-entry";

type LoggedRequestsProps = {
  /** In the order in which they came. */
  readonly requests: readonly LoggedRequest[];
  readonly isEnabled: boolean;
  readonly now: string;
};

/** The requests of a log, the newest first, each with its number in the files that are downloaded. */
export function LoggedRequests({ requests, isEnabled, now: start }: LoggedRequestsProps) {
  const now = useNow(start);
  if (requests.length === 0) return isEnabled ? <Waiting /> : <Nothing />;
  const newestFirst = requests.map((request, index) => ({ request, place: index + 1 })).toReversed();
  return (
    <section aria-labelledby="captured-title">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id="captured-title" className="text-lg font-semibold">
          Captured requests
        </h2>
        <p className="text-sm text-muted">Newest first. Kept for 30 days, unless you clear them.</p>
      </div>
      <ol aria-label="Captured requests, newest first" className="divide-y divide-line border-y border-line">
        {newestFirst.map(({ request, place }) => (
          <LoggedRequestEntry key={request.id} request={request} place={place} now={now} />
        ))}
      </ol>
    </section>
  );
}

function Waiting() {
  return (
    <EmptyState title="Waiting for the first request">
      Let your program call the API now, with a key or token that acts as you. Each request shows here by
      itself, with its headers and what it was answered.
    </EmptyState>
  );
}

function Nothing() {
  return (
    <EmptyState title="Nothing captured yet">
      Enable logging, then let your program call the API. What you find here is what arrived: method and path,
      headers without secrets, the verdict, and how long it took.
    </EmptyState>
  );
}
