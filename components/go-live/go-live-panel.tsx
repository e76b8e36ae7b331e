"use client";

import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, type ReactNode } from "react";

import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import { StepPath } from "@/components/ui/marks/step-path";
import type { GoLive } from "@/lib/contracts/go-live/go-live";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { clock } from "@/lib/domain/format/dates";
import type { ProgramAddresses } from "@/lib/domain/go-live/environment-difference";
import { goLiveQuery } from "@/lib/queries/cases/go-live";
import { keyQuery } from "@/lib/queries/keys/integration-keys";
import { RequestError } from "@/lib/queries/request";

import { BrokenRules } from "./broken-rules";
import { GoLiveActions } from "./go-live-actions";
import { nextText, stepsOf } from "./journey-words";
import { JudgedCalls } from "./judged-calls";
import { LastRefusals } from "./last-refusals";
import { Prerequisites } from "./prerequisites";
import { ProductionSettings } from "./production-settings";
import { TestCalls } from "./test-calls";

// Not before there was a review.
const ReviewResult = lazy(() =>
  import("./review-result").then((module) => ({ default: module.ReviewResult })),
);

type GoLivePanelProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly addresses: ProgramAddresses;
};

/** How far a sandbox key is on its way to production, and what is missing; goes on by itself while one looks. */
export function GoLivePanel({ accountId, keyId, addresses }: GoLivePanelProps) {
  const { data, error, isError, refetch } = useQuery(goLiveQuery(accountId, keyId));
  if (data) {
    return (
      <Board
        accountId={accountId}
        keyId={keyId}
        addresses={addresses}
        goLive={data.goLive}
        hasFailed={isError}
      />
    );
  }
  return error ? (
    <ErrorState
      detail={error.message}
      requestId={error instanceof RequestError ? error.requestId : null}
      onRetry={() => void refetch()}
    />
  ) : (
    <BoardSkeleton />
  );
}

type BoardProps = GoLivePanelProps & { readonly goLive: GoLive; readonly hasFailed: boolean };

function Board({ accountId, keyId, addresses, goLive, hasFailed }: BoardProps) {
  const { data } = useQuery(keyQuery(accountId, keyId));
  return (
    <div className="flex flex-col gap-9">
      <section aria-label="Go Live" className="flex flex-col gap-5">
        <StepPath label="Way to production" steps={stepsOf(goLive)} />
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 border-t border-line pt-4">
          <div className="max-w-prose min-w-0 flex-[1_1_20rem]">
            <p>
              <span className="font-semibold">Next: </span>
              <span>{nextText(goLive)}</span>
            </p>
            <Liveness goLive={goLive} hasFailed={hasFailed} />
          </div>
          {data?.key.canManage && isWorking(data.key) ? (
            <GoLiveActions accountId={accountId} keyId={keyId} goLive={goLive} />
          ) : null}
        </div>
        {goLive.review === null ? null : (
          <Suspense>
            <ReviewResult accountId={accountId} keyId={keyId} goLive={goLive} review={goLive.review} />
          </Suspense>
        )}
      </section>
      {goLive.state === "live" ? null : (
        <Part title="Prerequisites">
          <Prerequisites items={goLive.prerequisites} />
        </Part>
      )}
      <Part title="Test calls">
        <TestCalls goLive={goLive} />
      </Part>
      {goLive.violations.length > 0 ? (
        <Part title="Broken rules">
          <BrokenRules accountId={accountId} keyId={keyId} goLive={goLive} />
        </Part>
      ) : null}
      <Part title="Each call">
        {goLive.looked.calls === 0 ? (
          <EmptyState title="No calls yet">
            Every call that the gate checks with this key appears here within two seconds, with whether it
            counts and why not.
          </EmptyState>
        ) : (
          <JudgedCalls accountId={accountId} keyId={keyId} goLive={goLive} />
        )}
      </Part>
      <div className="grid gap-x-10 gap-y-9 xl:grid-cols-2">
        <Part title="Last refusals, explained">
          <LastRefusals
            accountId={accountId}
            keyId={keyId}
            refusals={goLive.refusals}
            now={goLive.now}
            isApp={data?.key.method === "oauth"}
          />
        </Part>
        <Part title="Settings for production">
          {data ? (
            <ProductionSettings integrationKey={data.key} addresses={addresses} goLive={goLive} />
          ) : null}
        </Part>
      </div>
    </div>
  );
}

/** A key that has ended goes nowhere. */
function isWorking({ status }: IntegrationKey): boolean {
  return status === "active" || status === "retiring";
}

/** Says that the board goes on by itself. */
function Liveness({ goLive, hasFailed }: Pick<BoardProps, "goLive" | "hasFailed">) {
  if (goLive.state === "live") return null;
  return (
    <p className="mt-1.5 flex min-h-5 items-center gap-2 text-sm text-muted tabular-nums">
      <span
        aria-hidden="true"
        className={`size-2 rounded-full ${hasFailed ? "bg-danger" : "bg-positive motion-safe:animate-pulse"}`}
      />
      <span>{hasFailed ? `Not reachable, as of ${clock(goLive.now)} UTC` : "Updates by itself"}</span>
    </p>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = `go-live-${title.toLowerCase().replaceAll(/\W+/g, "-")}`;
  return (
    <section aria-labelledby={id} className="min-w-0">
      <h2 id={id} className="mb-3 text-lg font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** The board's shape: path, sentence, prerequisites, picture, calls. */
function BoardSkeleton() {
  return (
    <div aria-busy="true">
      <span className="sr-only">Loading Go Live</span>
      <Skeleton className="h-15" />
      <Skeleton className="mt-9 h-4 w-96 max-w-full" />
      <Skeleton className="mt-12 h-5 w-28" />
      <Skeleton className="mt-3 h-16" />
      <Skeleton className="mt-9 h-5 w-24" />
      <Skeleton className="mt-3 h-72" />
    </div>
  );
}
