import { runStatement, type GateDatabase } from "../statement/statement";

/** How a call ended, as the service behind the gateway saw it. */
export type OutcomeReport = {
  readonly callId: string;
  /** The time that the id carries, which is the call's. */
  readonly at: Date;
  /** HTTP status, 100 to 599. */
  readonly status: number;
};

/** How long after a call its outcome may be reported. */
export const OUTCOME_HOURS = 24;

/**
 * What became of the report of an outcome. unknown: no such call, or one that was not let through and so ended at the
 * gateway.
 */
export type OutcomeResult = "reported" | "unknown" | "too_late";

type OutcomeRow = { readonly result: OutcomeResult };

/**
 * Rows are found by the times of their ids ($2), with which the primary key begins, in the partitions of the days from
 * $3 to $4 alone, and locked in the order of their ids, so that two batches wait for each other. Of several reports of
 * one call the last stands.
 */
const REPORT = {
  name: "gate_outcome",
  text: `
with input as materialized (
  select * from json_to_recordset($1::json) as r(n int, id uuid, at timestamptz, status smallint)
),
known as materialized (
  select c.at, c.id, c.at >= now() - interval '${OUTCOME_HOURS} hours' as is_open
  from input i join calls c on c.at = i.at and c.id = i.id
  where c.at = any($2::timestamptz[]) and c.at >= $3::timestamptz and c.at <= $4::timestamptz and c.code = 'allowed'
  order by c.id
  for update of c
),
latest as materialized (
  select distinct on (i.id) i.id, i.at, i.status from input i join known k on k.at = i.at and k.id = i.id
  where k.is_open order by i.id, i.n desc
),
reported as (
  update calls c set outcome_status = l.status
  from latest l
  where c.at = any($2::timestamptz[]) and c.at >= $3::timestamptz and c.at <= $4::timestamptz and c.at = l.at and c.id = l.id
)
select case when k.id is null then 'unknown' when k.is_open then 'reported' else 'too_late' end as result
from input i left join (select distinct at, id, is_open from known) k on k.at = i.at and k.id = i.id
order by i.n`,
} as const;

/** How far this process's clock and the database's may be apart at most. */
const CLOCKS_MS = 3_600_000;

/**
 * What can be told of a report by the time that its id carries, without the database: one old id in a batch must not
 * make it look into the partitions of many days.
 */
export function resultByTime(at: Date, now: Date): OutcomeResult | null {
  const age = now.getTime() - at.getTime();
  if (age < -CLOCKS_MS) return "unknown";
  return age > OUTCOME_HOURS * 3_600_000 + CLOCKS_MS ? "too_late" : null;
}

/**
 * Writes down how calls ended, in one statement. A later report replaces an earlier one.
 * @returns what became of each, in the order of the reports
 */
export async function reportOutcomes(
  database: GateDatabase,
  reports: readonly OutcomeReport[],
): Promise<OutcomeResult[]> {
  const times = reports.map(({ at }) => at.getTime());
  const rows = await runStatement<OutcomeRow>(database, REPORT, [
    JSON.stringify(reports.map(({ callId, at, status }, n) => ({ n, id: callId, at, status }))),
    reports.map(({ at }) => at),
    new Date(Math.min(...times)),
    new Date(Math.max(...times)),
  ]);
  return rows.map((row) => row.result);
}
