"use client";

import { useQuery } from "@tanstack/react-query";

import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { organizationTransferPage } from "@/lib/addresses/pages";
import type { ListedTransfer } from "@/lib/contracts/transfers";
import { organizationTransfersQuery } from "@/lib/queries/transfers";

import { nextText, STATE_LABELS, STATE_TONES } from "./transfer-words";

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
      <ul aria-label="Transfers, latest first" className="mt-3 divide-y divide-line border-y border-line">
        {data.data.map((transfer) => (
          <li key={transfer.id} className="flex flex-col gap-1 py-3">
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link
                href={organizationTransferPage(organizationId, transfer.id)}
                className="min-w-0 font-medium wrap-anywhere underline decoration-line-strong underline-offset-3 hover:decoration-ink"
              >
                {transfer.keyName}
              </Link>
              <Badge tone={STATE_TONES[transfer.status]}>{STATE_LABELS[transfer.status]}</Badge>
            </span>
            <span className="text-sm wrap-anywhere">{`${transfer.source.name} → ${transfer.destination.name}`}</span>
            <span className="text-sm text-muted">{waitsText(transfer)}</span>
          </li>
        ))}
      </ul>
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
