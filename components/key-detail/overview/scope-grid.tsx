import { clsx } from "clsx";

import { Tooltip } from "@/components/ui/tooltip";
import type { ScopeCell, ScopePicture, ScopeUse } from "./scope-picture";

/** Resources by actions; each held scope a square whose filling says how lately it was used. */
export function ScopeGrid({ picture }: { readonly picture: ScopePicture }) {
  // What is placed in it for ears alone is placed by it, and scrolls with it: else it would widen the page.
  return (
    <section aria-label="Granted scopes by resource and action" className="relative overflow-x-auto">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            <th scope="col" className="h-8 pr-3 font-medium">
              Resource
            </th>
            {picture.actions.map((action) => (
              <th key={action} scope="col" className="w-16 px-1 text-center font-medium">
                {action}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {picture.rows.map((row) => (
            <tr key={row.resource} className="border-b border-line">
              <th scope="row" className="h-9 pr-3 font-normal">
                {row.label}
              </th>
              {row.cells.map((cell, index) => (
                <td key={picture.actions[index]} className="px-1 text-center">
                  {cell ? <Cell cell={cell} /> : <span className="sr-only">not granted</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ cell }: { readonly cell: ScopeCell }) {
  return (
    <Tooltip content={cell.text}>
      <button
        type="button"
        aria-label={cell.text}
        className="inline-flex size-7 items-center justify-center rounded-sm hover:bg-sunken"
      >
        <ScopeMark use={cell.use} isEffective={cell.isEffective} />
      </button>
    </Tooltip>
  );
}

const LOOKS: Record<ScopeUse, string> = {
  recent: "fill-accent stroke-accent",
  earlier: "fill-accent-soft stroke-accent",
  never: "fill-transparent stroke-line-strong",
};

/** The square of a scope: full, pale or hollow; crossed out where the creator's profile takes it away. */
export function ScopeMark({ use, isEffective }: { readonly use: ScopeUse; readonly isEffective: boolean }) {
  return (
    <svg width={16} height={16} viewBox="0 0 16 16" className="shrink-0" aria-hidden="true">
      <rect
        x={1.5}
        y={1.5}
        width={13}
        height={13}
        rx={2.5}
        strokeWidth={1.5}
        strokeDasharray={isEffective ? undefined : "2 2"}
        className={clsx(isEffective ? LOOKS[use] : "fill-transparent stroke-caution")}
      />
      {use === "earlier" && isEffective ? (
        <path d="M3 13 13 3" className="stroke-accent" strokeWidth={1.5} />
      ) : null}
      {isEffective ? null : (
        <path d="M4.5 4.5l7 7M11.5 4.5l-7 7" className="stroke-caution" strokeWidth={1.5} />
      )}
    </svg>
  );
}
