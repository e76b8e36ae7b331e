"use client";

import { keepPreviousData, useInfiniteQuery, type UseInfiniteQueryResult } from "@tanstack/react-query";
import { clsx } from "clsx";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

import { LinkButton } from "@/components/ui/buttons/button";
import { Link } from "@/components/ui/links/link";
import { SearchField } from "@/components/ui/fields/search-field";
import { ShowMore } from "@/components/ui/buttons/show-more";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { StepMark } from "@/components/ui/marks/step-mark";
import { keyPage, newKeyPage } from "@/lib/addresses/pages";
import type { GoLiveLine } from "@/lib/contracts/go-live/go-live";
import { goLiveListQuery } from "@/lib/queries/cases/go-live";
import { RequestError } from "@/lib/queries/request";

import { askedText } from "./asked-text";
import { countsText } from "./counts-text";
import { GoLiveListSkeleton } from "./go-live-list-skeleton";
import { nextInShort, stepsOf, type Step } from "./journey-words";

type GoLiveListProps = { readonly accountId: string; readonly canCreate: boolean };

/** The keys of a sandbox account, each with how far it is on its way to production and what comes next. */
export function GoLiveList({ accountId, canCreate }: GoLiveListProps) {
  const { q, search } = useSearch();
  const list = useInfiniteQuery({ ...goLiveListQuery(accountId, q), placeholderData: keepPreviousData });
  const lines = list.data?.pages.flatMap((page) => page.data);
  if (q === "" && lines?.length === 0 && !list.isPlaceholderData) {
    return (
      <EmptyState
        title="No keys on their way yet"
        action={
          canCreate ? <LinkButton href={newKeyPage(accountId)}>Create the first key</LinkButton> : undefined
        }
      >
        A key is tried out in the sandbox, reviewed, and taken to production under the same GUID. Create one,
        and each of its calls is judged here as it comes in.
      </EmptyState>
    );
  }
  const counts = list.data?.pages[0]?.counts;
  return (
    <div className="flex flex-col gap-4">
      <search className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchField
          label="Search keys"
          placeholder="Name, GUID or last four characters"
          value={q}
          onSearch={search}
          className="flex-[1_1_16rem] sm:max-w-100"
        />
        <output className="text-sm text-muted tabular-nums">
          {counts && !list.isPlaceholderData ? countsText(counts) : ""}
        </output>
      </search>
      <Lines accountId={accountId} list={list} lines={lines} />
    </div>
  );
}

/** What is searched for stands in the address, so that Back and a bookmark lead to the same list. */
function useSearch() {
  const pathname = usePathname();
  const q = askedText(useSearchParams().get("q"));
  const search = useCallback(
    (text: string) => {
      const query = text === "" ? "" : `?${new URLSearchParams({ q: text }).toString()}`;
      window.history.replaceState(null, "", `${pathname}${query}`);
    },
    [pathname],
  );
  return { q, search };
}

type LinesProps = {
  readonly accountId: string;
  readonly list: Pick<
    UseInfiniteQueryResult,
    "error" | "refetch" | "hasNextPage" | "isFetchingNextPage" | "fetchNextPage" | "isPlaceholderData"
  >;
  readonly lines: readonly GoLiveLine[] | undefined;
};

function Lines({ accountId, list, lines }: LinesProps) {
  if (!lines || (lines.length === 0 && list.isPlaceholderData)) {
    return list.error ? (
      <ErrorState
        detail={list.error.message}
        requestId={list.error instanceof RequestError ? list.error.requestId : null}
        onRetry={() => void list.refetch()}
      />
    ) : (
      <GoLiveListSkeleton />
    );
  }
  if (lines.length === 0) {
    return (
      <p className="text-muted">
        No key that works is found by this. Keys that have ended are in the list of keys.
      </p>
    );
  }
  return (
    <>
      <div
        className={clsx("@container", list.isPlaceholderData && "opacity-60")}
        aria-busy={list.isPlaceholderData}
      >
        <Table label="Keys on their way to production" className="@max-[44rem]:block">
          <thead className="@max-[44rem]:sr-only">
            <tr>
              <Th>Key</Th>
              <Th>Way</Th>
              <Th>Stands at</Th>
              <Th>Next</Th>
            </tr>
          </thead>
          <tbody className="@max-[44rem]:block @max-[44rem]:border-t @max-[44rem]:border-line">
            {lines.map((line) => (
              <LineRow key={line.key.id} accountId={accountId} line={line} />
            ))}
          </tbody>
        </Table>
      </div>
      <ShowMore list={list} className="self-center">
        Show older keys
      </ShowMore>
    </>
  );
}

/** In a narrow list a key has three lines: name and way beside each other, where it stands, and what is next. */
const CELL = "@max-[44rem]:h-auto @max-[44rem]:p-0";
const LINE = "@max-[44rem]:col-span-2";

function LineRow({ accountId, line }: { readonly accountId: string; readonly line: GoLiveLine }) {
  const steps = stepsOf(line);
  const at = steps.find(({ state }) => state === "stopped") ?? steps.find(({ state }) => state === "now");
  const here = at ?? steps.at(-1);
  const { key } = line;
  return (
    <Tr className="@max-[44rem]:grid @max-[44rem]:grid-cols-[minmax(0,1fr)_auto] @max-[44rem]:gap-x-4 @max-[44rem]:gap-y-0.5 @max-[44rem]:py-2.5">
      <Td className={clsx("min-w-44 @max-[44rem]:min-w-0", CELL)}>
        <Link
          href={keyPage(accountId, key.id, { tab: "go-live" })}
          className="rounded-sm font-medium break-words hover:underline"
        >
          {key.name}
        </Link>
        <span className="block text-xs text-muted @min-[30rem]:@max-[44rem]:ml-2 @min-[30rem]:@max-[44rem]:inline">
          {key.method === "oauth" ? "OAuth app" : "Long-lived key"}
        </span>
      </Td>
      <Td className={CELL}>
        <ShortPath steps={steps} />
      </Td>
      <Td className={clsx("@min-[44rem]:whitespace-nowrap", CELL, LINE)}>
        {here ? (
          <>
            <span className="block font-medium @max-[44rem]:mr-2 @max-[44rem]:inline @max-[44rem]:text-sm">
              {here.label}
            </span>
            <span
              className={clsx(
                "block text-sm @max-[44rem]:inline",
                here.state === "stopped" ? "text-caution" : "text-muted",
              )}
            >
              {here.text}
            </span>
          </>
        ) : null}
      </Td>
      <Td className={clsx("max-w-96 text-sm @max-[44rem]:max-w-none", CELL, LINE)}>
        <span className="@max-[44rem]:line-clamp-2">{nextInShort(line)}</span>
      </Td>
    </Tr>
  );
}

/** The steps as marks in a row. */
function ShortPath({ steps }: { readonly steps: readonly Step[] }) {
  const done = steps.filter(({ state }) => state === "done").length;
  return (
    <span className="flex items-center">
      <span className="sr-only">{`${done} of ${steps.length} steps done`}</span>
      {steps.map((step, index) => (
        <span key={step.label} className="flex items-center" title={`${step.label}: ${step.text}`}>
          {index > 0 ? (
            <span
              aria-hidden="true"
              className={clsx("h-0.5 w-2.5", steps[index - 1]?.state === "done" ? "bg-accent" : "bg-line")}
            />
          ) : null}
          <StepMark state={step.state} />
        </span>
      ))}
    </span>
  );
}
