"use client";

import { Search } from "lucide-react";
import { useId, useMemo, useState } from "react";

import type { Profile } from "@/lib/domain/people/profiles";
import { LONG_LIVED_SCOPES, type Scope } from "@/lib/domain/keys/scopes";
import { scopePresets, scopeSections, searchScopes, type ScopePreset } from "./scope-choices";

import { ScopeTable } from "./scope-table";

type ScopePickerProps = {
  /** The id of the search field, which stands for the picker where the focus goes to its fault. */
  readonly id: string;
  /** What is to be known before one chooses; null where nothing is. */
  readonly purpose: string | null;
  readonly profile: Profile;
  readonly chosen: ReadonlySet<Scope>;
  readonly onChange: (chosen: ReadonlySet<Scope>) => void;
  readonly error: string | undefined;
};

/** The scopes of a key: nothing is chosen at the start, and nothing by itself. */
export function ScopePicker({ id, purpose, profile, chosen, onChange, error }: ScopePickerProps) {
  const legendId = useId();
  const [search, setSearch] = useState("");
  const sections = useMemo(() => scopeSections(profile), [profile]);
  const found = useMemo(() => searchScopes(sections, search), [sections, search]);
  const toggle = (scope: Scope, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(scope);
    else next.delete(scope);
    onChange(next);
  };
  return (
    <fieldset aria-labelledby={legendId} className="min-w-0">
      <div className="mb-1.5 flex items-baseline justify-between gap-4">
        <h2 id={legendId} className="text-base font-medium">
          Scopes
        </h2>
        <p className="text-sm text-muted tabular-nums">{`${chosen.size} of ${LONG_LIVED_SCOPES.length} chosen`}</p>
      </div>
      {purpose ? <p className="mb-2 text-sm text-muted">{purpose}</p> : null}
      {error ? (
        <p id={`${id}-error`} className="mb-1.5 text-sm text-danger">
          {error}
        </p>
      ) : null}
      <div className="rounded-md border border-line-strong/70 bg-surface">
        <div className="flex flex-col gap-2.5 border-b border-line p-3">
          <SearchField id={id} value={search} onChange={setSearch} hasError={error !== undefined} />
          <Presets profile={profile} hasChoice={chosen.size > 0} onChoose={onChange} />
        </div>
        {found.length === 0 ? (
          <p className="px-4 py-6 text-muted">
            No scope is called or described like that. Try a resource, such as “agreements”, or an action,
            such as “send”.
          </p>
        ) : (
          <ScopeTable id={id} sections={found} chosen={chosen} onToggle={toggle} />
        )}
      </div>
    </fieldset>
  );
}

type SearchFieldProps = {
  readonly id: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly hasError: boolean;
};

function SearchField({ id, value, onChange, hasError }: SearchFieldProps) {
  return (
    <div className="relative">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted"
      />
      <input
        id={id}
        type="search"
        aria-label="Search scopes"
        aria-invalid={hasError || undefined}
        aria-describedby={hasError ? `${id}-error` : undefined}
        placeholder="Resource, action or what it does"
        autoComplete="off"
        spellCheck={false}
        value={value}
        maxLength={100}
        onChange={(event) => onChange(event.target.value)}
        // Enter in a search looks for something; it must not create a key.
        onKeyDown={(event) => {
          if (event.key === "Enter") event.preventDefault();
        }}
        className="h-9 w-full appearance-none rounded-md border border-line-strong bg-surface pr-3 pl-9 placeholder:text-muted [&::-webkit-search-cancel-button]:hidden aria-invalid:border-danger"
      />
    </div>
  );
}

type PresetsProps = {
  readonly profile: Profile;
  readonly hasChoice: boolean;
  readonly onChoose: (scopes: ReadonlySet<Scope>) => void;
};

function Presets({ profile, hasChoice, onChoose }: PresetsProps) {
  const presets: readonly ScopePreset[] = useMemo(() => scopePresets(profile), [profile]);
  return (
    <fieldset aria-label="Presets" className="flex flex-wrap gap-1.5">
      {presets.map((preset) => (
        <button
          key={preset.label}
          type="button"
          title={preset.hint}
          onClick={() => onChoose(new Set(preset.scopes))}
          className="min-h-8 rounded-md border border-line-strong/60 px-2.5 text-sm hover:bg-sunken"
        >
          {preset.label}
        </button>
      ))}
      <button
        type="button"
        disabled={!hasChoice}
        onClick={() => onChoose(new Set())}
        className="min-h-8 rounded-md px-2.5 text-sm text-muted enabled:hover:bg-sunken enabled:hover:text-ink disabled:opacity-55"
      >
        Clear
      </button>
    </fieldset>
  );
}
