import { PageHead } from "@/components/ui/page-head";
import { Skeleton } from "@/components/ui/states";

const FIELDS = ["a", "b", "c"] as const;

/** The shape of the form of a new key while its page is being loaded. */
export function KeyFormSkeleton({ title }: { readonly title: string }) {
  return (
    <div aria-busy="true">
      <PageHead breadcrumb="Integration keys" title={title} purpose="One moment." />
      <div className="grid items-start gap-8 xl:grid-cols-[minmax(0,40rem)_minmax(16rem,22rem)]">
        <div className="flex flex-col gap-6">
          {FIELDS.map((field) => (
            <div key={field} className="flex flex-col gap-2">
              <Skeleton className="h-4 w-24" />
              <Skeleton className="h-9" />
              <Skeleton className="h-3.5 w-64 max-w-full" />
            </div>
          ))}
          <Skeleton className="h-96" />
        </div>
        <Skeleton className="h-64" />
      </div>
    </div>
  );
}
