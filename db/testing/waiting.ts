import type { Pool } from "pg";

/** Resolves once so many statements on the test's database wait for a lock. @param owner may see what others do */
export async function untilSomebodyWaits(owner: Pool, statements = 1): Promise<void> {
  for (;;) {
    const { rows } = await owner.query(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (rows.length >= statements) return;
  }
}
