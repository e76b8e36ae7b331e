import { Skeleton } from "@/components/ui/states";

const ROWS = ["w-3/5", "w-4/5", "w-2/3", "w-3/4", "w-1/2"] as const;

/** The page of request logging while it is being loaded, in its own shape. */
export function RequestLogSkeleton() {
  return (
    <div aria-busy="true">
      <p className="sr-only">Loading</p>
      <Skeleton className="h-7 w-48" />
      <Skeleton className="mt-2 mb-6 h-4 w-full max-w-[70ch]" />
      <div className="flex max-w-4xl flex-wrap items-center justify-between gap-4 rounded-md border border-line px-5 py-4">
        <Skeleton className="h-10 w-64" />
        <Skeleton className="h-9 w-72" />
      </div>
      <div className="mt-8 max-w-4xl border-t border-line">
        {ROWS.map((width) => (
          <div key={width} className="flex h-10 items-center border-b border-line">
            <Skeleton className={`h-3.5 ${width}`} />
          </div>
        ))}
      </div>
    </div>
  );
}
