"use client";

import { useQuery } from "@tanstack/react-query";

import { KEY_STATUS_TONES } from "@/components/key-parts/key-status-tone";
import { Badge } from "@/components/ui/marks/badge";
import { Link } from "@/components/ui/links/link";
import { CallMark } from "@/components/ui/marks/call-mark";
import { Meter } from "@/components/ui/marks/meter";
import { Sparkline } from "@/components/ui/marks/sparkline";
import { Time } from "@/components/ui/time";
import { useNow } from "@/components/ui/use-now";
import type { ListedKey } from "@/lib/contracts/keys/integration-keys";
import type { KeyCapacity } from "@/lib/contracts/keys/key-capacity";
import { KEY_STATUSES, STATUS_LABELS } from "@/lib/domain/keys/key-lifecycle";
import { latestKeysQuery } from "@/lib/queries/keys/key-usage";
import { capacityWords } from "@/components/key-parts/words/capacity-words";
import { number } from "@/lib/domain/format/numbers";
import { keyUse } from "@/components/key-parts/calls/key-use";
import { notBefore } from "@/lib/domain/time/not-before";
import { keyListPage, keyPage } from "@/lib/addresses/pages";

type KeySummaryProps = {
  readonly accountId: string;
  readonly capacity: KeyCapacity;
  readonly isAdmin: boolean;
  readonly latest: readonly ListedKey[];
  readonly now: string;
};

/** How many keys there are, and how the newest ones are used, going on while one looks. */
export function KeySummary({ accountId, capacity, isAdmin, latest, now: start }: KeySummaryProps) {
  const { counts } = capacity;
  const { state, text, advice } = capacityWords(capacity, isAdmin);
  const now = useNow(start);
  const { data } = useQuery({
    ...latestKeysQuery(accountId),
    initialData: { data: [...latest], nextCursor: null },
  });
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line min-[26rem]:grid-cols-4 nav:grid-cols-2 xl:grid-cols-4">
        {KEY_STATUSES.map((status) => (
          <li key={status} className="bg-surface">
            <Link
              href={keyListPage(accountId, { status })}
              className="flex flex-col px-3 py-2.5 -outline-offset-2 hover:bg-sunken"
            >
              <span className="text-lg font-semibold tabular-nums">{number(counts[status])}</span>
              <span className="text-sm text-muted">{STATUS_LABELS[status]}</span>
            </Link>
          </li>
        ))}
      </ul>
      <div>
        <p className="flex items-center gap-2.5 text-sm">
          <Meter used={counts.active} limit={capacity.activeLimit} state={state} />
          <span className={state === "ample" ? undefined : "font-medium"}>{text}</span>
        </p>
        {advice ? <p className="mt-1 text-sm text-caution">{advice}</p> : null}
      </div>
      {data.data.length > 0 ? (
        <ul aria-label="Newest keys" className="border-t border-line">
          {data.data.map((key) => (
            <li key={key.id} className="flex items-center justify-between gap-4 border-b border-line py-2.5">
              <span className="min-w-0">
                <span className="flex items-center gap-2">
                  <Link
                    href={keyPage(accountId, key.id)}
                    className="min-w-0 truncate rounded-sm font-medium hover:underline"
                  >
                    {key.name}
                  </Link>
                  {key.status === "active" ? null : (
                    <Badge tone={KEY_STATUS_TONES[key.status]}>{STATUS_LABELS[key.status]}</Badge>
                  )}
                </span>
                <span className="text-sm text-muted">
                  <Use subject={key} now={now} />
                </span>
              </span>
              <Sparkline values={key.dailyCalls} refused={key.dailyRefused} />
            </li>
          ))}
        </ul>
      ) : null}
      <Link href={keyListPage(accountId)} className="w-fit font-medium text-accent hover:underline">
        All integration keys
      </Link>
    </div>
  );
}

function Use({ subject, now }: { readonly subject: ListedKey; readonly now: string }) {
  const use = keyUse(subject);
  if (use.kind === "never") return <span>never used</span>;
  if (use.kind === "refused_only") {
    return (
      <span className="inline-flex items-center gap-1.5">
        <CallMark verdict="refused" />
        <span>never used: refused only</span>
      </span>
    );
  }
  return (
    <>
      <span>used</span> <Time at={use.at} now={notBefore(now, use.at)} />
    </>
  );
}
