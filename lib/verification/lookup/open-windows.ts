import { runStatement, type GateDatabase } from "../statement/statement";

const OPEN_WINDOWS = {
  name: "gate_open_windows",
  text: `
insert into call_windows (account_id, hour_start, hour_count, burst_start, burst_count)
select account_id, to_timestamp(0), 0, to_timestamp(0), 0 from unnest($1::uuid[]) as account_id
order by account_id
on conflict do nothing`,
} as const;

/**
 * Gives accounts whose first call this is the row that their calls are counted in. It must be there before a call is
 * recorded: the record locks the rows that it finds, in order, and one that it had to insert besides would come out
 * of that order, so that two gates could wait for each other until the database ends one of them, a second later.
 */
export async function openWindows(database: GateDatabase, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length > 0) await runStatement(database, OPEN_WINDOWS, [[...new Set(accountIds)]]);
}
