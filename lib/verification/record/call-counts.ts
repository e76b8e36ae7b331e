/**
 * What is counted from a batch of calls, added up before it is sent: one row per account, per key, account and hour, or per
 * key and account. What belongs together is found under the key's id and then compared: a text made of several ids for
 * every call costs more than everything else here.
 */
import { HOUR_SECONDS, windowStart } from "../../domain/calls/limits";
import type { CallCode } from "../../domain/verdict/refusals";
import { compare, listOf } from "./grouping";
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

export type KeyLastCalls = { first: NewCall; last: NewCall; lastAllowed: NewCall | null };

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

/** Calls per key, clock hour, verdict and account, in that order. */
export function countHours(calls: readonly NewCall[]): HourCount[] {
  const counts = new Map<string, HourCount[]>();
  let [at, hour] = [new Date(Number.NaN), new Date(Number.NaN)];
  for (const call of calls) {
    // Most calls of a batch were looked up together.
    if (call.at !== at) [at, hour] = [call.at, windowStart(call.at, HOUR_SECONDS)];
    const ofKey = listOf(counts, call.keyId);
    const count = hourOf(ofKey, call, hour);
    if (count) count.count += 1;
    else ofKey.push({ keyId: call.keyId, accountId: call.accountId, hour, code: call.code, count: 1 });
  }
  return [...counts.values()]
    .flat()
    .toSorted(
      (a, b) =>
        compare(a.keyId, b.keyId) ||
        a.hour.getTime() - b.hour.getTime() ||
        compare(a.code, b.code) ||
        compare(a.accountId, b.accountId),
    );
}

function hourOf(ofKey: readonly HourCount[], call: NewCall, hour: Date): HourCount | undefined {
  for (const count of ofKey) {
    const isSameHour = count.hour === hour || count.hour.getTime() === hour.getTime();
    if (isSameHour && count.code === call.code && count.accountId === call.accountId) return count;
  }
  return undefined;
}

/** First, last and last allowed call per key and account, in that order. */
export function readLastCalls(calls: readonly NewCall[]): KeyLastCalls[] {
  const lastCalls = new Map<string, KeyLastCalls[]>();
  for (const call of calls) {
    const isAllowed = call.code === "allowed";
    const ofKey = listOf(lastCalls, call.keyId);
    const known = lastCallsIn(ofKey, call.accountId);
    if (!known) {
      ofKey.push({ first: call, last: call, lastAllowed: isAllowed ? call : null });
      continue;
    }
    if (call.at < known.first.at) known.first = call;
    if (call.at >= known.last.at) known.last = call;
    if (isAllowed && (!known.lastAllowed || call.at >= known.lastAllowed.at)) known.lastAllowed = call;
  }
  return [...lastCalls.values()]
    .flat()
    .toSorted(({ first: a }, { first: b }) => compare(a.keyId, b.keyId) || compare(a.accountId, b.accountId));
}

function lastCallsIn(ofKey: readonly KeyLastCalls[], accountId: string): KeyLastCalls | undefined {
  for (const lastCalls of ofKey) if (lastCalls.first.accountId === accountId) return lastCalls;
  return undefined;
}
