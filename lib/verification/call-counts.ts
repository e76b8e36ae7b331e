/** What is counted from a batch of calls, added up before it is sent: one row per account, key and hour, or key. */
import { HOUR_SECONDS, windowStart } from "../domain/limits";
import type { CallCode } from "../domain/refusals";
import type { NewCall } from "./record";

export type AccountCount = {
  readonly accountId: string;
  /** Allowed calls. */
  calls: number;
  /** The least that any of the calls found: a limit may have been lowered between two lookups. */
  hourly: number;
  burst: number;
};

export type HourCount = {
  readonly keyId: string;
  readonly accountId: string;
  readonly hour: Date;
  readonly code: CallCode;
  count: number;
};

export type KeyActivity = { first: NewCall; last: NewCall; lastAllowed: NewCall | null };

/** Allowed calls per account, in the order of the accounts' ids. */
export function countAccounts(calls: readonly NewCall[]): AccountCount[] {
  const counts = new Map<string, AccountCount>();
  for (const { code, accountId, limits } of calls) {
    if (code !== "allowed") continue;
    const count = counts.get(accountId);
    if (!count) {
      counts.set(accountId, { accountId, calls: 1, hourly: limits.hourly, burst: limits.burst });
      continue;
    }
    count.calls += 1;
    count.hourly = Math.min(count.hourly, limits.hourly);
    count.burst = Math.min(count.burst, limits.burst);
  }
  return [...counts.values()].toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1));
}

/** Calls per key, clock hour and verdict, in the order of the keys' ids. */
export function countHours(calls: readonly NewCall[]): HourCount[] {
  const counts = new Map<string, HourCount>();
  let [at, hour] = [new Date(Number.NaN), new Date(Number.NaN)];
  for (const call of calls) {
    // Most calls of a batch were looked up together.
    if (call.at !== at) [at, hour] = [call.at, windowStart(call.at, HOUR_SECONDS)];
    const place = `${call.keyId} ${hour.getTime()} ${call.code}`;
    const count = counts.get(place);
    if (count) count.count += 1;
    else counts.set(place, { keyId: call.keyId, accountId: call.accountId, hour, code: call.code, count: 1 });
  }
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}

/** First, last and last allowed call per key, in the order of the keys' ids. */
export function readActivity(calls: readonly NewCall[]): KeyActivity[] {
  const keys = new Map<string, KeyActivity>();
  for (const call of calls) {
    const isAllowed = call.code === "allowed";
    const key = keys.get(call.keyId);
    if (!key) {
      keys.set(call.keyId, { first: call, last: call, lastAllowed: isAllowed ? call : null });
      continue;
    }
    if (call.at < key.first.at) key.first = call;
    if (call.at >= key.last.at) key.last = call;
    if (isAllowed && (!key.lastAllowed || call.at >= key.lastAllowed.at)) key.lastAllowed = call;
  }
  return [...keys.values()].toSorted((a, b) => (a.first.keyId < b.first.keyId ? -1 : 1));
}
