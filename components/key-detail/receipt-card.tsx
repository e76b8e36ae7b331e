"use client";

import { useQuery } from "@tanstack/react-query";
import { Printer } from "lucide-react";
import { useRef, type ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState, Skeleton } from "@/components/ui/states";
import type { ReceiptCall, RevocationReceipt } from "@/lib/contracts/revocation-receipt";
import { receiptQuery, revocationReceiptAddress } from "@/lib/queries/key-usage";
import { RequestError } from "@/lib/queries/request";
import { number } from "@/lib/view/format";
import { boundaryText, END_LABELS, preciseTime, receiptText, receiptTitle } from "@/lib/view/receipt-text";

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
  const paper = useRef<HTMLElement>(null);
  const print = () => {
    const { current } = paper;
    if (!current) return;
    current.dataset["print"] = "only";
    globalThis.addEventListener("afterprint", () => delete current.dataset["print"], { once: true });
    globalThis.print();
  };
  const { auditEvent } = receipt;
  return (
    <section ref={paper} aria-labelledby="receipt-title">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="receipt-title" className="text-lg font-semibold">
          {receiptTitle(receipt.end)}
        </h2>
        <div className="flex flex-wrap items-center gap-2 print:hidden">
          <CopyButton text={receiptText(receipt)} label="Copy as text" isLabelVisible />
          <Button onClick={print}>
            <Printer aria-hidden="true" className="size-3.5" />
            Print
          </Button>
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
          {receipt.key.name}, <code>{receipt.key.clientId}</code>, {receipt.account.name}
        </Line>
        <Line name={END_LABELS[receipt.end]}>
          {preciseTime(receipt.endedAt)}
          {receipt.endedBy ? ` by ${receipt.endedBy.name}` : null}
          {receipt.reason ? <More>Reason: {receipt.reason}</More> : null}
        </Line>
        <Line name="In force from">
          {preciseTime(receipt.inForceAt)}
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
              ? `Counted in the record. Refused since: ${number(receipt.refusedSince)}.`
              : "Counted in the record, and it must be 0: tell your operator at once."}
          </More>
        </Line>
        {auditEvent ? (
          <Line name="Audit event">
            Number {number(auditEvent.sequence)}
            <More>
              <code className="break-all">{auditEvent.hash}</code>
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
      {preciseTime(call.at)}
      {call.address ? (
        <>
          {" "}
          from <code>{call.address}</code>
        </>
      ) : null}
      <More>
        {call.id ? <code className="break-all">{call.id}</code> : "The call itself is not kept any more."}
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
