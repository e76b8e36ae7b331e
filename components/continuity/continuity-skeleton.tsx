import { Skeleton } from "@/components/ui/states";

/** The continuity of an account while it is being loaded, in its own shape. */
export function ContinuitySkeleton() {
  return (
    <div aria-busy="true">
      <p className="sr-only">Loading</p>
      <Skeleton className="h-7 w-32" />
      <Skeleton className="mt-2 mb-7 h-4 w-full max-w-md" />
      <div className="flex flex-col gap-8">
        <Skeleton className="h-24 w-full" />
        <Skeleton className="h-32 w-full max-w-160" />
        <Skeleton className="h-32 w-full max-w-160" />
        <Skeleton className="h-40 w-full" />
      </div>
    </div>
  );
}
