/**
 * The usual way to record: what is counted from the calls is added up here, and one statement writes all of it for
 * those accounts whose quota holds all of their calls. The other accounts' calls take the careful way (see
 * record-at-limit.ts), which costs the database 1.7 times as much.
 */
import { BURST_SECONDS, HOUR_SECONDS, windowStart } from "../../domain/calls/limits";
import { instantArray, plainArray, textArray } from "../statement/array-literals";
import { countAccounts, countHours, readLastCalls, type AccountCount } from "./call-counts";
import { UNKNOWN_KEY, type NewCall, type Recordable, type RecordedCall } from "./record";
import type { ScopeUse, ScopeUses } from "./scope-uses";
import { runStatement, type GateDatabase } from "../statement/statement";
import { RECORD, RECORD_WITH_SCOPES } from "./within-quota-statement";

type GrantedRow = {
  readonly account_id: string;
  readonly hour_count: number;
  readonly burst_count: number;
};

/**
 * Records calls with all that is counted from them, in one statement that is committed when this returns (I3).
 * @returns what became of each, in the order of the items; null for the calls of an account whose quota does not hold
 *   all of them, of which nothing is written, and for unknown keys
 */
export async function recordWithinQuota(
  database: GateDatabase,
  scopeUses: ScopeUses,
  items: readonly Recordable[],
): Promise<(RecordedCall | null)[]> {
  const calls = items.filter((item) => item !== UNKNOWN_KEY);
  const unknown = items.length - calls.length;
  const accounts = countAccounts(calls);
  const uses = scopeUses.due(calls);
  const values = [
    windowValues(calls, accounts),
    callValues(calls.some(isCountedOnly) ? calls.filter((call) => !isCountedOnly(call)) : calls),
    hourValues(calls),
    lastCallValues(calls),
    { shard: nextShard(), unknown },
  ];
  const rows = await (uses.length === 0
    ? runStatement<GrantedRow>(database, RECORD, RECORD.valuesOf(...values))
    : runStatement<GrantedRow>(
        database,
        RECORD_WITH_SCOPES,
        RECORD_WITH_SCOPES.valuesOf(...values, scopeUseValues(uses)),
      ));
  const granted = new Map(rows.map((row) => [row.account_id, row]));
  const leftOut = new Set(accounts.map((account) => account.accountId).filter((id) => !granted.has(id)));
  scopeUses.written(uses.filter((use) => !leftOut.has(use.call.accountId)));
  return handOut(items, accounts, granted, leftOut);
}

/** Rows that the unknown keys of an hour are counted in, so that gates and batches seldom wait for the same one. */
const SHARDS = 16;
let shard = Math.floor(Math.random() * SHARDS);

function nextShard(): number {
  shard = (shard + 1) % SHARDS;
  return shard;
}

/** The calls of an account have its last places of the present windows, in their order. */
function handOut(
  items: readonly Recordable[],
  accounts: readonly AccountCount[],
  granted: ReadonlyMap<string, GrantedRow>,
  leftOut: ReadonlySet<string>,
): (RecordedCall | null)[] {
  const after = new Map(accounts.map(({ accountId, calls: count }) => [accountId, count]));
  return items.map((item) => {
    if (item === UNKNOWN_KEY) return null;
    const { accountId, code } = item;
    if (leftOut.has(accountId)) return null;
    const row = granted.get(accountId);
    if (code !== "allowed" || !row) return { code, used: null };
    const following = (after.get(accountId) ?? 1) - 1;
    after.set(accountId, following);
    return { code, used: { hour: row.hour_count - following, burst: row.burst_count - following } };
  });
}

function windowValues(calls: readonly NewCall[], accounts: readonly AccountCount[]) {
  const latest = calls.reduce((at, call) => (call.at > at ? call.at : at), calls[0]?.at ?? new Date(0));
  return {
    "q.account_id": plainArray(accounts.map((account) => account.accountId)),
    "q.calls": plainArray(accounts.map((account) => account.calls)),
    "q.hourly": plainArray(accounts.map((account) => account.hourly)),
    "q.burst": plainArray(accounts.map((account) => account.burst)),
    hour_start: windowStart(latest, HOUR_SECONDS).toISOString(),
    burst_start: windowStart(latest, BURST_SECONDS).toISOString(),
  };
}

const isCountedOnly = (call: NewCall) => call.isCountedOnly ?? false;

function callValues(calls: readonly NewCall[]) {
  return {
    "c.id": plainArray(calls.map((call) => call.id)),
    "c.at": instantArray(calls.map((call) => call.at)),
    "c.account_id": plainArray(calls.map((call) => call.accountId)),
    "c.key_id": plainArray(calls.map((call) => call.keyId)),
    "c.credential_id": plainArray(calls.map((call) => call.credentialId)),
    "c.user_id": plainArray(calls.map((call) => call.userId)),
    "c.method": textArray(calls.map((call) => call.method)),
    "c.path": textArray(calls.map((call) => call.path)),
    "c.code": plainArray(calls.map((call) => call.code)),
    // An array in an array of texts; its names are of the catalogue and need no quotes.
    "c.scopes_needed": textArray(calls.map((call) => `{${call.scopesNeeded.join(",")}}`)),
    "c.address": textArray(calls.map((call) => call.address)),
    "c.user_agent": textArray(calls.map((call) => call.userAgent)),
    "c.outcome_status": plainArray(calls.map((call) => call.outcomeStatus)),
  };
}

function hourValues(calls: readonly NewCall[]) {
  const hours = countHours(calls);
  return {
    "n.key_id": plainArray(hours.map((hour) => hour.keyId)),
    "n.hour": instantArray(hours.map((hour) => hour.hour)),
    "n.code": plainArray(hours.map((hour) => hour.code)),
    "n.account_id": plainArray(hours.map((hour) => hour.accountId)),
    "n.count": plainArray(hours.map((hour) => hour.count)),
  };
}

function lastCallValues(calls: readonly NewCall[]) {
  const keys = readLastCalls(calls);
  return {
    "k.key_id": plainArray(keys.map((key) => key.last.keyId)),
    "k.account_id": plainArray(keys.map((key) => key.last.accountId)),
    "k.first_call_at": instantArray(keys.map((key) => key.first.at)),
    "k.last_call_at": instantArray(keys.map((key) => key.last.at)),
    "k.last_code": plainArray(keys.map((key) => key.last.code)),
    "k.last_address": textArray(keys.map((key) => key.last.address)),
    "k.last_user_agent": textArray(keys.map((key) => key.last.userAgent)),
    "k.last_allowed_at": instantArray(keys.map((key) => key.lastAllowed?.at ?? null)),
  };
}

function scopeUseValues(uses: readonly ScopeUse[]) {
  return {
    "u.key_id": plainArray(uses.map((use) => use.call.keyId)),
    "u.account_id": plainArray(uses.map((use) => use.call.accountId)),
    "u.scope": textArray(uses.map((use) => use.scope)),
    "u.at": instantArray(uses.map((use) => use.call.at)),
  };
}
