"use client";

import { clsx } from "clsx";
import { useMemo } from "react";

import type { IntegrationKey, ListedKey } from "@/lib/contracts/keys/integration-keys";
import { exactDay } from "@/lib/domain/format/dates";
import { lifelineScale } from "@/components/key-parts/lifeline/lifeline-geometry";

import { KEY_COLUMNS, KEY_GRID } from "./row/key-columns";
import { KeyRow } from "./row/key-row";

type KeyTableProps = {
  readonly accountId: string;
  readonly pages: readonly (readonly ListedKey[])[];
  readonly now: string;
  readonly onRevoke: (key: IntegrationKey) => void;
};

/**
 * The keys as a table of rows of one line; narrower than 36rem the same rows, with two. Each page is a body of its own,
 * which the browser leaves out while it is out of sight. The lifelines share one scale.
 */
export function KeyTable({ accountId, pages, now, onRevoke }: KeyTableProps) {
  const scale = useMemo(() => lifelineScale(pages.flat(), now), [pages, now]);
  const reach = scale ? `${exactDay(iso(scale.from))} to ${exactDay(iso(scale.to))}` : "";
  return (
    <div className="@container">
      <table aria-label="Integration keys" className="block w-full text-left text-base tabular-nums">
        <thead className="sr-only bg-paper @min-[36rem]:not-sr-only @min-[36rem]:sticky! @min-[36rem]:top-0 @min-[36rem]:z-10 @min-[36rem]:block @min-[36rem]:bg-paper!">
          <tr className={clsx("h-9 items-center shadow-[inset_0_-1px_0_var(--color-line)]", KEY_GRID)}>
            {KEY_COLUMNS.map(({ name, shown }) => (
              <th
                key={name}
                scope="col"
                title={name === "Expires" ? `Lifelines from ${reach}` : undefined}
                className={clsx("text-xs font-medium text-muted", shown)}
              >
                {name}
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
            className="block [contain-intrinsic-size:auto_212rem] [content-visibility:auto] [overflow-clip-margin:2rem] @min-[36rem]:[contain-intrinsic-size:auto_125rem]"
          >
            {keys.map((key) => (
              <KeyRow
                key={key.id}
                accountId={accountId}
                row={key}
                now={now}
                scaleFrom={scale?.from ?? 0}
                scaleTo={scale?.to ?? 0}
                onRevoke={onRevoke}
              />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
