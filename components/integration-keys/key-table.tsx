"use client";

import { clsx } from "clsx";

import type { IntegrationKey, ListedKey } from "@/lib/contracts/integration-keys";

import { KEY_COLUMNS, KEY_GRID } from "./key-columns";
import { KeyRow } from "./key-row";

type KeyTableProps = {
  readonly accountId: string;
  readonly pages: readonly (readonly ListedKey[])[];
  readonly now: string;
  readonly onRevoke: (key: IntegrationKey) => void;
};

/**
 * The keys as a table; narrower than 60rem the same table, each row a labelled block. Each page is a body of its own,
 * which the browser leaves out while it is out of sight.
 */
export function KeyTable({ accountId, pages, now, onRevoke }: KeyTableProps) {
  return (
    <div className="@container">
      <table aria-label="Integration keys" className="block w-full text-left text-base tabular-nums">
        <thead className="sr-only bg-paper @min-[60rem]:not-sr-only @min-[60rem]:sticky! @min-[60rem]:top-0 @min-[60rem]:z-10 @min-[60rem]:block @min-[60rem]:bg-paper!">
          <tr className={clsx("grid h-9 items-center shadow-[inset_0_-1px_0_var(--color-line)]", KEY_GRID)}>
            {KEY_COLUMNS.map((column) => (
              <th key={column} scope="col" className="text-xs font-medium text-muted">
                {column}
              </th>
            ))}
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        {pages.map((keys, page) => (
          // By its place: named by its first key, a newer one would make every row anew, and take the focus with it.
          <tbody
            key={page}
            className="block [contain-intrinsic-size:auto_800rem] [content-visibility:auto] [overflow-clip-margin:2rem] @min-[60rem]:[contain-intrinsic-size:auto_190rem]"
          >
            {keys.map((key) => (
              <KeyRow key={key.id} accountId={accountId} row={key} now={now} onRevoke={onRevoke} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
