import { Skeleton } from "@/components/ui/states";

const ROWS = ["w-2/5", "w-1/2", "w-2/5"] as const;

/** The page of notices while it is being loaded, in its own shape. */
export function NoticesSkeleton() {
  return (
    <div aria-busy="true">
      <p className="sr-only">Loading</p>
      <Skeleton className="h-7 w-28" />
      <Skeleton className="mt-2 mb-6 h-4 w-full max-w-md" />
      <div className="flex max-w-3xl items-center justify-between">
        <Skeleton className="h-4 w-36" />
        <Skeleton className="h-9 w-36" />
      </div>
      <div className="mt-4 max-w-3xl border-t border-line">
        {ROWS.map((width, index) => (
          <div key={`${width}-${String(index)}`} className="flex flex-col gap-3 border-b border-line py-5">
            <Skeleton className={`h-4 ${width}`} />
            <Skeleton className="h-3.5 w-3/5" />
            <Skeleton className="h-3.5 w-4/5" />
            <Skeleton className="h-3.5 w-2/5" />
          </div>
        ))}
      </div>
    </div>
  );
}
