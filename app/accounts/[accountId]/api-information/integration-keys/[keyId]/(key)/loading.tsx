import { PageHead } from "@/components/ui/page-head";
import { InlineSkeleton, Skeleton } from "@/components/ui/states";

const TABS = ["w-16", "w-12", "w-10", "w-14", "w-24"] as const;
const FACTS = ["w-36", "w-28", "w-24", "w-40", "w-48", "w-48", "w-32"] as const;

/** The shape of a key's page: head, tabs, lifeline, facts and scopes. */
export default function Loading() {
  return (
    <div aria-busy="true">
      <span className="sr-only">Loading the key</span>
      <PageHead
        breadcrumb="Integration keys"
        title={
          <span className="flex">
            <InlineSkeleton className="my-0.5 h-6 w-56" />
          </span>
        }
        purpose={
          <span className="flex">
            <InlineSkeleton className="my-1.5 h-4 w-88" />
          </span>
        }
        action={
          <>
            <Skeleton className="h-9 w-21" />
            <Skeleton className="h-9 w-20" />
          </>
        }
      />
      <div className="flex h-10.25 items-center gap-5 border-b border-line">
        {TABS.map((width) => (
          <Skeleton key={width} className={`h-3.5 ${width}`} />
        ))}
      </div>
      <Skeleton className="mt-6.5 mb-3.5 h-5 w-16" />
      <Skeleton className="h-45" />
      <div className="mt-8 grid gap-x-10 gap-y-8 nav:grid-cols-[minmax(0,5fr)_minmax(0,4fr)]">
        <div>
          <Skeleton className="mt-1 mb-3 h-5 w-14" />
          <div className="border-t border-line">
            {FACTS.map((width, index) => (
              <div
                key={`${width}-${String(index)}`}
                className="flex h-10.25 items-center gap-4 border-b border-line"
              >
                <Skeleton className="h-3.5 w-24" />
                <Skeleton className={`ml-12 h-3.5 ${width}`} />
              </div>
            ))}
          </div>
        </div>
        <div>
          <Skeleton className="mt-1 mb-3 h-5 w-16" />
          <Skeleton className="h-64" />
        </div>
      </div>
    </div>
  );
}
