"use client";

import { clsx } from "clsx";

import type { PaletteEntry, PaletteGroup } from "./palette-entries";

type PaletteListProps = {
  readonly base: string;
  readonly groups: readonly PaletteGroup[];
  readonly currentId: string | null;
  readonly onChoose: (entry: PaletteEntry) => void;
};

/** The listbox under the palette's field. Focus stays in the field, which names the current option. */
export function PaletteList({ base, groups, currentId, onChoose }: PaletteListProps) {
  return (
    <div
      id={`${base}-list`}
      role="listbox"
      aria-label="Results"
      tabIndex={-1}
      className="min-h-0 flex-1 overflow-y-auto p-1.5 empty:hidden"
    >
      {groups.map((group) => (
        <div key={group.label} role="group" aria-labelledby={`${base}-${group.label}`} className="pb-1">
          <div id={`${base}-${group.label}`} className="px-2.5 pt-2 pb-1 text-xs font-medium text-muted">
            {group.label}
          </div>
          {group.entries.map((entry) => (
            <PaletteOption
              key={entry.id}
              id={`${base}-${entry.id}`}
              entry={entry}
              isCurrent={entry.id === currentId}
              onChoose={onChoose}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function keepInSight(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: "nearest" });
}

type PaletteOptionProps = {
  readonly id: string;
  readonly entry: PaletteEntry;
  readonly isCurrent: boolean;
  readonly onChoose: (entry: PaletteEntry) => void;
};

function PaletteOption({ id, entry, isCurrent, onChoose }: PaletteOptionProps) {
  return (
    <div
      ref={isCurrent ? keepInSight : undefined}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onChoose(entry)}
      className={clsx(
        "flex cursor-pointer items-baseline justify-between gap-4 rounded-md px-2.5 py-2",
        isCurrent ? "bg-accent-soft text-accent" : "hover:bg-sunken",
      )}
    >
      <span className="min-w-0 truncate font-medium">{entry.label}</span>
      <span
        translate={entry.id.startsWith("key:") ? "no" : undefined}
        className={clsx(
          "max-w-[40%] shrink-0 truncate text-xs sm:max-w-[60%]",
          isCurrent ? "text-accent" : "text-muted",
          entry.id.startsWith("key:") && "font-mono",
        )}
      >
        {entry.detail}
      </span>
    </div>
  );
}
