import { Skeleton } from "@/components/ui/states";

/** The shape of a key's page: head, tabs, lifeline, two columns. */
export default function Loading() {
  return (
    <div aria-busy="true">
      <span className="sr-only">Loading the key</span>
      <Skeleton className="mb-2 h-4 w-28" />
      <Skeleton className="h-7 w-72 max-w-full" />
      <Skeleton className="mt-2 h-4 w-80 max-w-full" />
      <Skeleton className="mt-8 h-5 w-72 max-w-full" />
      <Skeleton className="mt-8 h-40" />
      <div className="mt-8 grid gap-10 nav:grid-cols-[5fr_4fr]">
        <Skeleton className="h-72" />
        <Skeleton className="h-56" />
      </div>
    </div>
  );
}
