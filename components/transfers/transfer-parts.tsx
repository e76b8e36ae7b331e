import { Callout } from "@/components/ui/callout";
import type { Transfer } from "@/lib/contracts/accounts/transfers";
import { exactTime } from "@/lib/domain/format/dates";

import { CAPACITY_LABELS, STATE_LABELS } from "./transfer-words";

type PartProps = { readonly transfer: Transfer };

/** The exact text that both sides confirm, and until when. */
export function Statement({ transfer }: PartProps) {
  return (
    <section aria-labelledby="transfer-statement">
      <h2 id="transfer-statement" className="font-semibold">
        Statement
      </h2>
      <blockquote
        translate="no"
        className="mt-2 max-w-prose rounded-md border border-line bg-surface px-4 py-3 wrap-anywhere whitespace-pre-line"
      >
        {transfer.statement}
      </blockquote>
      {transfer.expiresAt ? (
        <p className="mt-2 text-sm text-muted">{`Unless it is carried out before, it expires ${exactTime(transfer.expiresAt)}.`}</p>
      ) : null}
    </section>
  );
}

/** Who has confirmed, as what, when and, for whoever stood in, why. */
export function Confirmations({ transfer }: PartProps) {
  if (transfer.confirmations.length === 0) return null;
  return (
    <section aria-labelledby="transfer-confirmations">
      <h2 id="transfer-confirmations" className="font-semibold">
        Confirmed
      </h2>
      <ul className="mt-2 flex max-w-prose flex-col gap-3">
        {transfer.confirmations.map(({ side, capacity, fullName, by, reason, at }) => (
          <li key={side} className="wrap-anywhere">
            <span className="font-medium">{fullName}</span>{" "}
            <span>{`for ${transfer[side].name} (${by.name}), ${exactTime(at)}`}</span>
            <span className="block text-sm text-muted">{CAPACITY_LABELS[capacity]}</span>
            {reason ? <span className="block text-sm text-muted">{`Reason: ${reason}`}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What stands against carrying it out. */
export function Unmet({ transfer }: PartProps) {
  if (transfer.unmetConditions.length === 0) return null;
  return (
    <Callout tone="caution" title="As it stands, support can't carry it out.">
      <ul className="list-disc pl-5">
        {transfer.unmetConditions.map(({ code, detail }) => (
          <li key={code}>{detail}</li>
        ))}
      </ul>
    </Callout>
  );
}

/** Before it happens, what it will mean; afterwards what it means. */
export function Meaning({ transfer }: PartProps) {
  const isOver = ["declined", "withdrawn", "expired", "undone"].includes(transfer.status);
  if (isOver) return null;
  return (
    <section aria-labelledby="transfer-meaning">
      <h2 id="transfer-meaning" className="font-semibold">
        What it means for its callers
      </h2>
      <ul className="mt-2 max-w-prose list-disc space-y-1 pl-5">
        <li>The GUID stays, and so does everything that people have consented to.</li>
        <li>
          {transfer.credentials === "keep"
            ? "Secrets and key pairs stay: programs go on as they are. Rotate them where the other account's people should hold them no more."
            : "Secrets and key pairs are revoked: programs are refused until new ones are added and set in them."}
        </li>
        <li>Its calls and usage history stay with it.</li>
        <li>{`The limits of ${transfer.destination.name} hold from the first call on.`}</li>
      </ul>
    </section>
  );
}

/** Why it was declined, withdrawn or undone. */
export function EndReason({ transfer }: PartProps) {
  if (!transfer.endReason) return null;
  return (
    <section aria-labelledby="transfer-end">
      <h2 id="transfer-end" className="font-semibold">
        {`Why it was ${STATE_LABELS[transfer.status].toLowerCase()}`}
      </h2>
      <p className="mt-1 max-w-prose wrap-anywhere whitespace-pre-wrap">{transfer.endReason}</p>
    </section>
  );
}
