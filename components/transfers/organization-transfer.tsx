"use client";

import { useQuery } from "@tanstack/react-query";

import { organizationPage } from "@/lib/addresses/pages";
import type { Transfer } from "@/lib/contracts/accounts/transfers";
import { transferQuery } from "@/lib/queries/cases/transfers";

import { ConfirmForm } from "./confirm-form";
import type { NewKeyPlace } from "./source-without-admins";
import { TransferFound, TransferPage } from "./transfer-page";

type OrganizationTransferProps = {
  readonly organizationId: string;
  readonly transferId: string;
  readonly newKey: NewKeyPlace;
};

/** A transfer for an admin of the source's organization, who stands in where the account has no admin left. */
export function OrganizationTransfer({ organizationId, transferId, newKey }: OrganizationTransferProps) {
  const found = useQuery(transferQuery(transferId));
  return (
    <TransferFound found={found}>
      {(transfer) => (
        <TransferPage
          transfer={transfer}
          accountId={null}
          newKey={newKey}
          back={{ href: organizationPage(organizationId), label: "Organization" }}
          acts={<StandIn transfer={transfer} />}
        />
      )}
    </TransferFound>
  );
}

function StandIn({ transfer }: { readonly transfer: Transfer }) {
  const isConfirmed = transfer.confirmations.some(({ side }) => side === "source");
  if (transfer.standIn.outcome !== "possible" || isConfirmed) return null;
  return (
    <section aria-labelledby="transfer-act" className="flex flex-col gap-4">
      <h2 id="transfer-act" className="font-semibold">
        {`Confirm in the place of ${transfer.source.name}'s admins`}
      </h2>
      <ConfirmForm transfer={transfer} side="source" standsIn />
    </section>
  );
}
