import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

import { CopyButton } from "@/components/ui/buttons/copy-button";
import { Link } from "@/components/ui/links/link";
import type { AuditEvent } from "@/lib/contracts/accounts/audit";
import { exactTime, relativeTime } from "@/lib/domain/format/dates";
import { notBefore } from "@/lib/domain/time/not-before";
import { actorWords, deedWords } from "@/lib/domain/record/audit-words";
import { auditLogPage, keyPage } from "@/lib/addresses/pages";

import { ChangeTable } from "./change-table";

type AuditEventItemProps = { readonly event: AuditEvent; readonly accountId: string; readonly now: string };

/** One event as a sentence; opened, all that the record holds of it. */
export function AuditEventItem({ event, accountId, now }: AuditEventItemProps) {
  return (
    <li>
      <details className="group">
        <summary className="flex cursor-pointer list-none items-start gap-3 py-2.5 hover:bg-surface [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden="true"
            className="mt-0.5 size-4 shrink-0 text-muted transition-transform group-open:rotate-90"
          />
          <span className="flex min-w-0 flex-1 flex-col justify-between gap-x-6 sm:flex-row">
            <span className="min-w-0 wrap-anywhere">
              <span className="font-medium">{actorWords(event)}</span> <span>{deedWords(event)}</span>
              {event.reason ? <span className="text-muted">{`: ${event.reason}`}</span> : null}
            </span>
            <time
              dateTime={event.at}
              title={exactTime(event.at)}
              className="shrink-0 text-sm text-muted tabular-nums"
            >
              {relativeTime(event.at, notBefore(now, event.at))}
            </time>
          </span>
        </summary>
        <div className="flex flex-col gap-4 pt-1 pb-5 sm:pl-7">
          <ChangeTable event={event} />
          <Facts event={event} />
          <p className="flex flex-wrap gap-x-4 text-sm">
            {event.subjectKind === "integration_key" ? (
              <Link className={LINK} href={keyPage(accountId, event.subjectId)}>
                Open the key
              </Link>
            ) : null}
            <Link
              className={LINK}
              href={auditLogPage(
                accountId,
                event.subjectKind === "integration_key"
                  ? { keyId: event.subjectId }
                  : { subjectId: event.subjectId },
              )}
            >{`Everything about ${event.subjectName}`}</Link>
          </p>
        </div>
      </details>
    </li>
  );
}

const LINK = "underline decoration-line-strong underline-offset-3 hover:decoration-ink wrap-anywhere";

function Facts({ event }: { readonly event: AuditEvent }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1 text-sm">
      <Fact name="Time">{exactTime(event.at)}</Fact>
      {event.reason ? <Fact name="Reason">{event.reason}</Fact> : null}
      <Fact name="Address">{event.address ?? "none: not over the network"}</Fact>
      <Fact name="User agent">{event.userAgent ?? "none"}</Fact>
      <Fact name="Request id">
        <span className="inline-flex max-w-full items-center gap-1">
          <code translate="no" className="min-w-0 break-all">
            {event.requestId}
          </code>
          <CopyButton text={event.requestId} label="Copy request id" className="-my-1" />
        </span>
      </Fact>
      <Fact name="Event">
        <span>{`${event.sequence}, hash`}</span>{" "}
        <code translate="no" className="break-all">
          {event.hash}
        </code>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere whitespace-pre-wrap">{children}</dd>
    </>
  );
}
