import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import type { AuditActor } from "@/lib/contracts/audit";
import { AUDIT_ACTIONS } from "@/lib/domain/audit-event";
import type { AuditFilters } from "@/lib/queries/audit-log";
import { ACTION_LABELS } from "@/lib/view/audit-words";

type AuditFilterBarProps = {
  readonly filters: AuditFilters;
  readonly actors: readonly AuditActor[];
  readonly onChange: (filters: AuditFilters) => void;
};

/** Events of a person's own chain, which no account's log holds. */
const ELSEWHERE = new Set(["session.started", "session.revoked", "password.changed", "identity.linked"]);
const ACTIONS = AUDIT_ACTIONS.filter((action) => !ELSEWHERE.has(action));

/** What of the record is shown. Days are days in UTC, as are the times of the events. */
export function AuditFilterBar({ filters, actors, onChange }: AuditFilterBarProps) {
  const isFiltered = Object.keys(filters).length > 0;
  const set = (name: keyof AuditFilters, value: string) => {
    const { [name]: _replaced, ...others } = filters;
    onChange(value === "" ? others : { ...others, [name]: value });
  };
  return (
    <search aria-label="Filters" className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3 nav:grid-cols-4">
        <SelectField
          label="Event"
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
          name="actorId"
          value={filters.actorId ?? ""}
          options={[{ value: "", label: "Everybody" }, ...actorOptions(actors, filters.actorId)]}
          onChange={(event) => set("actorId", event.currentTarget.value)}
        />
        <DayField label="From (UTC)" name="from" value={filters.from} onChange={set} />
        <DayField label="To (UTC)" name="to" value={filters.to} onChange={set} />
      </div>
      {isFiltered ? (
        <div className="flex flex-wrap items-center gap-3 text-sm text-muted">
          {filters.subjectId ? (
            <span>
              Only events about <code className="break-all text-ink">{filters.subjectId}</code>
            </span>
          ) : null}
          <Button variant="quiet" onClick={() => onChange({})}>
            Clear filters
          </Button>
        </div>
      ) : null}
    </search>
  );
}

type DayFieldProps = {
  readonly label: string;
  readonly name: "from" | "to";
  readonly value: string | undefined;
  readonly onChange: (name: "from" | "to", value: string) => void;
};

function DayField({ label, name, value, onChange }: DayFieldProps) {
  return (
    <TextField
      // Typed digit by digit, so the field keeps its own state until the URL says something else.
      key={value ?? "any"}
      type="date"
      label={label}
      name={name}
      min="2000-01-01"
      max="9999-12-31"
      defaultValue={value?.slice(0, 10) ?? ""}
      onBlur={(event) => {
        const day = event.currentTarget.value;
        if (event.currentTarget.validity.valid && day !== (value?.slice(0, 10) ?? "")) onChange(name, day);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
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
