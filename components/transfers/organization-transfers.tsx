"use client";

import { useQuery } from "@tanstack/react-query";

import { organizationTransferPage } from "@/lib/addresses/pages";
import type { ListedTransfer } from "@/lib/contracts/accounts/transfers";
import { organizationTransfersQuery } from "@/lib/queries/cases/transfers";

import { TransferRows } from "./transfer-rows";
import { nextText } from "./transfer-words";

type OrganizationTransfersProps = { readonly organizationId: string };

/** Transfers from accounts without admins, on the organization's page; nothing where there are none. */
export function OrganizationTransfers({ organizationId }: OrganizationTransfersProps) {
  const { data } = useQuery(organizationTransfersQuery(organizationId));
  if (!data || data.data.length === 0) return null;
  return (
    <section aria-labelledby="organization-transfers" className="mb-9">
      <h2 id="organization-transfers" className="text-lg font-semibold">
        Transfers from accounts without admins
      </h2>
      <p className="mt-1 max-w-[70ch] text-muted">
        Nobody in these accounts can confirm any more. You may stand in where the organization holds the
        domain of who requested the app&apos;s Go Live review.
      </p>
      <div className="mt-3">
        <TransferRows
          transfers={data.data}
          pageOf={(transferId) => organizationTransferPage(organizationId, transferId)}
          textOf={waitsText}
        />
      </div>
    </section>
  );
}

/** Whether somebody may stand in is looked at one by one. */
function waitsText(transfer: ListedTransfer): string {
  const isConfirmed = transfer.confirmations.some(({ side }) => side === "source");
  return transfer.status === "open" && !isConfirmed
    ? `${transfer.source.name} has no admin who could confirm. Open it to see whether you may.`
    : nextText(transfer, null);
}
