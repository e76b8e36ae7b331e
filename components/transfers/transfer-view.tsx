"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Badge } from "@/components/ui/badge";
import { Button, LinkButton } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { StepPath } from "@/components/ui/step-path";
import { transferReceiptPage, transfersPage } from "@/lib/addresses/pages";
import type { Transfer } from "@/lib/contracts/transfers";
import { RequestError } from "@/lib/queries/request";
import { transferQuery } from "@/lib/queries/transfers";

import { ConfirmForm } from "./confirm-form";
import { EndDialog } from "./end-dialog";
import { SourceWithoutAdmins, type NewKeyPlace } from "./source-without-admins";
import { Confirmations, EndReason, Meaning, Statement, Unmet } from "./transfer-parts";
import { nextText, sideOf, STATE_LABELS, STATE_TONES, stepsOf } from "./transfer-words";

type TransferViewProps = {
  readonly accountId: string;
  readonly transferId: string;
  /** Where the person can make a new app in place of one that nobody can transfer. */
  readonly newKey: NewKeyPlace;
};

/** A transfer as one of its sides sees it: what is to be done, who has to act, and the way to act. */
export function TransferView({ accountId, transferId, newKey }: TransferViewProps) {
  const found = useQuery(transferQuery(transferId));
  if (found.isPending) return <Skeleton className="h-72 w-full" />;
  if (found.isError) {
    return (
      <ErrorState
        detail={found.error.message}
        requestId={found.error instanceof RequestError ? found.error.requestId : null}
        onRetry={() => void found.refetch()}
      />
    );
  }
  const { transfer } = found.data;
  return (
    <>
      <PageHead
        breadcrumb={
          <Link href={transfersPage(accountId)} className="underline underline-offset-3">
            Transfers
          </Link>
        }
        title={<span className="wrap-anywhere">{`Transfer of ${transfer.keyName}`}</span>}
        purpose={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Badge tone={STATE_TONES[transfer.status]}>{STATE_LABELS[transfer.status]}</Badge>
            <span>{nextText(transfer, accountId)}</span>
          </span>
        }
        action={
          transfer.carriedOutAt ? (
            <LinkButton href={transferReceiptPage(accountId, transfer.id)}>Receipt</LinkButton>
          ) : undefined
        }
      />
      <div className="flex flex-col gap-8">
        <StepPath label="Way of the transfer" steps={stepsOf(transfer, accountId)} />
        <SourceWithoutAdmins transfer={transfer} newKey={newKey} />
        <Statement transfer={transfer} />
        <Confirmations transfer={transfer} />
        <Unmet transfer={transfer} />
        <Acts transfer={transfer} accountId={accountId} />
        <Meaning transfer={transfer} />
        <EndReason transfer={transfer} />
      </div>
    </>
  );
}

/** Why a user that several people share does not confirm, and who does. */
function SharedUser() {
  return (
    <Callout tone="caution" title="You are marked as shared">
      A confirmation is one person’s. Another admin of this account confirms, or marks you as one person under
      Members.
    </Callout>
  );
}

function Acts({ transfer, accountId }: { readonly transfer: Transfer; readonly accountId: string }) {
  const [ending, setEnding] = useState<"decline" | "withdraw" | null>(null);
  const side = sideOf(transfer, accountId);
  const isWaiting = transfer.status === "open" || transfer.status === "confirmed";
  const hasConfirmed = transfer.confirmations.some((each) => each.side === side);
  const end = transfer.openedFor === side ? "withdraw" : "decline";
  const label = end === "decline" ? "Decline" : "Withdraw";
  const isDeadEnd = transfer.standIn.outcome === "dead_end";
  return (
    <>
      {isWaiting ? (
        <section aria-labelledby="transfer-act" className="flex flex-col gap-4">
          <h2 id="transfer-act" className="font-semibold">
            {hasConfirmed ? "This account has confirmed" : isDeadEnd ? label : "Confirm or not"}
          </h2>
          {hasConfirmed || isDeadEnd ? null : transfer.isYouShared ? (
            <SharedUser />
          ) : (
            <ConfirmForm transfer={transfer} side={side} />
          )}
          <Button className="self-start" onClick={() => setEnding(end)}>
            {label}
          </Button>
        </section>
      ) : null}
      {ending ? <EndDialog transfer={transfer} end={ending} onClose={() => setEnding(null)} /> : null}
    </>
  );
}
