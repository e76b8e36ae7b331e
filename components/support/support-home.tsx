"use client";

import { Button } from "@/components/ui/buttons/button";
import { TextField } from "@/components/ui/fields/field";
import { TabNav } from "@/components/ui/tabs";
import { useGo } from "@/components/ui/links/use-go";
import { supportPage } from "@/lib/addresses/pages";
import { searchText } from "@/lib/addresses/search-text";
import type { CaseFilters } from "@/lib/queries/cases/support";

import { CaseFilterBar } from "./queue/case-filter-bar";
import { caseFilterQuery } from "./queue/case-filters";
import { CaseList } from "./queue/case-list";
import { SearchResults } from "./search-results";

type SupportHomeProps = {
  /** Which cases the address asks for. */
  readonly filters: CaseFilters;
  /** The search text in the URL; empty for none. */
  readonly q: string;
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** Where support begins: the requests that wait, and any account, key or person. */
export function SupportHome({ filters, q, now }: SupportHomeProps) {
  const { go, isGoing } = useGo();
  return (
    <div className="flex flex-col gap-10">
      <section aria-labelledby="search" className="flex flex-col gap-4">
        <h2 id="search" className="text-lg font-semibold">
          Search
        </h2>
        <search>
          <form
            className="flex max-w-160 flex-wrap items-end gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              const text = new FormData(event.currentTarget).get("q");
              go(
                supportPage({
                  ...caseFilterQuery(filters),
                  // A whole key that somebody pastes is searched by its end, and gets into no address (R9).
                  q: typeof text === "string" ? searchText(text).trim() : "",
                }),
              );
            }}
          >
            <TextField
              label="Account, key, person or case"
              name="q"
              type="search"
              maxLength={120}
              defaultValue={q}
              autoComplete="off"
              className="min-w-60 flex-1"
            />
            <Button type="submit" isBusy={isGoing}>
              Search
            </Button>
          </form>
          <p className="mt-1.5 text-sm text-muted">
            A name, an address, a GUID or its beginning, the last four characters of a key, or a case number.
          </p>
        </search>
        {q === "" ? null : <SearchResults q={q} />}
      </section>
      <section aria-labelledby="cases" className="flex flex-col gap-4">
        <h2 id="cases" className="text-lg font-semibold">
          Cases
        </h2>
        <TabNav
          label="Cases"
          current={filters.status}
          items={[
            {
              value: "open",
              label: "Open",
              href: supportPage({ ...caseFilterQuery({ ...filters, status: "open" }), q }),
            },
            {
              value: "closed",
              label: "Closed",
              href: supportPage({ ...caseFilterQuery({ ...filters, status: "closed" }), q }),
            },
          ]}
        />
        <CaseFilterBar filters={filters} q={q} />
        <CaseList filters={filters} now={now} />
      </section>
    </div>
  );
}
