"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Button, LinkButton } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { transferReceiptPage, transfersPage } from "@/lib/addresses/pages";
import type { Transfer } from "@/lib/contracts/accounts/transfers";
import { transferQuery } from "@/lib/queries/cases/transfers";

import { ChangeDialog } from "./change-dialog";
import { ConfirmForm } from "./confirm-form";
import { EndDialog } from "./end-dialog";
import type { NewKeyPlace } from "./source-without-admins";
import { TransferFound, TransferPage } from "./transfer-page";
import { sideOf } from "./transfer-words";

type TransferViewProps = {
  readonly accountId: string;
  readonly transferId: string;
  /** Where the person can make a new app in place of one that nobody can transfer. */
  readonly newKey: NewKeyPlace;
};

/** A transfer as one of its sides sees it: what is to be done, who has to act, and the way to act. */
export function TransferView({ accountId, transferId, newKey }: TransferViewProps) {
  const found = useQuery(transferQuery(transferId));
  return (
    <TransferFound found={found}>
      {(transfer) => (
        <TransferPage
          transfer={transfer}
          accountId={accountId}
          newKey={newKey}
          back={{ href: transfersPage(accountId), label: "Transfers" }}
          action={
            transfer.carriedOutAt ? (
              <LinkButton href={transferReceiptPage(accountId, transfer.id)}>Receipt</LinkButton>
            ) : undefined
          }
          acts={<Acts transfer={transfer} accountId={accountId} />}
        />
      )}
    </TransferFound>
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
  const [asked, setAsked] = useState<"decline" | "withdraw" | "change" | null>(null);
  const side = sideOf(transfer, accountId);
  const isWaiting = transfer.status === "open" || transfer.status === "confirmed";
  const hasConfirmed = transfer.confirmations.some((each) => each.side === side);
  const end = transfer.openedFor === side ? "withdraw" : "decline";
  const label = end === "decline" ? "Decline" : "Withdraw";
  // What support has opened is the giving account's to change.
  const isOurs = transfer.openedFor === side || (transfer.openedFor === "support" && side === "source");
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
          <div className="flex flex-wrap gap-3">
            {isOurs ? <Button onClick={() => setAsked("change")}>Change</Button> : null}
            <Button onClick={() => setAsked(end)}>{label}</Button>
          </div>
        </section>
      ) : null}
      {asked === "change" ? <ChangeDialog transfer={transfer} onClose={() => setAsked(null)} /> : null}
      {asked === "decline" || asked === "withdraw" ? (
        <EndDialog transfer={transfer} end={asked} onClose={() => setAsked(null)} />
      ) : null}
    </>
  );
}
