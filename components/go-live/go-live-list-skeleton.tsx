import { Skeleton } from "@/components/ui/states";

const ROWS = ["a", "b", "c", "d", "e"] as const;

/** The list's shape: a row for each key. */
export function GoLiveListSkeleton() {
  return (
    <div aria-busy="true">
      <span className="sr-only">Loading keys</span>
      <Skeleton className="mb-3 h-3.5 w-64 max-w-full" />
      {ROWS.map((row) => (
        <div key={row} className="flex h-14 items-center gap-8 border-t border-line">
          <Skeleton className="h-4 w-44" />
          <Skeleton className="h-5 w-36" />
          <Skeleton className="h-4 flex-1" />
        </div>
      ))}
    </div>
  );
}
