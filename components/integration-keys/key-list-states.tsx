import { Button, LinkButton } from "@/components/ui/button";
import { EmptyState, Skeleton } from "@/components/ui/states";
import { newKeyPage } from "@/lib/view/routes";

type KeyListEmptyProps = { readonly accountId: string; readonly canCreate: boolean };

/** The account has no key at all. */
export function KeyListEmpty({ accountId, canCreate }: KeyListEmptyProps) {
  return (
    <EmptyState
      title="No integration keys yet"
      action={
        canCreate ? (
          <LinkButton href={newKeyPage(accountId)} variant="primary">
            Create the first key
          </LinkButton>
        ) : undefined
      }
    >
      A key lets a program call the API as the person who created it: with the scopes you choose, until the
      time you set. Its secret is shown once, when it is created.
    </EmptyState>
  );
}

/** There are keys, but none that the filters let through. */
export function KeyListFilteredEmpty({ onClear }: { readonly onClear: () => void }) {
  return (
    <EmptyState title="No key matches" action={<Button onClick={onClear}>Show all keys</Button>}>
      The search looks at names, at the beginning of GUIDs, and at the last four characters of keys.
    </EmptyState>
  );
}

const ROWS = ["a", "b", "c", "d", "e", "f"] as const;

/** The table's shape while it is being loaded. */
export function KeyTableSkeleton() {
  return (
    <div className="border-t border-line" aria-busy="true">
      <span className="sr-only">Loading keys</span>
      {ROWS.map((row) => (
        <div key={row} className="flex h-15 items-center gap-6 border-b border-line">
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-3.5 w-40 max-w-full" />
            <Skeleton className="h-3 w-24" />
          </div>
          <Skeleton className="hidden h-3.5 w-20 nav:block" />
          <Skeleton className="hidden h-3.5 w-28 nav:block" />
          <Skeleton className="hidden h-3.5 w-24 nav:block" />
          <Skeleton className="h-5 w-16" />
        </div>
      ))}
    </div>
  );
}

/** The whole list's shape: filters and table. */
export function KeyListSkeleton() {
  return (
    <>
      <div className="mb-4 flex flex-wrap gap-2">
        <Skeleton className="h-9 min-w-0 flex-[1_1_100%] lg:flex-[1_1_16rem]" />
        <Skeleton className="h-9 flex-[1_1_8rem] lg:max-w-44" />
        <Skeleton className="h-9 flex-[1_1_8rem] lg:max-w-44" />
        <Skeleton className="h-9 flex-[1_1_8rem] lg:max-w-44" />
      </div>
      <KeyTableSkeleton />
    </>
  );
}
