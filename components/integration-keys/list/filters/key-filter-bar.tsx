"use client";

import { useQuery } from "@tanstack/react-query";

import { Button } from "@/components/ui/buttons/button";
import { SearchField } from "@/components/ui/fields/search-field";
import { AUTHENTICATION_METHODS, METHOD_LABELS } from "@/lib/domain/keys/availability";
import { KEY_STATUSES, STATUS_LABELS } from "@/lib/domain/keys/key-lifecycle";
import { keyCreatorsQuery } from "@/lib/queries/keys/integration-keys";
import { hasFilters, STATUS_FILTERS } from "./key-filters";

import { useKeyFilters } from "./use-key-filters";

type Option = { readonly value: string; readonly label: string };

const STATUS_OPTIONS: readonly Option[] = [
  ...KEY_STATUSES.map((status) => ({ value: status, label: STATUS_LABELS[status] })),
  { value: "ended", label: "All ended" },
  { value: "any", label: "Any status" },
];
/** Whoever searches may not know that the key has ended, so a search looks at all. */
const SEARCHING_OPTIONS: readonly Option[] = [
  { value: "live", label: "Working" },
  ...STATUS_OPTIONS.filter(({ value }) => value !== "any"),
];
const METHOD_OPTIONS: readonly Option[] = AUTHENTICATION_METHODS.map((method) => ({
  value: method,
  label: METHOD_LABELS[method],
}));

/** Search and filters of the list. */
export function KeyFilterBar({ accountId }: { readonly accountId: string }) {
  const { filters, change, clear } = useKeyFilters();
  const creators = useQuery(keyCreatorsQuery(accountId));
  const people = creators.data?.data ?? [];
  return (
    <search className="mb-4 flex flex-wrap items-center gap-2">
      <SearchField
        label="Search keys"
        placeholder="Name, GUID or last four characters"
        value={filters.q ?? ""}
        onSearch={(q) => change({ q }, false)}
        className="flex-[1_1_100%] lg:flex-[1_1_16rem]"
      />
      <Filter
        label="Status"
        any={filters.q === undefined ? "Working" : "Any status"}
        value={filters.status}
        options={filters.q === undefined ? STATUS_OPTIONS : SEARCHING_OPTIONS}
        onChange={(value) => change({ status: STATUS_FILTERS.find((status) => status === value) })}
      />
      <Filter
        label="Method"
        any="Any method"
        value={filters.method}
        options={METHOD_OPTIONS}
        onChange={(value) => change({ method: AUTHENTICATION_METHODS.find((method) => method === value) })}
      />
      <Filter
        label="Created by"
        any="Any creator"
        value={filters.createdBy}
        options={people.map((person) => ({ value: person.id, label: person.name }))}
        onChange={(value) => change({ createdBy: value })}
      />
      {hasFilters(filters) ? (
        <Button variant="quiet" onClick={clear}>
          Clear filters
        </Button>
      ) : null}
    </search>
  );
}

type FilterProps = {
  readonly label: string;
  /** The words for no filter. */
  readonly any: string;
  readonly value: string | undefined;
  readonly options: readonly Option[];
  readonly onChange: (value: string | undefined) => void;
};

function Filter({ label, any, value, options, onChange }: FilterProps) {
  return (
    <select
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value || undefined)}
      className="h-9 min-w-0 flex-[1_1_8rem] lg:max-w-44 rounded-md border border-line-strong bg-surface px-2 text-base text-ink"
    >
      <option value="">{any}</option>
      {value !== undefined && options.every((option) => option.value !== value) ? (
        <option value={value}>Somebody else</option>
      ) : null}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
