"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { CopyButton } from "@/components/ui/buttons/copy-button";
import { PrintButton } from "@/components/ui/buttons/print-button";
import { ErrorState, Skeleton } from "@/components/ui/states";
import type { ReceiptCall, RevocationReceipt } from "@/lib/contracts/keys/revocation-receipt";
import { receiptQuery, revocationReceiptAddress } from "@/lib/queries/keys/key-usage";
import { RequestError } from "@/lib/queries/request";
import { preciseTime } from "@/lib/domain/format/dates";
import { number } from "@/lib/domain/format/numbers";
import { boundaryText, END_LABELS, receiptText, receiptTitle } from "./receipt-text";

const REFRESH_MS = 5_000;

type ReceiptCardProps = { readonly accountId: string; readonly keyId: string };

/** What the record says about the end of the key: for whoever has to prove that it took effect (R8). */
export function ReceiptCard({ accountId, keyId }: ReceiptCardProps) {
  const { data, error, refetch } = useQuery({
    ...receiptQuery(accountId, keyId),
    refetchInterval: REFRESH_MS,
  });
  if (error && !data) {
    return (
      <ErrorState
        detail={error.message}
        requestId={error instanceof RequestError ? error.requestId : null}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <ReceiptSkeleton />;
  if (!data.receipt) return null;
  return <Receipt accountId={accountId} keyId={keyId} receipt={data.receipt} />;
}

type ReceiptProps = ReceiptCardProps & { readonly receipt: RevocationReceipt };

function Receipt({ accountId, keyId, receipt }: ReceiptProps) {
  const { auditEvent } = receipt;
  return (
    <section id="receipt" aria-labelledby="receipt-title">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="receipt-title" className="text-lg font-semibold">
          {receiptTitle(receipt.end)}
        </h2>
        <div className="flex flex-wrap items-center gap-2 print:hidden">
          <CopyButton text={receiptText(receipt)} label="Copy as text" variant="secondary" />
          <PrintButton paper="receipt" />
          <a
            href={revocationReceiptAddress(accountId, keyId)}
            className="px-1 text-sm font-medium text-accent hover:underline"
          >
            JSON
          </a>
        </div>
      </div>
      <dl className="border-t border-line">
        <Line name="Key" isForPaper>
          <span>{`${receipt.key.name},`}</span> <code translate="no">{receipt.key.clientId}</code>
          <span>{`, ${receipt.account.name}`}</span>
        </Line>
        <Line name={END_LABELS[receipt.end]}>
          <span>{`${preciseTime(receipt.endedAt)}${receipt.endedBy ? ` by ${receipt.endedBy.name}` : ""}`}</span>
          {receipt.reason ? <More>{`Reason: ${receipt.reason}`}</More> : null}
        </Line>
        <Line name="In force from">
          <span>{preciseTime(receipt.inForceAt)}</span>
          <More>{boundaryText(receipt)}</More>
        </Line>
        <Line name="Last accepted call">
          <CallFacts call={receipt.lastAccepted} none="No call was ever accepted." />
        </Line>
        <Line name="First refused call">
          <CallFacts call={receipt.firstRefused} none="Nobody has called since." />
        </Line>
        <Line name="Accepted since">
          <strong className={receipt.acceptedAfter === 0 ? "text-positive" : "text-danger"}>
            {number(receipt.acceptedAfter)}
          </strong>
          <More>
            {receipt.acceptedAfter === 0
              ? `Counted over all calls. Refused since: ${number(receipt.refusedSince)}.`
              : "Counted over all calls, and it must be 0: tell your operator at once."}
          </More>
        </Line>
        {auditEvent ? (
          <Line name="Audit event">
            <span>{`Number ${number(auditEvent.sequence)}`}</span>
            <More>
              <code translate="no" className="break-all">
                {auditEvent.hash}
              </code>
            </More>
          </Line>
        ) : null}
        <Line name="Read from the record" isForPaper>
          {preciseTime(receipt.issuedAt)}
        </Line>
      </dl>
    </section>
  );
}

type LineProps = { readonly name: string; readonly isForPaper?: boolean; readonly children: ReactNode };

function Line({ name, isForPaper = false, children }: LineProps) {
  return (
    <div
      className={`gap-x-4 border-b border-line py-2.5 tabular-nums min-[30rem]:grid-cols-[11rem_minmax(0,1fr)] ${isForPaper ? "hidden print:grid" : "grid"}`}
    >
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function More({ children }: { readonly children: ReactNode }) {
  return <span className="mt-0.5 block text-sm text-muted">{children}</span>;
}

function CallFacts({ call, none }: { readonly call: ReceiptCall | null; readonly none: string }) {
  if (!call) return none;
  return (
    <>
      <span>{preciseTime(call.at)}</span>
      {call.address ? (
        <>
          {" "}
          <span>from</span> <code translate="no">{call.address}</code>
        </>
      ) : null}
      <More>
        {call.id ? (
          <code translate="no" className="break-all">
            {call.id}
          </code>
        ) : (
          "The call itself is not kept any more."
        )}
      </More>
    </>
  );
}

function ReceiptSkeleton() {
  return (
    <div aria-busy="true">
      <span className="sr-only">Loading the receipt</span>
      <Skeleton className="mb-3 h-6 w-48" />
      <Skeleton className="h-72" />
    </div>
  );
}
