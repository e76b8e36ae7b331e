import { clsx } from "clsx";
import { X } from "lucide-react";
import { Link } from "@/components/ui/links/link";

import { USAGE_RANGES, type UsageRange } from "@/lib/domain/calls/usage-range";
import { exactTime } from "@/lib/domain/format/dates";
import type { KeyView } from "@/lib/addresses/key-tabs";
import { keyPage } from "@/lib/addresses/pages";

const LABELS: Record<UsageRange, string> = { "24h": "24 hours", "7d": "7 days", "30d": "30 days" };

type UsageRangePickerProps = { readonly accountId: string; readonly keyId: string; readonly view: KeyView };

/** The span of time of the chart: a named one, or the stretch that was chosen, with ways on from it. */
export function UsageRangePicker({ accountId, keyId, view }: UsageRangePickerProps) {
  const chosen = view.from && view.to ? { from: view.from, to: view.to } : null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <nav aria-label="Time shown" className="inline-flex rounded-md border border-line-strong/60 p-0.5">
        {USAGE_RANGES.map((range) => {
          const isCurrent = !chosen && view.range === range;
          return (
            <Link
              key={range}
              href={keyPage(accountId, keyId, { tab: "usage", range })}
              scroll={false}
              aria-current={isCurrent ? "page" : undefined}
              className={clsx(
                "rounded-sm px-3 py-1 text-sm whitespace-nowrap",
                isCurrent
                  ? "bg-accent-soft font-medium text-accent"
                  : "text-muted hover:bg-sunken hover:text-ink",
              )}
            >
              {LABELS[range]}
            </Link>
          );
        })}
      </nav>
      {chosen ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
          <span className="inline-flex items-center gap-1 rounded-md bg-accent-soft py-0.5 pr-0.5 pl-2 text-accent tabular-nums">
            <span>{`${exactTime(chosen.from)} to ${exactTime(chosen.to)}`}</span>
            <Link
              href={keyPage(accountId, keyId, { tab: "usage", range: view.range })}
              scroll={false}
              aria-label="Let the chosen time go"
              className="rounded-sm p-1 hover:bg-surface"
            >
              <X aria-hidden="true" className="size-3.5" />
            </Link>
          </span>
          <Link
            href={keyPage(accountId, keyId, { tab: "calls", ...chosen })}
            className="font-medium text-accent hover:underline"
          >
            Show these calls
          </Link>
        </div>
      ) : null}
    </div>
  );
}
