import { Skeleton } from "@/components/ui/states";

const FIELDS = ["maximum", "default"] as const;

/** The key policy while it is being loaded, in its own shape. */
export function KeyPolicySkeleton() {
  return (
    <div aria-busy="true">
      <p className="sr-only">Loading</p>
      <Skeleton className="h-7 w-32" />
      <Skeleton className="mt-2 mb-7 h-4 w-full max-w-md" />
      <div className="flex max-w-160 flex-col gap-6">
        <Skeleton className="h-44 w-full" />
        {FIELDS.map((field) => (
          <div key={field} className="flex flex-col gap-2">
            <Skeleton className="h-4 w-32" />
            <Skeleton className="h-9 w-full" />
            <Skeleton className="h-3.5 w-3/5" />
          </div>
        ))}
        <Skeleton className="h-9 w-28" />
      </div>
    </div>
  );
}
