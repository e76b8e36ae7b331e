import { Button, LinkButton } from "@/components/ui/buttons/button";
import { EmptyState, Skeleton } from "@/components/ui/states";
import { count } from "@/lib/domain/format/numbers";
import { keyListPage, newKeyPage } from "@/lib/addresses/pages";

type KeyListEmptyProps = { readonly accountId: string; readonly canCreate: boolean };

/** Stands in place of the table where the account has no key at all. */
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

type KeyListEndedOnlyProps = KeyListEmptyProps & { readonly ended: number };

/**
 * Stands in place of the table where every key of the account has ended, and ended ones are not shown unless asked
 * for.
 */
export function KeyListEndedOnly({ accountId, ended, canCreate }: KeyListEndedOnlyProps) {
  return (
    <EmptyState
      title="No live keys"
      action={
        <div className="flex flex-wrap gap-2">
          {canCreate ? (
            <LinkButton href={newKeyPage(accountId)} variant="primary">
              Create a key
            </LinkButton>
          ) : null}
          <LinkButton href={keyListPage(accountId, { status: "ended" })}>Show ended keys</LinkButton>
        </div>
      }
    >
      {`No program can call the API now. ${count(ended, "key")} of this account ${ended === 1 ? "has" : "have"} ended, by revocation or expiry.`}
    </EmptyState>
  );
}

/** Stands in place of the table where there are keys, but none that the filters let through. */
export function KeyListFilteredEmpty({ onClear }: { readonly onClear: () => void }) {
  return (
    <EmptyState title="No key matches" action={<Button onClick={onClear}>Show all keys</Button>}>
      The search looks at any part of a name, at the beginning of a GUID (four characters or more), and at the
      last four characters of a key, which it takes in upper and lower case as they are.
    </EmptyState>
  );
}

const ROWS = ["a", "b", "c", "d", "e", "f"] as const;

/** The table's shape while it is being loaded. */
export function KeyTableSkeleton() {
  return (
    <div className="@container" aria-busy="true">
      <span className="sr-only">Loading keys</span>
      <div className="hidden h-9 border-b border-line @min-[36rem]:block" />
      {ROWS.map((row) => (
        <div key={row} className="flex h-17 items-center gap-6 border-b border-line @min-[36rem]:h-10">
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-3.5 w-40 max-w-full" />
            <Skeleton className="h-3 w-24 @min-[36rem]:hidden" />
          </div>
          <Skeleton className="hidden h-3.5 w-28 @min-[42rem]:block" />
          <Skeleton className="hidden h-3.5 w-28 @min-[36rem]:block" />
          <Skeleton className="hidden h-3.5 w-28 @min-[36rem]:block" />
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
      <div className="mb-2 flex min-h-8 items-center">
        <Skeleton className="h-3.5 w-56" />
      </div>
      <KeyTableSkeleton />
    </>
  );
}
