"use client";

import { clsx } from "clsx";
import { useRef, useState, type KeyboardEvent } from "react";

import type { Scope } from "@/lib/domain/keys/scopes";
import { SCOPE_COLUMNS, type ScopeChoice, type ScopeResource, type ScopeSection } from "./scope-choices";

import { ScopeDescription } from "./scope-description";
import { moveFrom, tabStop } from "./scope-moves";

type ScopeTableProps = {
  readonly sections: readonly ScopeSection[];
  readonly chosen: ReadonlySet<Scope>;
  readonly onToggle: (scope: Scope, isChosen: boolean) => void;
  /** The beginning of the ids of its elements. */
  readonly id: string;
};

type CellProps = {
  readonly descriptionId: (scope: Scope) => string;
  readonly stop: Scope | null;
  readonly chosen: ReadonlySet<Scope>;
  readonly onToggle: (scope: Scope, isChosen: boolean) => void;
  readonly onLook: (scope: Scope) => void;
};

/**
 * Resources by actions, a checkbox where the catalogue has a scope. One stop of the Tab key, with the arrow keys inside;
 * what a scope means is said below for the one that is looked at.
 */
export function ScopeTable({ sections, chosen, onToggle, id }: ScopeTableProps) {
  const table = useRef<HTMLTableElement>(null);
  const [last, setLast] = useState<Scope | null>(null);
  const choices = sections.flatMap((section) => section.resources.flatMap((resource) => resource.choices));
  const onKeyDown = (event: KeyboardEvent) => {
    const from = choices.find(
      ({ name }) => event.target instanceof HTMLInputElement && event.target.value === name,
    );
    // Enter in a checkbox would send the form, and make a key of what is half chosen.
    if (event.key === "Enter") event.preventDefault();
    const to = from && moveFrom(sections, from.name, event);
    if (!to) return;
    event.preventDefault();
    table.current?.querySelector<HTMLInputElement>(`input[value="${to}"]`)?.focus();
  };
  const descriptionId = (scope: Scope) => `${id}-${scope.replace(":", "-")}`;
  const cell: CellProps = {
    descriptionId,
    stop: tabStop(sections, last),
    chosen,
    onToggle,
    onLook: setLast,
  };
  return (
    <>
      <table
        ref={table}
        role="grid"
        aria-label="Scopes by resource and action"
        onKeyDown={onKeyDown}
        className="w-full table-fixed border-collapse text-left"
      >
        <thead>
          <tr className="align-bottom text-xs text-muted">
            <th scope="col" className="w-24 py-2 pl-3 font-medium sm:w-40 sm:pl-4">
              Resource
            </th>
            {SCOPE_COLUMNS.map((action) => (
              <th key={action} scope="col" className="py-2 font-medium" translate="no">
                <span className="mx-auto block w-fit max-sm:rotate-180 max-sm:[writing-mode:vertical-rl]">
                  {action}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {sections.map((section) => (
          <tbody key={section.group} className="border-t border-line">
            <tr>
              <th
                scope="rowgroup"
                colSpan={SCOPE_COLUMNS.length + 1}
                className="bg-sunken px-3 py-1 text-xs font-medium text-muted sm:px-4"
              >
                {section.group}
              </th>
            </tr>
            {section.resources.map((resource) => (
              <ResourceRow key={resource.resource} resource={resource} {...cell} />
            ))}
          </tbody>
        ))}
      </table>
      <div hidden>
        {choices.map((choice) => (
          <p key={choice.name} id={descriptionId(choice.name)}>
            {describe(choice)}
          </p>
        ))}
      </div>
      <ScopeDescription choice={choices.find(({ name }) => name === last) ?? null} />
    </>
  );
}

/** What a screen reader says of a scope after its name. */
function describe({ sentence, warning, refusal }: ScopeChoice): string {
  return [`${sentence}.`, warning, refusal].filter(Boolean).join(" ");
}

function ResourceRow({ resource, ...cell }: CellProps & { readonly resource: ScopeResource }) {
  return (
    <tr className="border-t border-line/60 hover:bg-sunken/60">
      <th scope="row" className="h-9 pl-3 text-sm leading-tight font-normal sm:pl-4 sm:text-base">
        {resource.label}
      </th>
      {SCOPE_COLUMNS.map((action) => {
        const choice = resource.choices.find((each) => each.action === action);
        return (
          <td key={action} className="p-0">
            {choice ? <ScopeCell choice={choice} {...cell} /> : null}
          </td>
        );
      })}
    </tr>
  );
}

function ScopeCell({
  choice,
  descriptionId,
  stop,
  chosen,
  onToggle,
  onLook,
}: CellProps & { readonly choice: ScopeChoice }) {
  const isRefused = choice.refusal !== null;
  const isChosen = chosen.has(choice.name);
  return (
    <label
      onPointerEnter={() => onLook(choice.name)}
      className={clsx("flex h-9 items-center justify-center", isChosen && "bg-accent-soft")}
    >
      <input
        type="checkbox"
        name="scopes"
        value={choice.name}
        aria-label={choice.name}
        aria-describedby={descriptionId(choice.name)}
        // It can be reached, so that its reason can be read; it can't be ticked.
        aria-disabled={isRefused || undefined}
        tabIndex={choice.name === stop ? 0 : -1}
        checked={isChosen}
        onFocus={() => onLook(choice.name)}
        onChange={(event) => {
          if (!isRefused) onToggle(choice.name, event.target.checked);
        }}
        className="size-4 aria-disabled:opacity-45"
      />
    </label>
  );
}
