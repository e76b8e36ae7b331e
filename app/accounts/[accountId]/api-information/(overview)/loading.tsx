import { Skeleton } from "@/components/ui/states";

/** The shape of the overview: ids in two columns, the sample, the keys. */
export default function Loading() {
  return (
    <div aria-busy="true">
      <span className="sr-only">Loading API Information</span>
      <Skeleton className="h-7 w-48" />
      <Skeleton className="mt-2 h-4 w-96 max-w-full" />
      <Skeleton className="mt-8 h-40" />
      <div className="mt-10 grid gap-10 nav:grid-cols-[3fr_2fr]">
        <Skeleton className="h-96" />
        <Skeleton className="h-72" />
      </div>
    </div>
  );
}
