"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";

import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import { usageQuery } from "@/lib/queries/key-usage";
import { RequestError } from "@/lib/queries/request";
import { countsText, totalOf } from "@/lib/view/call-chart";
import { usageFilters, type KeyView } from "@/lib/view/key-tabs";
import { keyPage } from "@/lib/view/routes";

import { UsageLegend } from "./usage-legend";
import { UsageRangePicker } from "./usage-range-picker";
import { UsageTable } from "./usage-table";

const CallChart = dynamic(() => import("./call-chart").then((module) => module.CallChart), {
  loading: () => <ChartSkeleton />,
});

type UsagePanelProps = { readonly accountId: string; readonly keyId: string; readonly view: KeyView };

/** How often a key is called and with what result, going on while one looks. */
export function UsagePanel({ accountId, keyId, view }: UsagePanelProps) {
  const router = useRouter();
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
            <NoCalls />
          ) : (
            <div className="rounded-md border border-line bg-surface px-4 pt-3 pb-3">
              <CallChart
                buckets={data.buckets}
                step={data.step}
                onChoose={(span) => router.push(keyPage(accountId, keyId, { tab: "usage", ...span }))}
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
        <ChartSkeleton />
      )}
    </section>
  );
}

function NoCalls() {
  return (
    <EmptyState title="No calls in this time">
      The gate counts every call with this key here, allowed or refused, within a second.
    </EmptyState>
  );
}

function ChartSkeleton() {
  return (
    <div aria-busy="true" className="h-[266px]">
      <span className="sr-only">Loading the chart</span>
      <Skeleton className="h-5 w-72 max-w-full" />
      <Skeleton className="mt-2 ml-11 h-52" />
    </div>
  );
}
