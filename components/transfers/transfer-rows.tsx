import type { Route } from "next";

import { Badge } from "@/components/ui/marks/badge";
import { Link } from "@/components/ui/links/link";
import type { ListedTransfer } from "@/lib/contracts/accounts/transfers";

import { STATE_LABELS, STATE_TONES } from "./transfer-words";

type TransferRowsProps = {
  readonly transfers: readonly ListedTransfer[];
  readonly pageOf: (transferId: string) => Route;
  /** Who has to act now. */
  readonly textOf: (transfer: ListedTransfer) => string;
};

/** A list of transfers, each with its state, its accounts and who has to act now. */
export function TransferRows({ transfers, pageOf, textOf }: TransferRowsProps) {
  return (
    <ul aria-label="Transfers, latest first" className="divide-y divide-line border-y border-line">
      {transfers.map((transfer) => (
        <li key={transfer.id} className="flex flex-col gap-1 py-3">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link
              href={pageOf(transfer.id)}
              className="min-w-0 font-medium wrap-anywhere underline decoration-line-strong underline-offset-3 hover:decoration-ink"
            >
              {transfer.keyName}
            </Link>
            <Badge tone={STATE_TONES[transfer.status]}>{STATE_LABELS[transfer.status]}</Badge>
          </span>
          <span className="text-sm wrap-anywhere">{`${transfer.source.name} → ${transfer.destination.name}`}</span>
          <span className="text-sm text-muted">{textOf(transfer)}</span>
        </li>
      ))}
    </ul>
  );
}
