import { Skeleton } from "@/components/ui/states";

const FILTERS = ["event", "person", "from", "to"] as const;
const ROWS = ["w-2/5", "w-1/2", "w-1/3", "w-2/5", "w-3/5", "w-1/3", "w-1/2", "w-2/5"] as const;

/** The audit log while it is being loaded, in its own shape. */
export function AuditLogSkeleton() {
  return (
    <div aria-busy="true">
      <p className="sr-only">Loading</p>
      <Skeleton className="h-7 w-32" />
      <Skeleton className="mt-2 mb-7 h-4 w-full max-w-md" />
      <div className="grid grid-cols-2 gap-3 nav:grid-cols-4">
        {FILTERS.map((filter) => (
          <div key={filter} className="flex flex-col gap-1.5">
            <Skeleton className="h-5 w-16" />
            <Skeleton className="h-9 w-full" />
          </div>
        ))}
      </div>
      <div className="mt-6 border-t border-line">
        {ROWS.map((width, index) => (
          <div key={`${width}-${String(index)}`} className="flex h-10 items-center border-b border-line pl-7">
            <Skeleton className={`h-3.5 ${width}`} />
          </div>
        ))}
      </div>
    </div>
  );
}
