"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import { transferPage } from "@/lib/addresses/pages";
import { RequestError } from "@/lib/queries/request";
import { transferListQuery } from "@/lib/queries/transfers";

import { RequestTransferDialog } from "./request-transfer-dialog";
import { nextText, STATE_LABELS, STATE_TONES } from "./transfer-words";

type TransferListProps = { readonly accountId: string; readonly accountName: string };

/** Transfers of apps from and to an account, each with who has to act now, and the way to open one. */
export function TransferList({ accountId, accountName }: TransferListProps) {
  const [isOpening, setOpening] = useState(false);
  return (
    <>
      <PageHead
        title="Transfers"
        purpose="Apps that move from one management account to another. GUID, secrets and callers stay as they are."
        action={
          <Button variant="primary" onClick={() => setOpening(true)}>
            Request transfer
          </Button>
        }
      />
      <Rows accountId={accountId} />
      {isOpening ? (
        <RequestTransferDialog
          accountId={accountId}
          accountName={accountName}
          by="side"
          onClose={() => setOpening(false)}
        />
      ) : null}
    </>
  );
}

function Rows({ accountId }: { readonly accountId: string }) {
  const list = useInfiniteQuery(transferListQuery(accountId));
  if (list.isPending) return <Skeleton className="h-40 w-full" />;
  if (list.isError) {
    return (
      <ErrorState
        detail={list.error.message}
        requestId={list.error instanceof RequestError ? list.error.requestId : null}
        onRetry={() => void list.refetch()}
      />
    );
  }
  const rows = list.data.pages.flatMap((page) => page.data);
  if (rows.length === 0) {
    return (
      <EmptyState title="No transfers yet">
        Request one before the last admin of an account leaves: afterwards nobody can confirm for it.
        Long-lived keys act as a person of their account and are not transferred; create a new one in the
        other account.
      </EmptyState>
    );
  }
  return (
    <>
      <ul aria-label="Transfers, latest first" className="divide-y divide-line border-y border-line">
        {rows.map((transfer) => (
          <li key={transfer.id} className="flex flex-col gap-1 py-3">
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link
                href={transferPage(accountId, transfer.id)}
                className="min-w-0 font-medium wrap-anywhere underline decoration-line-strong underline-offset-3 hover:decoration-ink"
              >
                {transfer.keyName}
              </Link>
              <Badge tone={STATE_TONES[transfer.status]}>{STATE_LABELS[transfer.status]}</Badge>
            </span>
            <span className="text-sm wrap-anywhere">{`${transfer.source.name} → ${transfer.destination.name}`}</span>
            <span className="text-sm text-muted">{nextText(transfer, accountId)}</span>
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button className="mt-4" isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show earlier transfers
        </Button>
      ) : null}
    </>
  );
}
