import type { ReadinessCall } from "../domain/go-live/readiness";
import type { Reader } from "../kernel/database";
import {
  CALLS_READ_MAX,
  earliestAt,
  judgedCalls,
  readFoundCalls,
  readPage,
  type CallReading,
  type FoundCalls,
} from "./reading/read-calls";

/** So many of the newest calls are read where those before are known: a board asks once a second. */
export const NEWEST_CALLS = 200;
/** After so long all is read anew: the outcome of an older call may have been reported. */
const KNOWN_MS = 30_000;
/** The keys whose calls are remembered at most, the one that was asked for longest ago going first. */
const KEYS_MAX = 16;

type Known = FoundCalls & { readonly readAt: number };
const known = new Map<string, Known>();

/**
 * Which of a key's last calls count, as {@link readKeyCalls} says, for a board that asks again and again: what this process read
 * less than half a minute ago is not read again, but for the newest calls. What they are is known at once; that the outcome of
 * an older one was reported, within that time. Nothing is decided by it.
 * @param now the database's clock
 */
export async function readCallsAgain(
  db: Reader,
  accountId: string,
  keyId: string,
  now: Date,
): Promise<CallReading> {
  const name = `${accountId} ${keyId}`;
  const before = known.get(name);
  const found = (before && (await withNewest(db, { accountId, keyId, now }, before))) ?? {
    ...(await readFoundCalls(db, accountId, keyId, now)),
    readAt: now.getTime(),
  };
  remember(name, found);
  return judgedCalls(found.calls, found.isAll ? earliestAt(now) : null);
}

type Subject = { readonly accountId: string; readonly keyId: string; readonly now: Date };

/** What is known with the newest calls; null where it is too old, or calls may lie between the two. */
async function withNewest(
  db: Reader,
  { accountId, keyId, now }: Subject,
  before: Known,
): Promise<Known | null> {
  const age = now.getTime() - before.readAt;
  if (age < 0 || age >= KNOWN_MS) return null;
  const earliest = earliestAt(now);
  const newest = await readPage(db, { accountId, keyId, earliest, before: null, limit: NEWEST_CALLS });
  const [last] = before.calls;
  const oldest = newest.at(-1);
  if (newest.length === NEWEST_CALLS && !(last && oldest && oldest.at <= last.at)) return null;
  const ids = new Set(newest.map(({ id }) => id));
  const older = before.calls.filter(
    (call) => !ids.has(call.id) && call.at >= earliest && isBefore(call, oldest),
  );
  const calls = [...newest, ...older];
  return {
    calls: calls.slice(0, CALLS_READ_MAX),
    isAll: before.isAll && calls.length <= CALLS_READ_MAX,
    readAt: before.readAt,
  };
}

/** Of a moment there may be calls on both sides of what was read. */
function isBefore({ at }: ReadinessCall, oldest: ReadinessCall | undefined): boolean {
  return oldest !== undefined && at <= oldest.at;
}

function remember(name: string, found: Known): void {
  known.delete(name);
  known.set(name, found);
  const [longestAgo] = known.keys();
  if (known.size > KEYS_MAX && longestAgo !== undefined) known.delete(longestAgo);
}
