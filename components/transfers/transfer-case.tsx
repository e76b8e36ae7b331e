"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { Badge } from "@/components/ui/marks/badge";
import { Button } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { StepPath } from "@/components/ui/marks/step-path";
import type { Transfer } from "@/lib/contracts/accounts/transfers";
import { exactTime } from "@/lib/domain/format/dates";
import {
  carryOutTransferMutation,
  isLookOver,
  supportTransferQuery,
  type TransferEnd,
} from "@/lib/queries/cases/transfers";

import { EndDialog } from "./end-dialog";
import { deadEndAdvice, SourceWithoutAdmins } from "./source-without-admins";
import { TransferFailure } from "./transfer-failure";
import { TransferFound } from "./transfer-page";
import { Confirmations, EndReason, Meaning, Statement, Unmet } from "./transfer-parts";
import { nextText, STATE_LABELS, STATE_TONES, stepsOf } from "./transfer-words";
import { useTransferAct } from "./use-transfer-act";

type TransferCaseProps = {
  readonly transferId: string;
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** A transfer as support sees it in its case: what both sides confirm, who has to act, and what support does with it. */
export function TransferCase({ transferId, now }: TransferCaseProps) {
  const found = useQuery(supportTransferQuery(transferId));
  const router = useRouter();
  if (isLookOver(found.error)) {
    return (
      <Callout tone="caution" title="The hour of this look is over">
        <p>Opened again, the audit logs of both accounts have another line.</p>
        <Button className="mt-2" onClick={() => router.refresh()}>
          Open the transfer again
        </Button>
      </Callout>
    );
  }
  return (
    <TransferFound found={found}>
      {(transfer) => (
        <div className="flex flex-col gap-8">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Badge tone={STATE_TONES[transfer.status]}>{STATE_LABELS[transfer.status]}</Badge>
            <span>{nextText(transfer, null)}</span>
          </p>
          <StepPath label="Way of the transfer" steps={stepsOf(transfer, null)} />
          <SourceWithoutAdmins transfer={transfer} newKey="support" />
          <Statement transfer={transfer} />
          <Confirmations transfer={transfer} />
          <Unmet transfer={transfer} />
          <Meaning transfer={transfer} />
          <EndReason transfer={transfer} />
          <Acts transfer={transfer} now={now} />
        </div>
      )}
    </TransferFound>
  );
}

type ActsProps = { readonly transfer: Transfer; readonly now: string };
type Ending = { readonly end: TransferEnd; readonly reason: string };

function Acts({ transfer, now }: ActsProps) {
  const [ending, setEnding] = useState<Ending | null>(null);
  const isWaiting = transfer.status === "open" || transfer.status === "confirmed";
  const isUndoable = transfer.undoUntil !== null && now < transfer.undoUntil;
  const isDeadEnd = transfer.standIn.outcome === "dead_end";
  return (
    <>
      {isWaiting || isUndoable ? (
        <section aria-labelledby="transfer-acts" className="flex max-w-prose flex-col gap-4">
          <h2 id="transfer-acts" className="font-semibold">
            {isDeadEnd ? "Withdraw" : isWaiting ? "Carry out or withdraw" : "Undo"}
          </h2>
          {isWaiting && !isDeadEnd ? <CarryOut transfer={transfer} /> : null}
          {isWaiting ? (
            <Button
              className="self-start"
              onClick={() =>
                setEnding({ end: "withdraw_as_support", reason: isDeadEnd ? deadEndAdvice(transfer) : "" })
              }
            >
              {isDeadEnd ? "Withdraw with this advice" : "Withdraw"}
            </Button>
          ) : null}
          {isUndoable && transfer.undoUntil !== null ? (
            <>
              <p>{`Until ${exactTime(transfer.undoUntil)} the app can go back to ${transfer.source.name}, once.`}</p>
              <Button
                variant="danger"
                className="self-start"
                onClick={() => setEnding({ end: "undo", reason: "" })}
              >
                Undo
              </Button>
            </>
          ) : null}
        </section>
      ) : null}
      {ending ? (
        <EndDialog
          transfer={transfer}
          end={ending.end}
          givenReason={ending.reason}
          onClose={() => setEnding(null)}
        />
      ) : null}
    </>
  );
}

function CarryOut({ transfer }: { readonly transfer: Transfer }) {
  const carryOut = useTransferAct(transfer.id, carryOutTransferMutation(transfer.id), "support");
  const isReady = transfer.status === "confirmed" && transfer.unmetConditions.length === 0;
  return (
    <>
      <p>
        {isReady
          ? `${transfer.destination.name} manages the app at once. For 72 hours it can be undone.`
          : "It can be carried out once both sides have confirmed and every condition is met. Support confirms for nobody."}
      </p>
      <TransferFailure error={carryOut.error} fields={[]} />
      <Button
        variant="primary"
        className="self-start"
        disabled={!isReady}
        isBusy={carryOut.isPending}
        onClick={() => carryOut.mutate()}
      >
        Carry out
      </Button>
    </>
  );
}
