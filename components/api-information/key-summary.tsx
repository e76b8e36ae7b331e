"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";

import { Sparkline } from "@/components/ui/sparkline";
import { Time } from "@/components/ui/time";
import { useNow } from "@/components/ui/use-now";
import type { ListedKey } from "@/lib/contracts/integration-keys";
import type { KeyCounts } from "@/lib/contracts/key-usage";
import { KEY_STATUSES, STATUS_LABELS } from "@/lib/domain/key-lifecycle";
import { latestKeysQuery } from "@/lib/queries/key-usage";
import { number } from "@/lib/view/format";
import { notBefore } from "@/lib/view/not-before";
import { keyListPage, keyPage } from "@/lib/view/routes";

type KeySummaryProps = {
  readonly accountId: string;
  readonly counts: KeyCounts;
  readonly latest: readonly ListedKey[];
  readonly now: string;
};

/** How many keys there are, and how the newest ones are used, going on while one looks. */
export function KeySummary({ accountId, counts, latest, now: start }: KeySummaryProps) {
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
      {data.data.length > 0 ? (
        <ul aria-label="Newest keys" className="border-t border-line">
          {data.data.map((key) => (
            <li key={key.id} className="flex items-center justify-between gap-4 border-b border-line py-2.5">
              <span className="min-w-0">
                <Link
                  href={keyPage(accountId, key.id)}
                  className="block truncate rounded-sm font-medium hover:underline"
                >
                  {key.name}
                </Link>
                <span className="text-sm text-muted">
                  {key.lastUsedAt ? (
                    <>
                      used <Time at={key.lastUsedAt} now={notBefore(now, key.lastUsedAt)} />
                    </>
                  ) : (
                    "never used"
                  )}
                </span>
              </span>
              <Sparkline values={key.dailyCalls} />
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
