"use client";

import { useQuery } from "@tanstack/react-query";

import { ErrorState, Skeleton } from "@/components/ui/states";
import { explainQuery } from "@/lib/queries/keys/key-explain";
import { RequestError } from "@/lib/queries/request";
import { explainQuestion, viewOfCall, type ExplainView } from "@/lib/addresses/explain-view";

import { ExplainForm } from "./explain-form";
import { ExplainResult } from "./explain-result";
import { ExplainStart } from "./explain-start";
import { useKey } from "@/components/key-detail/use-key";

type ExplainPanelProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly view: ExplainView;
};

/** Why the gate lets a request through or refuses it, without sending one. The question stands in the URL. */
export function ExplainPanel({ accountId, keyId, view }: ExplainPanelProps) {
  const subject = useKey(accountId, keyId);
  const explanation = useQuery(explainQuery(accountId, keyId, explainQuestion(view)));
  const refusal = explanation.error instanceof RequestError ? explanation.error : null;
  const faults = faultsOf(refusal);
  const asked = JSON.stringify(view);
  const recorded = view.call === null ? null : (explanation.data?.call ?? null);
  return (
    <section aria-label="Explain access" className="flex flex-col gap-6">
      <p className="max-w-prose text-muted">
        Asks what the gate would answer to a request with this key, and why. Nothing is sent and no quota is
        used; no secret is needed.
      </p>
      <div className="grid gap-x-10 gap-y-8 nav:grid-cols-[minmax(0,4fr)_minmax(0,5fr)]">
        <div className="flex min-w-0 flex-col gap-5">
          <ExplainStart
            key={`start ${asked}`}
            accountId={accountId}
            keyId={keyId}
            view={view}
            fault={faults["callId"]}
          />
          {/* Another address, another question: the fields start from the address. */}
          <ExplainForm
            key={`${asked} ${recorded?.id ?? ""}`}
            accountId={accountId}
            keyId={keyId}
            view={recorded ? viewOfCall(view, recorded) : view}
            faults={faults}
          />
        </div>
        <div className="min-w-0" aria-live="polite">
          {refusal ? (
            <ErrorState
              title={refusal.status === 404 ? "There is no such call of this key" : "This can't be explained"}
              detail={
                refusal.status === 404
                  ? "Copy the call id from the Calls tab, or from X-Countersign-Call of the gate's answer."
                  : refusal.message
              }
              requestId={refusal.status < 500 ? null : refusal.requestId}
            />
          ) : explanation.data ? (
            <ExplainResult accountId={accountId} subject={subject} explained={explanation.data} />
          ) : (
            <ResultSkeleton />
          )}
        </div>
      </div>
    </section>
  );
}

/** What is wrong with the question, by field. */
function faultsOf(refusal: RequestError | null): Readonly<Record<string, string>> {
  const faults = (refusal?.errors ?? []).map(({ pointer, detail }) => [pointer.split("/")[1] ?? "", detail]);
  return Object.fromEntries(faults) as Record<string, string>;
}

const ROWS = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

function ResultSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <span className="sr-only">Loading the explanation</span>
      <Skeleton className="h-20" />
      {ROWS.map((row) => (
        <Skeleton key={row} className="h-9" />
      ))}
    </div>
  );
}
