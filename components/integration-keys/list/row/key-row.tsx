"use client";

import { clsx } from "clsx";
import { memo, useId } from "react";

import { CopyButton } from "@/components/ui/buttons/copy-button";
import { Link } from "@/components/ui/links/link";
import { LiveBadge } from "@/components/key-parts/live-badge";
import type { IntegrationKey, ListedKey } from "@/lib/contracts/keys/integration-keys";
import { METHOD_LABELS } from "@/lib/domain/keys/availability";
import { keyPage } from "@/lib/addresses/pages";

import { KEY_GRID, shownWith } from "./key-columns";
import { KeyEndCell } from "./key-end-cell";
import { KeyRowActions } from "./key-row-actions";
import { KeyRowMenu } from "./key-row-menu";
import { KeyScopesCell } from "./key-scopes-cell";
import { KeyFlags, KeyStatusBadge } from "./key-status";
import { KeyUseCell } from "./key-use-cell";

type KeyRowProps = {
  readonly accountId: string;
  readonly row: ListedKey;
  readonly now: string;
  /** The scale of the page's lifelines, as two numbers: a row is drawn again only when one of its props changes. */
  readonly scaleFrom: number;
  readonly scaleTo: number;
  readonly onRevoke: (key: IntegrationKey) => void;
};

/**
 * One key of the list, one line high; on a narrow screen two, with a menu in place of the actions. Drawn again only when
 * the key or the minute changes.
 */
export const KeyRow = memo(function KeyRow(props: KeyRowProps) {
  const { accountId, row, now, scaleFrom, scaleTo, onRevoke } = props;
  const nameId = useId();
  return (
    <tr
      className={clsx(
        "group/row flex flex-wrap items-center border-b border-line py-2 @min-[36rem]:h-10 @min-[36rem]:py-0 @min-[36rem]:hover:bg-surface",
        KEY_GRID,
      )}
    >
      <td className="flex min-w-0 grow basis-[calc(100%-7.5rem)] items-center gap-2 pr-3">
        <Link
          id={nameId}
          href={keyPage(accountId, row.id)}
          // A page of the list would prefetch fifty pages.
          prefetch={false}
          title={row.name}
          className="block min-w-0 truncate rounded-sm py-0.5 font-medium hover:underline"
        >
          {row.name}
        </Link>
        <LiveBadge subject={row} />
        <KeyFlags subject={row} />
        <KeyHint row={row} />
      </td>
      <td className={clsx("pr-3", shownWith("GUID"))}>
        <span className="flex items-center">
          <code translate="no" className="truncate text-xs text-muted" title={row.clientId}>
            {row.clientId}
          </code>
          <CopyButton text={row.clientId} label="Copy GUID" />
        </span>
      </td>
      <td className={clsx("truncate pr-3 text-sm", shownWith("Method"))}>
        {row.agent ? "Agent" : METHOD_LABELS[row.method]}
      </td>
      <td className={clsx("min-w-0 pr-3 text-sm", shownWith("Scopes"))}>
        <KeyScopesCell scopes={row.scopes} />
      </td>
      <td className={clsx("truncate pr-3 text-sm", shownWith("Created by"))} title={row.createdBy.email}>
        {row.createdBy.name}
      </td>
      <td className="order-2 min-w-0 grow pr-3 text-sm @min-[36rem]:order-none">
        <KeyUseCell row={row} now={now} />
      </td>
      <td className="order-2 min-w-0 text-sm @min-[36rem]:order-none @min-[36rem]:pr-3">
        <KeyEndCell row={row} now={now} scale={{ from: scaleFrom, to: scaleTo }} />
      </td>
      <td className="order-1 w-21 shrink-0 text-right @min-[36rem]:order-none @min-[36rem]:w-auto @min-[36rem]:text-left">
        <KeyStatusBadge status={row.status} />
      </td>
      <td className="order-1 flex w-9 shrink-0 justify-end @min-[36rem]:order-none @min-[36rem]:w-auto">
        <KeyRowActions accountId={accountId} row={row} onRevoke={onRevoke} describedBy={nameId} />
        <KeyRowMenu accountId={accountId} row={row} onRevoke={onRevoke} />
      </td>
    </tr>
  );
});

/** By what its secret is known: the last four characters, where there is room for them beside the name. */
function KeyHint({ row }: { readonly row: ListedKey }) {
  if (!row.prefix || !row.lastFour) return null;
  const whole = `${row.prefix}_…${row.lastFour}`;
  return (
    <code
      translate="no"
      title={whole}
      className="ml-auto hidden shrink-0 text-xs text-muted @min-[66rem]:block"
    >
      {`…${row.lastFour}`}
    </code>
  );
}
