import { clsx } from "clsx";
import { memo } from "react";

import { Badge, type Tone } from "@/components/ui/marks/badge";
import { CallMark } from "@/components/ui/marks/call-mark";
import { CopyButton } from "@/components/ui/buttons/copy-button";
import { Link } from "@/components/ui/links/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Call, CallToken } from "@/lib/contracts/keys/key-usage";
import { CALL_CODE_LABELS, verdictGroup, type VerdictGroup } from "@/lib/domain/verdict/verdict-group";
import { exactTime } from "@/lib/domain/format/dates";
import { explainCallPage } from "@/lib/addresses/pages";

const TONES: Record<VerdictGroup, Tone> = {
  allowed: "positive",
  insufficient_scope: "caution",
  ended: "danger",
  limited: "neutral",
  other: "neutral",
};

type CallTableProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly rows: readonly Call[];
};

/** Of a row where the table is narrow: a block with the time and the verdict on top. */
const NARROW = "@max-[57rem]:h-auto @max-[57rem]:min-w-0 @max-[57rem]:p-0";
const NARROW_LINE = `${NARROW} @max-[57rem]:col-span-full`;

/** Calls as rows, newest first; narrower than 57rem, each row is a block. */
export function CallTable({ accountId, keyId, rows }: CallTableProps) {
  return (
    <div className="@container">
      <Table label="Calls with this key" className="table-fixed @max-[57rem]:block">
        <thead className="@max-[57rem]:sr-only">
          <tr>
            <Th className="w-46">Time</Th>
            <Th className="w-56">Verdict</Th>
            <Th>Request, scopes needed</Th>
            <Th className="w-52">Address, user agent</Th>
            <Th className="w-28">Call id</Th>
          </tr>
        </thead>
        <tbody className="@max-[57rem]:block @max-[57rem]:border-t @max-[57rem]:border-line">
          {rows.map((call) => (
            <CallRow key={call.id} accountId={accountId} keyId={keyId} call={call} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

const GRANT_WORDS: Record<CallToken["grant"], string> = {
  code: "by a code",
  refresh: "refreshed",
  implicit: "by Implicit",
  jwt: "by JWT Grant",
};

/** Whom the app acted as, and what its token came from. */
function tokenWords({ person, grant, familyId, approvedBy }: CallToken): string {
  const approved = approvedBy === null ? "" : `, approved by ${approvedBy}`;
  return `as ${person.name}, ${GRANT_WORDS[grant]}${approved}${familyId === null ? "" : `, family …${familyId.slice(-8)}`}`;
}

function tokenTitle({ consentId, familyId, resource }: CallToken): string {
  const family = familyId === null ? "" : `, token family ${familyId}`;
  return `Consent ${consentId}${family}${resource === null ? "" : `, for ${resource} only`}`;
}

type CallRowProps = Omit<CallTableProps, "rows"> & { readonly call: Call };

const CallRow = memo(function CallRow({ accountId, keyId, call }: CallRowProps) {
  return (
    <Tr className="motion-safe:animate-fade @max-[57rem]:grid @max-[57rem]:grid-cols-[1fr_auto] @max-[57rem]:gap-x-3 @max-[57rem]:gap-y-1.5 @max-[57rem]:py-3">
      <Td className={clsx("whitespace-nowrap", NARROW)}>
        <time dateTime={call.at} className="text-sm">
          {exactTime(call.at)}
        </time>
      </Td>
      <Td className={clsx(NARROW, "@max-[57rem]:text-right")}>
        <span className="mr-2 inline-block">
          <CallMark verdict={call.code === "allowed" ? "accepted" : "refused"} />
        </span>
        <Badge tone={TONES[verdictGroup(call.code)]}>{CALL_CODE_LABELS[call.code]}</Badge>
        {call.code === "allowed" ? null : (
          <Link
            href={explainCallPage(accountId, keyId, call.id)}
            aria-label={`Explain call …${call.id.slice(-8)}`}
            className="ml-2 rounded-sm text-sm font-medium text-accent hover:underline"
          >
            Explain
          </Link>
        )}
        {call.legacyUser === null ? null : (
          <span className="block text-sm text-muted">{`legacy, as ${call.legacyUser}`}</span>
        )}
        {call.outcomeStatus ? (
          <span className="block text-sm text-muted">{`ended with ${call.outcomeStatus}`}</span>
        ) : null}
      </Td>
      <Td className={NARROW_LINE}>
        <code translate="no" className="block truncate text-sm" title={`${call.method} ${call.path}`}>
          <span className="text-muted">{call.method}</span> <span>{call.path}</span>
        </code>
        <span className="block truncate text-xs text-muted" title={call.scopesNeeded.join(" ")}>
          {call.scopesNeeded.length === 0 ? (
            "no scope needed"
          ) : (
            <code translate="no">{call.scopesNeeded.join(" ")}</code>
          )}
        </span>
        {call.token ? (
          <span className="block truncate text-xs text-muted" title={tokenTitle(call.token)}>
            {tokenWords(call.token)}
          </span>
        ) : null}
      </Td>
      <Td className={NARROW_LINE}>
        <code translate="no" className="block truncate text-sm" title={call.address ?? undefined}>
          {call.address ?? "unknown address"}
        </code>
        <span className="block truncate text-xs text-muted" title={call.userAgent ?? undefined}>
          {call.userAgent ?? "no user agent"}
        </span>
      </Td>
      <Td className={NARROW_LINE}>
        <span className="flex items-center gap-0.5 whitespace-nowrap">
          <code translate="no" className="text-sm text-muted" title={call.id}>{`…${call.id.slice(-8)}`}</code>
          <CopyButton text={call.id} label="Copy call id" />
        </span>
      </Td>
    </Tr>
  );
});
