"use client";

import { useQuery } from "@tanstack/react-query";

import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import type { OutboxMail } from "@/lib/contracts/people/outbox";
import { outboxQuery } from "@/lib/queries/people/outbox";
import { RequestError } from "@/lib/queries/request";

import { partsOf } from "./mail-text";

/** The mails that the demo would have sent, newest first; new ones come by themselves. */
export function OutboxMails() {
  const outbox = useQuery(outboxQuery());
  if (outbox.isPending) return <Skeleton className="h-60 w-full" />;
  if (outbox.isError) {
    return (
      <ErrorState
        detail={outbox.error.message}
        requestId={outbox.error instanceof RequestError ? outbox.error.requestId : null}
        onRetry={() => void outbox.refetch()}
      />
    );
  }
  const { data, now } = outbox.data;
  if (data.length === 0) {
    return (
      <EmptyState title="Nothing was mailed yet">
        Invite somebody, or ask for a link to choose another password: the mail is here a moment later.
      </EmptyState>
    );
  }
  return (
    <ul className="flex flex-col gap-4">
      {data.map((mail) => (
        <li key={mail.id}>
          <MailEntry mail={mail} now={now} />
        </li>
      ))}
    </ul>
  );
}

function MailEntry({ mail, now }: { readonly mail: OutboxMail; readonly now: string }) {
  const title = `mail-${mail.id}`;
  return (
    <article aria-labelledby={title} className="rounded-md border border-line bg-surface px-5 py-4">
      <h2 id={title} className="text-base font-semibold wrap-anywhere">
        {mail.subject}
      </h2>
      <p className="mt-0.5 flex flex-wrap gap-x-3 text-sm text-muted">
        <span className="wrap-anywhere">{`To ${mail.toName} <${mail.toAddress}>`}</span>
        <Time at={mail.at} now={now} />
      </p>
      <p className="mt-3 whitespace-pre-wrap wrap-anywhere">
        {partsOf(mail.text, globalThis.location.origin).map((part) =>
          part.isLink ? (
            <a
              key={part.at}
              href={part.text}
              translate="no"
              className="underline underline-offset-3 hover:decoration-ink"
            >
              {part.text}
            </a>
          ) : (
            <span key={part.at}>{part.text}</span>
          ),
        )}
      </p>
    </article>
  );
}
