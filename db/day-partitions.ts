/** Tables that are partitioned by the day of an instant, so that whole days can be dropped. */
import type { PoolClient } from "pg";

import { DAY_MS } from "../lib/domain/time/durations";
import { isoDay } from "../lib/domain/format/dates";

export const PARTITION_DAYS_AHEAD = 14;

/** A table of days, with a default partition for rows of days that nobody made. */
export type DayTable = { readonly name: string; readonly column: string };

export const CALLS: DayTable = { name: "calls", column: "at" };
/** The table of access tokens, by the day on which they expire. */
export const ACCESS_TOKENS: DayTable = { name: "access_tokens", column: "expires_at" };
const DAY_TABLES = [CALLS, ACCESS_TOKENS];

/** A single day of a {@link DayTable}, which is a table too. */
export type Day = {
  readonly name: string;
  /** The day's first instant, UTC. */
  readonly from: Date;
  /** False for one that is no part of the whole: made and not attached, or detached and not dropped. */
  readonly isAttached: boolean;
};

/** The tables of single days, oldest first. */
export async function listDays(client: Pick<PoolClient, "query">, table: DayTable): Promise<Day[]> {
  const { rows } = await client.query<{ name: string; is_attached: boolean }>(
    `select c.relname as name, i.inhrelid is not null as is_attached
     from pg_class c left join pg_inherits i on i.inhrelid = c.oid and i.inhparent = $1::regclass
     where c.relkind = 'r' and c.relname ~ ('^' || $1 || '_[0-9]{8}$')
       and c.relnamespace = (select relnamespace from pg_class where oid = $1::regclass)
     order by c.relname`,
    [table.name],
  );
  return rows.flatMap(({ name, is_attached: isAttached }) => {
    const [, year, month, date] = /(\d{4})(\d{2})(\d{2})$/.exec(name) ?? [];
    const from = new Date(`${year}-${month}-${date}T00:00:00Z`);
    return Number.isNaN(from.getTime()) ? [] : [{ name, from, isAttached }];
  });
}

/** The days from `from` (UTC) to {@link PARTITION_DAYS_AHEAD} days after `now` that have no partition. */
export async function missingDays(
  client: Pick<PoolClient, "query">,
  table: DayTable,
  from: Date,
  now: Date,
): Promise<Date[]> {
  const days = await listDays(client, table);
  const there = new Set(days.filter(({ isAttached }) => isAttached).map((found) => found.from.getTime()));
  const first = Date.parse(`${isoDay(from)}T00:00:00Z`);
  const last = now.getTime() + PARTITION_DAYS_AHEAD * DAY_MS;
  const missing: Date[] = [];
  for (let at = first; at <= last; at += DAY_MS) if (!there.has(at)) missing.push(new Date(at));
  return missing;
}

/**
 * Makes the partition of a day; a day of which the default partition has rows already is left there. Made apart and
 * attached, since `create table … partition of` would lock the whole table and hold up every check meanwhile.
 * @returns false where the day is left in the default partition
 */
export async function createDay(
  client: Pick<PoolClient, "query">,
  { name: whole, column }: DayTable,
  from: Date,
): Promise<boolean> {
  const at = from.getTime();
  const name = `${whole}_${isoDay(from).replaceAll("-", "")}`;
  const bounds = [`${isoDay(from)}T00:00:00Z`, `${isoDay(new Date(at + DAY_MS))}T00:00:00Z`];
  const taken = await client.query(
    `select 1 from ${whole}_default where ${column} >= $1 and ${column} < $2 limit 1`,
    bounds,
  );
  if (taken.rowCount !== 0) return false;
  await client.query(`create table if not exists "${name}" (like ${whole} including all)`);
  await client.query(
    `alter table ${whole} attach partition "${name}" for values from ('${bounds[0]}') to ('${bounds[1]}')`,
  );
  return true;
}

/**
 * Makes all missing partitions from a day on, inside the caller's transaction: for migrations and seeds. Attaching one
 * looks through the default partition, under a lock; where that has rows, it is left to the job, which knows when to stop.
 */
export async function createDayPartitions(
  client: PoolClient,
  from: Date,
  now: Date = new Date(),
): Promise<void> {
  for (const table of DAY_TABLES) {
    const strays = await client.query(`select 1 from ${table.name}_default limit 1`);
    if (strays.rowCount !== 0) continue;
    for (const missing of await missingDays(client, table, from, now))
      await createDay(client, table, missing);
  }
}
