import { clsx } from "clsx";
import type { ReactNode } from "react";

import { BUTTON_LOOKS, BUTTON_SHAPE } from "@/components/ui/buttons/button-look";
import { Link } from "@/components/ui/links/link";
import { PageHead } from "@/components/ui/page-head";
import { PrintButton } from "@/components/ui/buttons/print-button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { transferPage } from "@/lib/addresses/pages";
import type { TransferReceipt as Receipt } from "@/lib/contracts/accounts/transfers";
import { preciseTime } from "@/lib/domain/format/dates";
import { ACTION_LABELS } from "@/lib/domain/record/audit-search";

import { CREDENTIALS_LABELS, STATE_LABELS } from "./transfer-words";

type TransferReceiptProps = {
  readonly accountId: string;
  readonly receipt: Receipt;
  /** When it was read from the record, ISO 8601. */
  readonly now: string;
};

/** The receipt of a transfer as a document: to be read, printed, and checked against both records. */
export function TransferReceipt({ accountId, receipt, now }: TransferReceiptProps) {
  const { transfer, before, after, carriedOutBy } = receipt;
  return (
    <>
      <PageHead
        breadcrumb={
          <Link href={transferPage(accountId, transfer.id)} className="underline underline-offset-3">
            {`Transfer of ${transfer.keyName}`}
          </Link>
        }
        title="Receipt of a transfer"
        action={
          <div className="flex flex-wrap gap-2">
            <PrintButton paper="receipt" />
            <a
              href={`/api/transfers/${transfer.id}/receipt`}
              download={`receipt-${transfer.id}.json`}
              className={clsx(BUTTON_SHAPE, BUTTON_LOOKS.secondary)}
            >
              <span>Download JSON</span>
            </a>
          </div>
        }
      />
      <article
        id="receipt"
        aria-label="Receipt"
        className="flex max-w-200 flex-col gap-8 border border-line bg-surface px-5 py-6 sm:px-10 sm:py-9 print:max-w-none print:border-0 print:p-0"
      >
        <header className="flex flex-col gap-1 border-b border-line-strong pb-5">
          <p className="text-sm text-muted">{`Countersign, ${transfer.environment}`}</p>
          <p className="text-xl font-semibold wrap-anywhere">{`Transfer of ${transfer.keyName}`}</p>
          <p className="wrap-anywhere">
            <span>{before.name}</span> <span aria-label="to">→</span> <span>{after.name}</span>
          </p>
        </header>
        <dl className="grid gap-x-6 gap-y-1 min-[30rem]:grid-cols-[9rem_minmax(0,1fr)] min-[30rem]:gap-y-2">
          <Fact name="Receipt">
            <Code>{transfer.id}</Code>
          </Fact>
          <Fact name="State">{STATE_LABELS[transfer.status]}</Fact>
          <Fact name="GUID of the key">
            <Code>{transfer.clientId}</Code>
          </Fact>
          <Fact name="Managed before by">
            <span>{before.name}</span> <Code>{before.accountId}</Code>
          </Fact>
          <Fact name="Managed after by">
            <span>{after.name}</span> <Code>{after.accountId}</Code>
          </Fact>
          <Fact name="Credentials">{CREDENTIALS_LABELS[transfer.credentials]}</Fact>
          <Fact name="Carried out">
            {`${preciseTime(transfer.carriedOutAt ?? transfer.openedAt)} by ${carriedOutBy.name}, support`}
          </Fact>
          {transfer.endReason && transfer.endedAt ? (
            <Fact name="Undone">{`${preciseTime(transfer.endedAt)}: ${transfer.endReason}`}</Fact>
          ) : null}
        </dl>
        <Part id="receipt-statement" title="What both sides confirmed">
          <blockquote
            translate="no"
            className="border-l-2 border-line-strong pl-4 wrap-anywhere whitespace-pre-line"
          >
            {transfer.statement}
          </blockquote>
          <p className="text-sm text-muted">
            <span>SHA-256</span> <Code>{transfer.statementHash}</Code>
          </p>
        </Part>
        <Part id="receipt-confirmations" title="Confirmed in writing">
          <ul className="grid gap-x-8 gap-y-6 pt-2 min-[40rem]:grid-cols-2">
            {transfer.confirmations.map((confirmation) => (
              <Signature key={confirmation.side} confirmation={confirmation} receipt={receipt} />
            ))}
          </ul>
        </Part>
        <Part id="receipt-records" title="On the records of both accounts">
          <RecordedEvents receipt={receipt} />
          <div className="text-sm text-muted">
            <p>Whoever runs the product can prove this receipt, as it was downloaded, by both records:</p>
            <code translate="no" className="block">
              npm run receipt:verify -- receipt.json
            </code>
          </div>
        </Part>
        <p className="border-t border-line pt-4 text-sm text-muted">{`Read from the record ${preciseTime(now)}.`}</p>
      </article>
    </>
  );
}

type SignatureProps = {
  readonly confirmation: Receipt["transfer"]["confirmations"][number];
  readonly receipt: Receipt;
};

/** A name as it was typed, on a line as under a letter, and below it who that was, for whom and when. */
function Signature({ confirmation: { side, capacity, fullName, by, reason, at }, receipt }: SignatureProps) {
  const account = receipt.transfer[side].name;
  return (
    <li className="flex min-w-0 flex-col wrap-anywhere">
      <span translate="no" className="border-b border-line-strong pb-1 text-lg font-medium">
        {fullName}
      </span>
      <span className="pt-1 text-sm">
        {capacity === "account_admin"
          ? `${by.name}, admin of ${account}`
          : `${by.name}, admin of its organization, for ${account}`}
      </span>
      <span className="text-sm text-muted">{preciseTime(at)}</span>
      {reason ? <span className="text-sm text-muted">{`Stood in because: ${reason}`}</span> : null}
    </li>
  );
}

function RecordedEvents({ receipt: { events, before, after } }: { readonly receipt: Receipt }) {
  return (
    <div className="@container">
      <Table label="Events on record" className="@max-[34rem]:block">
        <thead className="@max-[34rem]:sr-only">
          <tr>
            <Th>Account and event</Th>
            <Th>By</Th>
            <Th>Hash</Th>
          </tr>
        </thead>
        <tbody className="@max-[34rem]:block">
          {events.map((event) => (
            <Tr key={event.hash} className="@max-[34rem]:block @max-[34rem]:py-2">
              <Td className="@max-[34rem]:block @max-[34rem]:h-auto @max-[34rem]:p-0">
                <span className="block font-medium">{`${event.sequence}. ${ACTION_LABELS[event.action]}`}</span>
                <span className="block text-sm text-muted">
                  {event.accountId === before.accountId ? before.name : after.name}
                </span>
              </Td>
              <Td className="@max-[34rem]:block @max-[34rem]:h-auto @max-[34rem]:p-0">{event.actor}</Td>
              <Td className="@max-[34rem]:block @max-[34rem]:h-auto @max-[34rem]:p-0">
                <Code>{event.hash}</Code>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

type PartProps = { readonly id: string; readonly title: string; readonly children: ReactNode };

function Part({ id, title, children }: PartProps) {
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

function Code({ children }: { readonly children: string }) {
  return (
    <code translate="no" className="text-xs break-all">
      {children}
    </code>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="pt-1 text-muted min-[30rem]:pt-0">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}
