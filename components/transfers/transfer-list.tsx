"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { PageHead } from "@/components/ui/page-head";
import { ShowMore } from "@/components/ui/buttons/show-more";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import { transferPage } from "@/lib/addresses/pages";
import { RequestError } from "@/lib/queries/request";
import { transferListQuery } from "@/lib/queries/cases/transfers";

import { RequestTransferDialog } from "./request-transfer-dialog";
import { TransferRows } from "./transfer-rows";
import { nextText } from "./transfer-words";

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
      <TransferRows
        transfers={rows}
        pageOf={(transferId) => transferPage(accountId, transferId)}
        textOf={(transfer) => nextText(transfer, accountId)}
      />
      <ShowMore list={list} className="mt-4">
        Show earlier transfers
      </ShowMore>
    </>
  );
}
