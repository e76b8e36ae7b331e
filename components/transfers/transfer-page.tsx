import type { Route } from "next";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Badge } from "@/components/ui/marks/badge";
import { Link } from "@/components/ui/links/link";
import { PageHead } from "@/components/ui/page-head";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { StepPath } from "@/components/ui/marks/step-path";
import type { Transfer, TransferAnswer } from "@/lib/contracts/accounts/transfers";
import { RequestError } from "@/lib/queries/request";

import { SourceWithoutAdmins, type NewKeyPlace } from "./source-without-admins";
import { Confirmations, EndReason, Meaning, Statement, Unmet } from "./transfer-parts";
import { nextText, STATE_LABELS, STATE_TONES, stepsOf } from "./transfer-words";

type TransferFoundProps = {
  readonly found: UseQueryResult<TransferAnswer>;
  readonly children: (transfer: Transfer) => ReactNode;
};

/** A transfer once it is there; before, its place, and the way to try again where it can't be had. */
export function TransferFound({ found, children }: TransferFoundProps) {
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
  return children(found.data.transfer);
}

type TransferPageProps = {
  readonly transfer: Transfer;
  /** The account that looks; null for an organization. */
  readonly accountId: string | null;
  /** Where the person can make a new app in place of one that nobody can transfer. */
  readonly newKey: NewKeyPlace;
  /** The page that it is listed on. */
  readonly back: { readonly href: Route; readonly label: string };
  readonly action?: ReactNode;
  /** What the person can do. */
  readonly acts: ReactNode;
};

/** The page of a transfer for whoever has a part in it: what is to be done, who has to act, and the way to act. */
export function TransferPage({ transfer, accountId, newKey, back, action, acts }: TransferPageProps) {
  return (
    <>
      <PageHead
        breadcrumb={
          <Link href={back.href} className="underline underline-offset-3">
            {back.label}
          </Link>
        }
        title={<span className="wrap-anywhere">{`Transfer of ${transfer.keyName}`}</span>}
        purpose={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Badge tone={STATE_TONES[transfer.status]}>{STATE_LABELS[transfer.status]}</Badge>
            <span>{nextText(transfer, accountId)}</span>
          </span>
        }
        action={action}
      />
      <div className="flex flex-col gap-8">
        <StepPath label="Way of the transfer" steps={stepsOf(transfer, accountId)} />
        <SourceWithoutAdmins transfer={transfer} newKey={newKey} />
        <Statement transfer={transfer} />
        <Confirmations transfer={transfer} />
        <Unmet transfer={transfer} />
        {acts}
        <Meaning transfer={transfer} />
        <EndReason transfer={transfer} />
      </div>
    </>
  );
}
