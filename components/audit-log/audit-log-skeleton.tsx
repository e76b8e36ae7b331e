import { PageHead } from "@/components/ui/page-head";
import { InlineSkeleton, Skeleton } from "@/components/ui/states";

const ACTIONS = ["w-33", "w-35", "w-36"] as const;
/** As wide as the filters that will stand there. */
const FILTERS = [
  ["event", "min-[40rem]:max-[73rem]:col-span-2"],
  ["person", "min-[40rem]:max-[73rem]:col-span-2"],
  ["key", "col-span-2 min-[73rem]:col-span-1"],
  ["from", "min-[40rem]:max-[73rem]:col-span-3"],
  ["to", "min-[40rem]:max-[73rem]:col-span-3"],
] as const;
const ROWS = [
  "w-2/5",
  "w-1/2",
  "w-1/3",
  "w-2/5",
  "w-3/5",
  "w-1/3",
  "w-1/2",
  "w-2/5",
  "w-1/3",
  "w-1/2",
] as const;

/** The audit log while it is being loaded, in its own shape. */
export function AuditLogSkeleton() {
  return (
    <div aria-busy="true">
      <p className="sr-only">Loading</p>
      <PageHead
        title="Audit log"
        purpose={
          <span className="flex flex-col">
            <InlineSkeleton className="my-0.75 h-3.5 w-[62ch]" />
            <InlineSkeleton className="my-0.75 h-3.5 w-[40ch]" />
            <InlineSkeleton className="my-0.75 h-3.5 w-[30ch] sm:hidden" />
          </span>
        }
        action={ACTIONS.map((width) => (
          <Skeleton key={width} className={`h-9 ${width}`} />
        ))}
      />
      <Skeleton className="h-9" />
      <div className="mt-3 grid grid-cols-2 gap-3 min-[40rem]:grid-cols-6 min-[73rem]:grid-cols-[1.1fr_1.1fr_1.4fr_1fr_1fr]">
        {FILTERS.map(([filter, className]) => (
          <div key={filter} className={`flex flex-col gap-1.5 ${className}`}>
            <Skeleton className="my-0.5 h-4 w-16" />
            <Skeleton className="h-9 w-full" />
          </div>
        ))}
      </div>
      <div className="mt-5 border-t border-line">
        {ROWS.map((width, index) => (
          <div
            key={`${width}-${String(index)}`}
            className="flex h-15.25 items-center border-b border-line pl-7 sm:h-10.25"
          >
            <Skeleton className={`h-3.5 ${width}`} />
          </div>
        ))}
      </div>
    </div>
  );
}
