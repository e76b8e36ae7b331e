import { clsx } from "clsx";
import { useState } from "react";

import { Badge, type Tone } from "@/components/ui/marks/badge";
import { Button } from "@/components/ui/buttons/button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { GoLive, GoLiveCall } from "@/lib/contracts/go-live/go-live";
import type { NotCounted } from "@/lib/domain/go-live/readiness";
import { exactDay, exactTime } from "@/lib/domain/format/dates";
import { count, number } from "@/lib/domain/format/numbers";

import { CallLink } from "./call-link";

const REASONS: Record<NotCounted, { readonly label: string; readonly tone: Tone }> = {
  polling: { label: "Polling", tone: "danger" },
  hourly_limit: { label: "Hourly limit", tone: "danger" },
  burst_limit: { label: "Burst limit", tone: "danger" },
  refused: { label: "Refused", tone: "caution" },
  failed: { label: "Failed", tone: "caution" },
  sign_in: { label: "Sign-in", tone: "neutral" },
};
const FIRST_SHOWN = 12;

type JudgedCallsProps = { readonly accountId: string; readonly keyId: string; readonly goLive: GoLive };

/** The calls, newest first: whether each counts, and why not. */
export function JudgedCalls({ accountId, keyId, goLive }: JudgedCallsProps) {
  const { calls, looked, window } = goLive;
  const [isAll, setAll] = useState(false);
  const [onlyFaults, setOnlyFaults] = useState(false);
  const chosen = onlyFaults ? calls.filter(({ counts }) => !counts) : calls;
  const shown = isAll ? chosen : chosen.slice(0, FIRST_SHOWN);
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="max-w-prose text-sm text-muted">
          {`${number(looked.counted)} of ${count(looked.calls, "call")} since ${exactDay(looked.since)} count.${isSplit(goLive) ? ` ${number(window.count)} of them lie in one window: 24 hours at most, and a broken rule ends it.` : ""}`}
        </p>
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={onlyFaults}
            onChange={(event) => setOnlyFaults(event.target.checked)}
            className="size-4"
          />
          Only calls that do not count
        </label>
      </div>
      {shown.length === 0 ? (
        <p className="border-t border-line py-3 text-muted">Every call that is listed counts.</p>
      ) : (
        <div className="@container">
          <Table label="Calls and whether they count" className="table-fixed @max-[48rem]:block">
            <thead className="@max-[48rem]:sr-only">
              <tr>
                <Th className="w-46">Time</Th>
                <Th className="w-31">Counts</Th>
                <Th>Request</Th>
                <Th className="w-21">Call</Th>
              </tr>
            </thead>
            <tbody className="@max-[48rem]:block @max-[48rem]:border-t @max-[48rem]:border-line">
              {shown.map((call) => (
                <CallRow key={call.id} accountId={accountId} keyId={keyId} call={call} />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      {chosen.length > FIRST_SHOWN ? (
        <Button className="mt-3" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
          {isAll ? `Show the newest ${number(FIRST_SHOWN)}` : `Show all ${number(chosen.length)}`}
        </Button>
      ) : null}
      {looked.calls > calls.length ? (
        <p className="mt-2 text-sm text-muted">
          {`${count(calls.length, "call")} are listed: the newest, those of the best window, and those at fault. All are under Calls.`}
        </p>
      ) : null}
    </>
  );
}

/** Not all calls that count lie in the best window. */
function isSplit({ looked, window }: GoLive): boolean {
  return looked.counted > window.count;
}

const NARROW = "@max-[48rem]:h-auto @max-[48rem]:p-0";

type CallRowProps = Omit<JudgedCallsProps, "goLive"> & { readonly call: GoLiveCall };

function CallRow({ accountId, keyId, call }: CallRowProps) {
  return (
    <Tr className="motion-safe:animate-fade @max-[48rem]:grid @max-[48rem]:grid-cols-[minmax(0,1fr)_auto] @max-[48rem]:gap-x-3 @max-[48rem]:gap-y-1 @max-[48rem]:py-3">
      <Td className={clsx("whitespace-nowrap", NARROW)}>
        <time dateTime={call.at} className="text-sm">
          {exactTime(call.at)}
        </time>
      </Td>
      <Td className={clsx("whitespace-nowrap", NARROW)}>
        {call.reason === null ? (
          <Badge tone="positive">{call.isInWindow ? "Counts" : "Counts, outside"}</Badge>
        ) : (
          <Badge tone={REASONS[call.reason].tone}>{REASONS[call.reason].label}</Badge>
        )}
      </Td>
      <Td className={NARROW}>
        <code translate="no" className="block text-sm break-all">
          <span className="text-muted">{call.method}</span> <span>{call.path}</span>
        </code>
        {call.detail === null ? null : <span className="block text-sm text-muted">{call.detail}</span>}
      </Td>
      <Td className={clsx("whitespace-nowrap", NARROW)}>
        <CallLink accountId={accountId} keyId={keyId} call={call} />
      </Td>
    </Tr>
  );
}
