import type { PoolClient } from "pg";

const DAY_MS = 86_400_000;
export const PARTITION_DAYS_AHEAD = 14;
const PARTITION_NAME = /^calls_(\d{4})(\d{2})(\d{2})$/;

/** A day of calls as a table. */
export type CallDay = {
  readonly name: string;
  /** The day's first instant, UTC. */
  readonly from: Date;
  /** False for a table that is no part of `calls`: made and not attached, or detached and not dropped. */
  readonly isAttached: boolean;
};

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The tables of single days, oldest first. */
export async function listCallDays(client: Pick<PoolClient, "query">): Promise<CallDay[]> {
  const { rows } = await client.query<{ name: string; is_attached: boolean }>(
    `select c.relname as name, i.inhrelid is not null as is_attached
     from pg_class c left join pg_inherits i on i.inhrelid = c.oid and i.inhparent = 'calls'::regclass
     where c.relkind = 'r' and c.relname ~ '^calls_[0-9]{8}$'
       and c.relnamespace = (select relnamespace from pg_class where oid = 'calls'::regclass)
     order by c.relname`,
  );
  return rows.flatMap(({ name, is_attached: isAttached }) => {
    const [, year, month, date] = PARTITION_NAME.exec(name) ?? [];
    const from = new Date(`${year}-${month}-${date}T00:00:00Z`);
    return Number.isNaN(from.getTime()) ? [] : [{ name, from, isAttached }];
  });
}

/** The days from `from` (UTC) to {@link PARTITION_DAYS_AHEAD} days after `now` that have no partition. */
export async function missingCallDays(
  client: Pick<PoolClient, "query">,
  from: Date,
  now: Date,
): Promise<Date[]> {
  const there = new Set(
    (await listCallDays(client)).filter(({ isAttached }) => isAttached).map((found) => found.from.getTime()),
  );
  const first = Date.parse(`${day(from.getTime())}T00:00:00Z`);
  const last = now.getTime() + PARTITION_DAYS_AHEAD * DAY_MS;
  const days: Date[] = [];
  for (let at = first; at <= last; at += DAY_MS) if (!there.has(at)) days.push(new Date(at));
  return days;
}

/**
 * Makes the partition of a day; a day whose calls are in the default partition already is left there. Made apart and
 * attached, since `create table … partition of` would lock the calls and hold up every check meanwhile.
 * @returns false where the day is left in the default partition
 */
export async function createCallDay(client: Pick<PoolClient, "query">, from: Date): Promise<boolean> {
  const at = from.getTime();
  const name = `calls_${day(at).replaceAll("-", "")}`;
  const bounds = [`${day(at)}T00:00:00Z`, `${day(at + DAY_MS)}T00:00:00Z`];
  const taken = await client.query("select 1 from calls_default where at >= $1 and at < $2 limit 1", bounds);
  if (taken.rowCount !== 0) return false;
  await client.query(`create table if not exists "${name}" (like calls including all)`);
  await client.query(
    `alter table calls attach partition "${name}" for values from ('${bounds[0]}') to ('${bounds[1]}')`,
  );
  return true;
}

/**
 * Makes all missing partitions from a day on, inside the caller's transaction: for migrations and seeds. Attaching one
 * looks through the default partition, under a lock; where that has calls, it is left to the job, which knows when to stop.
 */
export async function createCallPartitions(
  client: PoolClient,
  from: Date,
  now: Date = new Date(),
): Promise<void> {
  const strays = await client.query("select 1 from calls_default limit 1");
  if (strays.rowCount !== 0) return;
  for (const missing of await missingCallDays(client, from, now)) await createCallDay(client, missing);
}
