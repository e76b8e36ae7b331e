"use client";

import { useQuery } from "@tanstack/react-query";

import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { StepPath } from "@/components/ui/step-path";
import { organizationPage } from "@/lib/addresses/pages";
import { RequestError } from "@/lib/queries/request";
import { transferQuery } from "@/lib/queries/transfers";

import { ConfirmForm } from "./confirm-form";
import { SourceWithoutAdmins, type NewKeyPlace } from "./source-without-admins";
import { Confirmations, EndReason, Meaning, Statement, Unmet } from "./transfer-parts";
import { nextText, STATE_LABELS, STATE_TONES, stepsOf } from "./transfer-words";

type OrganizationTransferProps = {
  readonly organizationId: string;
  readonly transferId: string;
  readonly newKey: NewKeyPlace;
};

/** A transfer for an admin of the source's organization, who stands in where the account has no admin left. */
export function OrganizationTransfer({ organizationId, transferId, newKey }: OrganizationTransferProps) {
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
  const isConfirmed = transfer.confirmations.some(({ side }) => side === "source");
  return (
    <>
      <PageHead
        breadcrumb={
          <Link href={organizationPage(organizationId)} className="underline underline-offset-3">
            Organization
          </Link>
        }
        title={<span className="wrap-anywhere">{`Transfer of ${transfer.keyName}`}</span>}
        purpose={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Badge tone={STATE_TONES[transfer.status]}>{STATE_LABELS[transfer.status]}</Badge>
            <span>{nextText(transfer, null)}</span>
          </span>
        }
      />
      <div className="flex flex-col gap-8">
        <StepPath label="Way of the transfer" steps={stepsOf(transfer, null)} />
        <SourceWithoutAdmins transfer={transfer} newKey={newKey} />
        <Statement transfer={transfer} />
        <Confirmations transfer={transfer} />
        <Unmet transfer={transfer} />
        {transfer.standIn.outcome === "possible" && !isConfirmed ? (
          <section aria-labelledby="transfer-act" className="flex flex-col gap-4">
            <h2 id="transfer-act" className="font-semibold">
              {`Confirm in the place of ${transfer.source.name}'s admins`}
            </h2>
            <ConfirmForm transfer={transfer} side="source" standsIn />
          </section>
        ) : null}
        <Meaning transfer={transfer} />
        <EndReason transfer={transfer} />
      </div>
    </>
  );
}
