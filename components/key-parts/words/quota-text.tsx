import { clsx } from "clsx";

import { quotaWords, type Quota } from "./quota-words";

import { Meter } from "@/components/ui/marks/meter";

/** How much of the hourly limit is used: a bar, the figure, and what it means. */
export function QuotaText({ quota }: { readonly quota: Quota }) {
  const { state, text, detail } = quotaWords(quota);
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2.5">
        <Meter used={quota.hourly.used} limit={quota.hourly.limit} state={state} />
        <span
          className={clsx(
            "tabular-nums",
            state === "tight" && "font-medium text-caution",
            state === "full" && "font-medium text-danger",
          )}
        >
          {text}
        </span>
      </span>
      <span className="mt-0.5 block text-sm text-muted">{detail}</span>
    </>
  );
}
