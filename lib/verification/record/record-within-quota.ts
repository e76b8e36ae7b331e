/**
 * The usual way to record: what is counted from the calls is added up here, and one statement writes all of it for
 * those accounts whose quota holds all of their calls. The other accounts' calls take the careful way (see
 * record-at-limit.ts), which costs the database 1.7 times as much.
 */
import { instantArray, plainArray, textArray } from "../statement/array-literals";
import { randomOf, withTime } from "../../platform/ids";
import { countAccounts, countCodes, readLastCalls, type AccountCount } from "./call-counts";
import { UNKNOWN_KEY, type NewCall, type Recordable, type RecordedCall } from "./record";
import type { ScopeUse, ScopeUses } from "./scope-uses";
import { runStatement, type GateDatabase } from "../statement/statement";
import { RECORD, RECORD_WITH_SCOPES } from "./within-quota-statement";

type ResultRow = {
  /** The statement's clock, in milliseconds. */
  readonly at: number;
  /** `<account> <calls of the hour> <calls of the burst window> …`; null for no account. */
  readonly granted: string | null;
};

type Granted = ReadonlyMap<string, { readonly hour: number; readonly burst: number }>;

/**
 * Records calls with all that is counted from them, in one statement that is committed when this returns (I3), and proves
 * in its snapshot that what they were allowed by is still so (I1, I2).
 * @param clock another clock than the database's: for tests, which live in other hours
 * @returns what became of each, in the order of the items; null for the calls of an account of which something is not proved
 *   or whose quota does not hold all of them, of which nothing is written, and for unknown keys
 */
export async function recordWithinQuota(
  database: GateDatabase,
  scopeUses: ScopeUses,
  items: readonly Recordable[],
  clock: Date | null = null,
): Promise<(RecordedCall | null)[]> {
  const calls = items.filter((item) => item !== UNKNOWN_KEY);
  const unknown = items.length - calls.length;
  const accounts = countAccounts(calls);
  const uses = scopeUses.due(calls);
  const values = [
    { clock: clock?.toISOString() ?? null, shard: nextShard(), unknown },
    accountValues(accounts),
    epochValues(accounts),
    callValues(calls.some(isCountedOnly) ? calls.filter((call) => !isCountedOnly(call)) : calls),
    countValues(calls),
    lastCallValues(calls),
  ];
  const [row] = await (uses.length === 0
    ? runStatement<ResultRow>(database, RECORD, RECORD.valuesOf(...values))
    : runStatement<ResultRow>(
        database,
        RECORD_WITH_SCOPES,
        RECORD_WITH_SCOPES.valuesOf(...values, scopeUseValues(uses)),
      ));
  if (!row) throw new Error("The statement that records gives one row");
  const at = new Date(row.at);
  const granted = readGranted(row.granted);
  const leftOut = new Set(accounts.map((account) => account.accountId).filter((id) => !granted.has(id)));
  scopeUses.written(
    uses.filter((use) => !leftOut.has(use.call.accountId)),
    at,
  );
  return handOut(items, at, accounts, granted, leftOut);
}

function readGranted(text: string | null): Granted {
  const granted = new Map<string, { hour: number; burst: number }>();
  const words = text === null ? [] : text.split(" ");
  for (let index = 0; index < words.length; index += 3) {
    granted.set(words[index] ?? "", { hour: Number(words[index + 1]), burst: Number(words[index + 2]) });
  }
  return granted;
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
  at: Date,
  accounts: readonly AccountCount[],
  granted: Granted,
  leftOut: ReadonlySet<string>,
): (RecordedCall | null)[] {
  const after = new Map(accounts.map(({ accountId, calls: count }) => [accountId, count]));
  return items.map((item) => {
    if (item === UNKNOWN_KEY) return null;
    const { accountId, code } = item;
    if (leftOut.has(accountId)) return null;
    const id = withTime(item.id, at);
    const used = granted.get(accountId);
    if (code !== "allowed" || !used) return { id, at, code, used: null };
    const following = (after.get(accountId) ?? 1) - 1;
    after.set(accountId, following);
    return { id, at, code, used: { hour: used.hour - following, burst: used.burst - following } };
  });
}

function accountValues(accounts: readonly AccountCount[]) {
  return {
    "q.account_id": plainArray(accounts.map((account) => account.accountId)),
    "q.calls": plainArray(accounts.map((account) => account.calls)),
    "q.hourly": plainArray(accounts.map((account) => account.hourly)),
    "q.burst": plainArray(accounts.map((account) => account.burst)),
    "q.until": instantArray(accounts.map((account) => account.until)),
  };
}

/** The epochs of accounts, acting and managing, and those of people, each with the account whose calls depend on it. */
function epochValues(accounts: readonly AccountCount[]) {
  const ofAccounts: EpochOf[] = [];
  const ofPeople: EpochOf[] = [];
  for (const { accountId, epochs: known } of accounts) {
    for (const { accountEpoch, managerId, managerEpoch, userId, userEpoch } of known) {
      ofAccounts.push({ accountId, of: accountId, epoch: accountEpoch });
      ofPeople.push({ accountId, of: userId, epoch: userEpoch });
      if (managerId !== accountId) ofAccounts.push({ accountId, of: managerId, epoch: managerEpoch });
    }
  }
  return {
    "e.account_id": plainArray(ofAccounts.map(({ accountId }) => accountId)),
    "e.of": plainArray(ofAccounts.map(({ of }) => of)),
    "e.epoch": plainArray(ofAccounts.map(({ epoch }) => epoch)),
    "p.account_id": plainArray(ofPeople.map(({ accountId }) => accountId)),
    "p.of": plainArray(ofPeople.map(({ of }) => of)),
    "p.epoch": plainArray(ofPeople.map(({ epoch }) => epoch)),
  };
}

type EpochOf = { readonly accountId: string; readonly of: string; readonly epoch: string };

const isCountedOnly = (call: NewCall) => call.isCountedOnly ?? false;

function callValues(calls: readonly NewCall[]) {
  return {
    "c.random": plainArray(calls.map((call) => randomOf(call.id))),
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

function countValues(calls: readonly NewCall[]) {
  const counts = countCodes(calls);
  return {
    "n.key_id": plainArray(counts.map((count) => count.keyId)),
    "n.code": plainArray(counts.map((count) => count.code)),
    "n.account_id": plainArray(counts.map((count) => count.accountId)),
    "n.count": plainArray(counts.map((count) => count.count)),
  };
}

function lastCallValues(calls: readonly NewCall[]) {
  const keys = readLastCalls(calls);
  return {
    "k.key_id": plainArray(keys.map((key) => key.last.keyId)),
    "k.account_id": plainArray(keys.map((key) => key.last.accountId)),
    "k.last_code": plainArray(keys.map((key) => key.last.code)),
    "k.last_address": textArray(keys.map((key) => key.last.address)),
    "k.last_user_agent": textArray(keys.map((key) => key.last.userAgent)),
    "k.has_allowed": plainArray(keys.map((key) => (key.hasAllowed ? "t" : "f"))),
  };
}

function scopeUseValues(uses: readonly ScopeUse[]) {
  return {
    "v.key_id": plainArray(uses.map((use) => use.call.keyId)),
    "v.account_id": plainArray(uses.map((use) => use.call.accountId)),
    "v.scope": textArray(uses.map((use) => use.scope)),
  };
}
