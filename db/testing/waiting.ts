import type { Pool } from "pg";

/**
 * As the lock manager has it: what a process says of itself is true only once that process has run again, so that whoever was
 * given its lock a moment ago would still seem to wait.
 */
const WAITING = `select distinct l.pid from pg_locks l join pg_stat_activity a on a.pid = l.pid
  where a.datname = current_database() and not l.granted`;
/** Others want the processor too, and those that are waited for most of all. */
const PAUSE_MS = 5;

/**
 * Resolves once so many statements on the test's database wait for a lock, or one of the events has come, whatever it brought.
 * @param owner may see what others do
 */
export async function untilSomebodyWaits(
  owner: Pool,
  statements = 1,
  ...events: readonly Promise<unknown>[]
): Promise<void> {
  const state = { hasCome: false };
  const note = () => (state.hasCome = true);
  for (const event of events) event.then(note, note);
  while (!state.hasCome) {
    const { rows } = await owner.query(WAITING);
    if (rows.length >= statements) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
