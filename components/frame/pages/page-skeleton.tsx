import { Skeleton } from "@/components/ui/states";

const ROWS = ["w-3/5", "w-4/5", "w-2/3", "w-3/4", "w-1/2", "w-2/3"] as const;

/** A page that is being loaded: head and rows in the places where they will stand. */
export function PageSkeleton() {
  return (
    <div aria-busy="true">
      <p className="sr-only">Loading</p>
      <Skeleton className="h-7 w-48" />
      <Skeleton className="mt-2 h-4 w-full max-w-md" />
      <div className="mt-8 border-t border-line">
        {ROWS.map((width, index) => (
          <div key={`${width}-${String(index)}`} className="flex h-10 items-center border-b border-line">
            <Skeleton className={`h-3.5 ${width}`} />
          </div>
        ))}
      </div>
    </div>
  );
}
