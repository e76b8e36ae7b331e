"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { memo, useId, type ReactNode } from "react";

import { CopyButton } from "@/components/ui/copy-button";
import { Lifeline } from "@/components/ui/lifeline";
import { Sparkline } from "@/components/ui/sparkline";
import { Time } from "@/components/ui/time";
import type { IntegrationKey, ListedKey } from "@/lib/contracts/integration-keys";
import { METHOD_LABELS } from "@/lib/domain/availability";
import { keyPage } from "@/lib/view/routes";

import { KEY_GRID } from "./key-columns";
import { KeyRowActions } from "./key-row-actions";
import { KeyScopesCell } from "./key-scopes-cell";
import { KeyFlags, KeyStatusBadge } from "./key-status";

type KeyRowProps = {
  readonly accountId: string;
  readonly row: ListedKey;
  readonly now: string;
  readonly onRevoke: (key: IntegrationKey) => void;
};

/** One key of the list. Drawn again only when the key or the minute changes. */
export const KeyRow = memo(function KeyRow({ accountId, row, now, onRevoke }: KeyRowProps) {
  const nameId = useId();
  return (
    <tr
      className={clsx(
        "group/row relative grid grid-cols-2 gap-x-4 gap-y-3 border-b border-line py-4 @min-[34rem]:grid-cols-3 @min-[60rem]:min-h-15 @min-[60rem]:items-center @min-[60rem]:gap-0 @min-[60rem]:py-2 @min-[60rem]:hover:bg-surface",
        KEY_GRID,
      )}
    >
      <td className="col-span-full min-w-0 pr-20 @min-[60rem]:col-span-1 @min-[60rem]:pr-3">
        <Link
          id={nameId}
          href={keyPage(accountId, row.id)}
          // A page of the list would prefetch fifty pages.
          prefetch={false}
          className="line-clamp-2 rounded-sm font-medium break-words hover:underline"
        >
          {row.name}
        </Link>
        <div className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1">
          {row.prefix && row.lastFour ? (
            <code className="text-xs text-muted">
              {row.prefix}_…{row.lastFour}
            </code>
          ) : null}
          <KeyFlags subject={row} />
        </div>
      </td>
      <Cell label="GUID">
        <span className="flex items-center gap-0.5">
          <code className="truncate text-xs" title={row.clientId}>
            {row.clientId}
          </code>
          <CopyButton text={row.clientId} label="Copy GUID" />
        </span>
      </Cell>
      <Cell label="Method">{METHOD_LABELS[row.method]}</Cell>
      <Cell label="Scopes">
        <KeyScopesCell scopes={row.scopes} />
      </Cell>
      <Cell label="Created by">
        <span className="line-clamp-2 break-words" title={row.createdBy.email}>
          {row.createdBy.name}
        </span>
      </Cell>
      <Cell label="Last used">
        {row.lastUsedAt ? <Time at={row.lastUsedAt} now={now} /> : <span className="text-muted">Never</span>}
        <div className="mt-1">
          <Sparkline values={row.dailyCalls} />
        </div>
      </Cell>
      <Cell label="Expires">
        <KeyEnd row={row} now={now} />
        <div className="mt-1.5 -ml-1 max-w-36">
          <Lifeline facts={row} now={now} />
        </div>
      </Cell>
      <td className="absolute top-4 right-0 @min-[60rem]:static">
        <KeyStatusBadge status={row.status} />
      </td>
      <td className="col-span-full @min-[60rem]:col-span-1">
        <KeyRowActions accountId={accountId} row={row} onRevoke={onRevoke} describedBy={nameId} />
      </td>
    </tr>
  );
});

/** When the key ends: by its expiry, or before it by a replacement or a revocation. */
function KeyEnd({ row, now }: { readonly row: IntegrationKey; readonly now: string }) {
  const [word, at] =
    row.status === "revoked"
      ? ["Ended", row.revokedAt]
      : row.status === "retiring"
        ? ["Ends", row.retiresAt]
        : ["", row.expiresAt];
  if (at === null) return <span className="text-muted">Does not expire</span>;
  return (
    <span className={row.status === "revoked" ? "text-muted" : undefined}>
      {word === "" ? null : `${word} `}
      <Time at={at} now={now} />
    </span>
  );
}

/** A cell that says its column by itself where there are no columns. */
function Cell({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <td
      data-label={label}
      className="min-w-0 text-sm before:mb-0.5 before:block before:text-xs before:text-muted before:content-[attr(data-label)] @min-[60rem]:pr-3 @min-[60rem]:before:hidden"
    >
      {children}
    </td>
  );
}
