import { Skeleton } from "@/components/ui/states";

const ROWS = ["one", "two", "three"] as const;

/** An organization while it is being loaded: accounts, domains, admins. */
export function OrganizationSkeleton() {
  return (
    <div aria-busy="true">
      <p className="sr-only">Loading</p>
      <Skeleton className="h-7 w-40" />
      <Skeleton className="mt-2 mb-7 h-4 w-full max-w-lg" />
      <div className="flex flex-col gap-8">
        {ROWS.map((row) => (
          <div key={row} className="flex flex-col gap-3">
            <Skeleton className="h-5 w-28" />
            <Skeleton className="h-24 w-full" />
          </div>
        ))}
      </div>
    </div>
  );
}
