import { useState, type ReactNode } from "react";

import { Button } from "@/components/ui/buttons/button";
import { useGo } from "@/components/ui/links/use-go";
import { supportPage } from "@/lib/addresses/pages";
import {
  CASE_ASSIGNMENTS,
  CASE_KIND_LABELS,
  CASE_KINDS,
  type CaseAssignment,
} from "@/lib/domain/support/cases";
import type { CaseFilters } from "@/lib/queries/cases/support";

import { caseFilterQuery, readCaseFilters } from "./case-filters";

const ASSIGNMENT_LABELS: Record<CaseAssignment, string> = { me: "Assigned to me", nobody: "Unassigned" };

type CaseFilterBarProps = {
  readonly filters: CaseFilters;
  /** The search for accounts, which stays as it is. */
  readonly q: string;
};

/** Which cases are listed: of which kind, and whose. */
export function CaseFilterBar({ filters, q }: CaseFilterBarProps) {
  const { go, isGoing } = useGo();
  // What was chosen is shown at once, and not only when its page is there.
  const [wanted, setWanted] = useState(filters);
  const shown = isGoing ? wanted : filters;
  const show = (next: CaseFilters) => {
    setWanted(next);
    go(supportPage({ ...caseFilterQuery(next), q }), { scroll: false });
  };
  const change = (name: "kind" | "assigned", value: string) => {
    const next: Readonly<Record<string, string>> = { ...shown, [name]: value };
    show(readCaseFilters((known) => next[known]));
  };
  return (
    <search aria-label="Filters of cases" aria-busy={isGoing} className="flex flex-wrap items-center gap-2">
      <Choice label="Kind" value={shown.kind} onChange={(value) => change("kind", value)}>
        <option value="">Any kind</option>
        {CASE_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {CASE_KIND_LABELS[kind]}
          </option>
        ))}
      </Choice>
      <Choice label="Assigned to" value={shown.assigned} onChange={(value) => change("assigned", value)}>
        <option value="">Anybody</option>
        {CASE_ASSIGNMENTS.map((assigned) => (
          <option key={assigned} value={assigned}>
            {ASSIGNMENT_LABELS[assigned]}
          </option>
        ))}
      </Choice>
      {shown.kind || shown.assigned ? (
        <Button variant="quiet" isBusy={isGoing} onClick={() => show({ status: filters.status })}>
          Clear filters
        </Button>
      ) : null}
    </search>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
};

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value)}
      className="h-9 min-w-0 flex-[1_1_8rem] rounded-md border border-line-strong bg-surface px-2 text-base text-ink sm:max-w-52"
    >
      {children}
    </select>
  );
}
