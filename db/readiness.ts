/**
 * Whether the database takes what a check, a sign-in or a change would write, for the readiness of gate and console.
 * Reading proves little: a standby, a database that was made read-only and one whose disk is full all answer a read.
 */

/** Nobody's: no account, key or credential has it. */
const NOBODY = "00000000-0000-0000-0000-000000000000";
/** SQLSTATE of our own, by which the first part is taken back. */
const TAKE_BACK = "CSRDY";

/**
 * The statement that shows whether a check could be made, in one round trip. The rows that a check writes are put
 * where a check's would be, so that a page that can't be added for want of room is missed here too, and taken back:
 * there is no call that nobody made. Then a write is committed that changes nothing, since a commit can fail, or hang,
 * by itself.
 */
export const WRITE_PROBE = `
do $probe$
begin
  begin
    insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed)
    values (gen_random_uuid(), now(), '${NOBODY}', '${NOBODY}', '${NOBODY}', 'PROBE', repeat('/', 500), 'allowed', '{}');
    insert into call_hours (key_id, hour, code, account_id, count)
    values ('${NOBODY}', date_trunc('hour', now(), 'UTC'), 'allowed', '${NOBODY}', 0);
    insert into key_activity (key_id, account_id, first_call_at, last_call_at, last_code)
    values ('${NOBODY}', '${NOBODY}', now(), now(), 'allowed');
    raise exception using errcode = '${TAKE_BACK}', message = 'taken back';
  exception when sqlstate '${TAKE_BACK}' then null;
  end;
  insert into unknown_key_hours as u (hour, shard, count)
  values (date_trunc('hour', now(), 'UTC'), -1, 0)
  on conflict (hour, shard) do update set count = u.count + excluded.count;
end
$probe$`;

/** Probes begin this far apart at least, however many ask, in milliseconds. */
export const PROBE_INTERVAL_MS = 200;

type Timers = {
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
};

const TIMERS: Timers = {
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Asks `probe` for whoever asks, one question at a time and {@link PROBE_INTERVAL_MS} apart. Who asks while one is under
 * way, or waits for its time, shares its answer; so no answer is older than that of a question under way.
 * @param probe fails where the process can't do its work
 * @returns true if it did not
 */
export function createReadiness(
  probe: () => Promise<unknown>,
  timers: Timers = TIMERS,
): () => Promise<boolean> {
  let asking: Promise<boolean> | null = null;
  let lastAt = Number.NEGATIVE_INFINITY;

  async function ask(): Promise<boolean> {
    const waitMs = lastAt + PROBE_INTERVAL_MS - timers.now();
    if (waitMs > 0) await timers.wait(waitMs);
    lastAt = timers.now();
    try {
      await probe();
      return true;
    } catch {
      return false;
    } finally {
      asking = null;
    }
  }

  return () => (asking ??= ask());
}
