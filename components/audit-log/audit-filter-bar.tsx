import { useCallback } from "react";

import { Button } from "@/components/ui/buttons/button";
import { SelectField } from "@/components/ui/fields/field";
import { MomentField } from "@/components/ui/fields/moment-field";
import { SearchField } from "@/components/ui/fields/search-field";
import type { AuditActor } from "@/lib/contracts/accounts/audit";
import { AUDIT_ACTIONS } from "@/lib/domain/record/audit-event";
import { ACTION_LABELS, type AuditFilters } from "@/lib/domain/record/audit-search";
import { periodFault, withFilter } from "./audit-filters";

import { KeyFilter } from "./key-filter";

/** Names of what the filters hold the ids of. */
export type SubjectNames = { readonly key: string | null; readonly subject: string | null };

type AuditFilterBarProps = {
  readonly accountId: string;
  readonly filters: AuditFilters;
  readonly names: SubjectNames;
  readonly actors: readonly AuditActor[];
  /** Told of other filters; `isStep` says that it was a choice, which Back undoes, and not typing. */
  readonly onChange: (filters: AuditFilters, isStep: boolean) => void;
};

/** Events of a person's own chain, which no account's log holds. */
const ELSEWHERE = new Set([
  "session.started",
  "session.revoked",
  "password.changed",
  "password.link_mailed",
  "identity.linked",
  "request_logging.enabled",
  "request_logging.disabled",
  "request_log.cleared",
]);
const ACTIONS = AUDIT_ACTIONS.filter((action) => !ELSEWHERE.has(action));

/** Three beside each other, and two below, where five have no room. */
const NARROW_THIRD = "min-[40rem]:max-[73rem]:col-span-2";

/**
 * The filters of the audit log: which events are shown, and exported. Days are days in UTC, as are the times of the
 * events.
 */
export function AuditFilterBar({ accountId, filters, names, actors, onChange }: AuditFilterBarProps) {
  const set = (name: keyof AuditFilters, value: string) => onChange(withFilter(filters, name, value), true);
  const search = useCallback(
    (text: string) => onChange(withFilter(filters, "q", text), false),
    [filters, onChange],
  );
  return (
    <search aria-label="Filters" className="flex flex-col gap-3">
      <SearchField
        label="Search the record"
        placeholder="Words of the event, a person, a key, a scope, an address, a reason"
        value={filters.q ?? ""}
        onSearch={search}
      />
      <div className="grid grid-cols-2 gap-3 min-[40rem]:grid-cols-6 min-[73rem]:grid-cols-[1.1fr_1.1fr_1.4fr_1fr_1fr]">
        <SelectField
          label="Event"
          className={NARROW_THIRD}
          name="action"
          value={filters.action ?? ""}
          options={[
            { value: "", label: "All events" },
            ...ACTIONS.map((action) => ({ value: action, label: ACTION_LABELS[action] })),
          ]}
          onChange={(event) => set("action", event.currentTarget.value)}
        />
        <SelectField
          label="Person"
          className={NARROW_THIRD}
          name="actorId"
          value={filters.actorId ?? ""}
          options={[{ value: "", label: "Everybody" }, ...actorOptions(actors, filters.actorId)]}
          onChange={(event) => set("actorId", event.currentTarget.value)}
        />
        <KeyFilter
          accountId={accountId}
          chosen={filters.keyId ? { id: filters.keyId, name: names.key ?? "A key without events" } : null}
          onChoose={(keyId) => set("keyId", keyId)}
          className="col-span-2 min-[73rem]:col-span-1"
        />
        <DayField label="From (UTC)" value={filters.from} onChange={(day) => set("from", day)} />
        <DayField
          label="To (UTC)"
          value={filters.to}
          error={periodFault(filters) ?? undefined}
          onChange={(day) => set("to", day)}
        />
      </div>
      {Object.keys(filters).length > 0 ? (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-sm text-muted">
          <p>
            {filters.subjectId ? (
              <span>{`Only what was done to ${names.subject ?? "somebody who is not on the record"}. `}</span>
            ) : null}
            <span>The export has what these filters find, all of it.</span>
          </p>
          <Button variant="quiet" className="-mx-3.5 -my-1" onClick={() => onChange({}, true)}>
            Clear filters
          </Button>
        </div>
      ) : null}
    </search>
  );
}

type DayFieldProps = {
  readonly label: string;
  /** A day, or an instant of an older address. */
  readonly value: string | undefined;
  readonly error?: string | undefined;
  readonly onChange: (day: string) => void;
};

function DayField({ label, value, error, onChange }: DayFieldProps) {
  const day = value?.slice(0, 10) ?? "";
  return (
    <MomentField
      label={label}
      kind="day"
      placeholder="Any day"
      className="min-[40rem]:max-[73rem]:col-span-3"
      timeIfNone="00:00"
      error={error}
      value={day === "" ? "" : `${day}T00:00:00.000Z`}
      onCommit={(at) => {
        if (at.slice(0, 10) !== day) onChange(at.slice(0, 10));
      }}
    />
  );
}

function actorOptions(actors: readonly AuditActor[], chosen: string | undefined) {
  const options = actors.map((actor) => ({
    value: actor.id,
    label: actor.kind === "staff" ? `${actor.name} (support)` : actor.name,
  }));
  const isListed = chosen === undefined || actors.some((actor) => actor.id === chosen);
  return isListed ? options : [...options, { value: chosen, label: "Somebody who is not on the record" }];
}
