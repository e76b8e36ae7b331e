import { PageHead } from "@/components/ui/page-head";
import { InlineSkeleton, Skeleton } from "@/components/ui/states";

const ROWS = ["w-28", "w-36", "w-24", "w-32", "w-28", "w-36"] as const;

/** The members while they are being loaded: a sentence, a table with rows of two lines. */
export function MembersSkeleton() {
  return (
    <div aria-busy="true">
      <p className="sr-only">Loading</p>
      <PageHead
        title="Members"
        purpose={
          <span className="flex flex-col">
            <InlineSkeleton className="my-0.75 h-3.5 w-[64ch]" />
            <InlineSkeleton className="my-0.75 h-3.5 w-[20ch] sm:hidden" />
          </span>
        }
      />
      <Skeleton className="mt-0.75 h-3.5 w-28" />
      <div className="mt-6.75 flex h-9 items-center gap-24 border-b border-line">
        <Skeleton className="h-3 w-10" />
        <Skeleton className="ml-auto hidden h-3 w-1/2 sm:block" />
      </div>
      {ROWS.map((width, index) => (
        <div key={`${width}-${String(index)}`} className="flex h-13.25 items-center border-b border-line">
          <div className="flex w-1/3 min-w-44 flex-col gap-1.5">
            <Skeleton className={`h-3.5 ${width}`} />
            <Skeleton className="h-3 w-36" />
          </div>
          <Skeleton className="h-3.5 w-14" />
          <Skeleton className="ml-20 hidden h-5 w-12 sm:block" />
          <Skeleton className="ml-20 hidden h-3.5 w-20 sm:block" />
        </div>
      ))}
    </div>
  );
}
