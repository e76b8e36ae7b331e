import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

import { CallMark } from "@/components/ui/marks/call-mark";
import { CopyButton } from "@/components/ui/buttons/copy-button";
import type { LoggedRequest } from "@/lib/contracts/people/request-logs";
import { exactTime, preciseTime, relativeTime } from "@/lib/domain/format/dates";
import { decimal } from "@/lib/domain/format/numbers";
import { notBefore } from "@/lib/domain/time/not-before";

type LoggedRequestEntryProps = {
  readonly request: LoggedRequest;
  /** Its number in the log, from 1. */
  readonly place: number;
  readonly now: string;
};

/** A request on one line, which opens to all that is known of it. */
export function LoggedRequestEntry({ request, place, now }: LoggedRequestEntryProps) {
  const { method, target, status, code, at } = request;
  const isAccepted = status < 400;
  return (
    <li>
      <details className="group">
        <summary className="grid cursor-pointer list-none grid-cols-[auto_2.25rem_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 py-2.5 hover:bg-surface sm:grid-cols-[auto_2.25rem_minmax(0,1fr)_auto_7.5rem] [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden="true"
            className="size-4 text-muted transition-transform group-open:rotate-90 motion-reduce:transition-none"
          />
          <span className="text-right text-sm text-muted tabular-nums">{place}</span>
          <code translate="no" className="min-w-0 text-sm">
            <span className="block truncate group-open:wrap-anywhere group-open:whitespace-normal">
              <span className="font-semibold">{`${method} `}</span>
              <span>{target}</span>
            </span>
            {code === "allowed" ? null : <span className="block truncate text-danger">{code}</span>}
          </code>
          <span className="inline-flex items-center gap-1.5 text-sm tabular-nums">
            <CallMark verdict={isAccepted ? "accepted" : "refused"} />
            <span>{status}</span>
          </span>
          <time
            dateTime={at}
            title={exactTime(at)}
            className="col-start-3 text-sm whitespace-nowrap text-muted tabular-nums sm:col-start-5 sm:text-right"
          >
            {relativeTime(at, notBefore(now, at))}
          </time>
        </summary>
        <Detail request={request} />
      </details>
    </li>
  );
}

function Detail({ request }: { readonly request: LoggedRequest }) {
  const { headers, key, account, address, at, durationMilliseconds, status, code, id } = request;
  return (
    <div className="flex flex-col gap-4 pt-2.5 pb-5 sm:pl-[4.75rem]">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        <Fact name="Answer">
          <span>{`${status}, after ${decimal(durationMilliseconds, 1)} ms`}</span>
        </Fact>
        <Fact name="Verdict">
          <code translate="no">{code}</code>
        </Fact>
        <Fact name="At">{preciseTime(at)}</Fact>
        <Fact name="From">
          <code translate="no">{address ?? "unknown address"}</code>
        </Fact>
        <Fact name="Key">{key.name}</Fact>
        <Fact name="Account">{account.name}</Fact>
        <Fact name="Request id">
          <span className="inline-flex max-w-full items-center gap-1">
            <code translate="no" className="break-all">
              {id}
            </code>
            <CopyButton text={id} label="Copy request id" />
          </span>
        </Fact>
      </dl>
      {headers.length === 0 ? (
        <p className="text-sm text-muted">The resource server told of no headers.</p>
      ) : (
        <section aria-label="Headers" className="overflow-x-auto rounded-md border border-line bg-sunken p-3">
          <dl translate="no" className="flex flex-col gap-0.5 font-mono text-sm">
            {headers.map(({ name, value }) => (
              <div key={name} className="wrap-anywhere">
                <dt className="inline text-muted">{`${name}:`}</dt> <dd className="inline">{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}
