"use client";

import { clsx } from "clsx";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";

import { Link } from "@/components/ui/links/link";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import { useGo } from "@/components/ui/links/use-go";
import { DAY_MS } from "@/lib/domain/time/durations";
import { usageQuery } from "@/lib/queries/keys/key-usage";
import { RequestError } from "@/lib/queries/request";
import { countsText, totalOf } from "./chart-geometry";
import { usageFilters, type KeyView } from "@/lib/addresses/key-tabs";
import { exactDay, isoDay } from "@/lib/domain/format/dates";
import { keyPage } from "@/lib/addresses/pages";

import { UsageLegend } from "./usage-legend";
import { UsageRangePicker } from "./usage-range-picker";
import { UsageTable } from "./usage-table";

const CallChart = dynamic(() => import("./call-chart").then((module) => module.CallChart), {
  loading: () => <ChartSkeleton />,
});

const CARD = "rounded-md border border-line bg-surface px-4 py-3";

type UsagePanelProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly view: KeyView;
  /** The last call of any verdict, ISO 8601. */
  readonly lastCallAt: string | null;
};

/** How often a key is called and with what result, going on while one looks. */
export function UsagePanel({ accountId, keyId, view, lastCallAt }: UsagePanelProps) {
  const { isGoing, go } = useGo();
  const filters = usageFilters(view);
  const { data, error, refetch } = useQuery({
    ...usageQuery(accountId, keyId, filters),
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-label="Usage" className="flex flex-col gap-5">
      <UsageRangePicker accountId={accountId} keyId={keyId} view={view} />
      {data ? (
        <>
          <p className="sr-only">{`In this time, ${countsText(data.totals)}.`}</p>
          {totalOf(data.totals) === 0 ? (
            <NoCalls accountId={accountId} keyId={keyId} from={data.from} lastCallAt={lastCallAt} />
          ) : (
            <div aria-busy={isGoing} className={clsx(CARD, "aria-busy:opacity-60")}>
              <CallChart
                buckets={data.buckets}
                step={data.step}
                onChoose={(span) => go(keyPage(accountId, keyId, { tab: "usage", ...span }))}
              />
            </div>
          )}
          <UsageLegend accountId={accountId} keyId={keyId} usage={data} />
          <UsageTable usage={data} />
        </>
      ) : error ? (
        <ErrorState
          detail={error.message}
          requestId={error instanceof RequestError ? error.requestId : null}
          onRetry={() => void refetch()}
        />
      ) : (
        <div className={CARD}>
          <ChartSkeleton />
        </div>
      )}
    </section>
  );
}

type NoCallsProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly from: string;
  readonly lastCallAt: string | null;
};

function NoCalls({ accountId, keyId, from, lastCallAt }: NoCallsProps) {
  const earlier = lastCallAt !== null && lastCallAt < from ? lastCallAt : null;
  return (
    <EmptyState title="No calls in this time">
      {earlier ? (
        <>
          <span>The latest call was on</span>{" "}
          <Link
            href={keyPage(accountId, keyId, { tab: "usage", ...daysUntil(earlier) })}
            className="font-medium text-accent underline underline-offset-3"
          >
            {exactDay(earlier)}
          </Link>
          <span>. Choose it to see that day and the 29 before it.</span>
        </>
      ) : (
        <span>The gate counts every call with this key here, allowed or refused, within a second.</span>
      )}
    </EmptyState>
  );
}

/** The day of an instant and the 29 before it. */
function daysUntil(at: string): { readonly from: string; readonly to: string } {
  const day = Date.parse(isoDay(at));
  return { from: new Date(day - 29 * DAY_MS).toISOString(), to: new Date(day + DAY_MS).toISOString() };
}

/** The chart's box: a line of words, two lanes below their titles, the times. */
function ChartSkeleton() {
  return (
    <div aria-busy="true" className="h-77.5">
      <span className="sr-only">Loading the chart</span>
      <Skeleton className="h-4 w-72 max-w-full" />
      <Skeleton className="mt-8 ml-11 h-36" />
      <Skeleton className="mt-6 ml-11 h-14" />
    </div>
  );
}
