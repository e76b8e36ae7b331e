"use client";

import dynamic from "next/dynamic";

import { LifelineFull } from "@/components/key-parts/lifeline/lifeline-full";

import { KeyFacts, type RelatedKeys } from "./key-facts";
import { ScopePictureCard } from "./scope-picture-card";
import { useKey, useKeyNow } from "@/components/key-detail/use-key";

const ReceiptCard = dynamic(() => import("./receipt-card").then((module) => module.ReceiptCard));

type OverviewPanelProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly now: string;
  readonly related: RelatedKeys;
};

/** The key's life, its facts, and what it may do and does. */
export function OverviewPanel({ accountId, keyId, now: start, related }: OverviewPanelProps) {
  const key = useKey(accountId, keyId);
  const now = useKeyNow(start, key);
  return (
    <div className="flex flex-col gap-8">
      <section aria-labelledby="lifeline-title">
        <h2 id="lifeline-title" className="mb-3 text-lg font-semibold">
          Lifeline
        </h2>
        <div className="rounded-md border border-line bg-surface px-4 py-4">
          <LifelineFull facts={key} now={now} />
        </div>
      </section>
      {key.status === "revoked" || key.status === "expired" ? (
        <ReceiptCard accountId={accountId} keyId={keyId} />
      ) : null}
      <div className="@container">
        <div className="grid gap-x-10 gap-y-8 @min-[50rem]:grid-cols-[minmax(0,5fr)_minmax(0,4fr)]">
          <section aria-labelledby="facts-title" className="min-w-0">
            <h2 id="facts-title" className="mb-2 text-lg font-semibold">
              Facts
            </h2>
            <KeyFacts subject={key} accountId={accountId} now={now} related={related} />
          </section>
          <section aria-labelledby="scopes-title" className="min-w-0">
            <h2 id="scopes-title" className="mb-2 text-lg font-semibold">
              {key.method === "oauth" ? "Scope ceiling" : "Scopes"}
            </h2>
            <ScopePictureCard subject={key} accountId={accountId} now={now} />
          </section>
        </div>
      </div>
    </div>
  );
}
