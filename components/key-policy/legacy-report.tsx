import { Badge } from "@/components/ui/marks/badge";
import { Link } from "@/components/ui/links/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { keyPage } from "@/lib/addresses/pages";
import type { LegacyAuthentication, LegacyUse } from "@/lib/contracts/keys/legacy-authentication";
import { count } from "@/lib/domain/format/numbers";
import { notBefore } from "@/lib/domain/time/not-before";

import { ADVICE_TEXTS, adviceLink } from "./legacy-words";

type LegacyReportProps = {
  readonly accountId: string;
  readonly now: string;
  readonly legacy: LegacyAuthentication;
};

/** The migration report: which people still use it with which keys, and what they should do instead. */
export function LegacyReport({ accountId, now, legacy }: LegacyReportProps) {
  const { uses, hasMore, isAllowed } = legacy;
  if (uses.length === 0) {
    return (
      <p className="text-sm text-muted">
        {isAllowed ? "Nobody has used it yet." : "Nobody has ever used it in this account."}
      </p>
    );
  }
  return (
    <div>
      <h3 className="mb-2 font-semibold">Who still uses it</h3>
      <Table label="Who still uses legacy authentication" className="max-[52rem]:block">
        <thead className="max-[52rem]:sr-only">
          <tr>
            <Th>Key, person</Th>
            <Th>Calls</Th>
            <Th>First, last</Th>
            <Th>Instead</Th>
          </tr>
        </thead>
        <tbody className="max-[52rem]:block">
          {uses.map((use) => (
            <UseRow key={`${use.key.id} ${use.user.id}`} accountId={accountId} now={now} use={use} />
          ))}
        </tbody>
      </Table>
      {hasMore ? <p className="mt-2 text-sm text-muted">Earlier uses are not listed.</p> : null}
    </div>
  );
}

const NARROW = "max-[52rem]:block max-[52rem]:h-auto max-[52rem]:p-0";

function UseRow({ accountId, now, use }: Omit<LegacyReportProps, "legacy"> & { readonly use: LegacyUse }) {
  const { key, user, allowedCalls, refusedCalls } = use;
  const link = adviceLink(accountId, use);
  return (
    <Tr className="max-[52rem]:flex max-[52rem]:flex-col max-[52rem]:gap-1.5 max-[52rem]:py-3">
      <Td className={NARROW}>
        <span className="flex flex-wrap items-center gap-2">
          {key.isOwn ? (
            <Link
              href={keyPage(accountId, key.id, { tab: "calls" })}
              className="rounded-sm font-medium text-accent hover:underline"
            >
              {key.name}
            </Link>
          ) : (
            <span className="font-medium">{key.name}</span>
          )}
          {key.status === "active" ? null : <Badge tone="neutral">{key.status}</Badge>}
        </span>
        <span className="block text-sm break-all text-muted">{`${user.name}, ${user.email}`}</span>
      </Td>
      <Td className={NARROW}>
        <span className="block">{count(allowedCalls, "call")}</span>
        {refusedCalls > 0 ? (
          <span className="block text-sm text-muted">{`and ${refusedCalls} refused`}</span>
        ) : null}
      </Td>
      <Td className={NARROW}>
        <span className="block text-sm text-muted">
          <span>since</span> <Time at={use.firstUsedAt} now={notBefore(now, use.firstUsedAt)} />
        </span>
        <span className="block">
          <span>last</span> <Time at={use.lastUsedAt} now={notBefore(now, use.lastUsedAt)} />
        </span>
      </Td>
      <Td className={NARROW}>
        <span className="block text-sm">{ADVICE_TEXTS[use.advice]}</span>
        <Link href={link.href} className="rounded-sm text-sm font-medium text-accent hover:underline">
          {link.text}
        </Link>
      </Td>
    </Tr>
  );
}
