/**
 * What is counted from a batch of calls, added up before it is sent: one row per account, and one per key and account, with
 * and without the verdict. What belongs together is found under the key's id and then compared: a text made of several ids
 * for every call costs more than everything else here.
 */
import type { CallCode } from "../../domain/verdict/refusals";
import type { Epochs } from "../lookup/principal";
import { compare, listOf } from "./grouping";
import type { NewCall, ProvableCall } from "./record";

/** The allowed calls of an account, and what has to be so for all of them. */
export type AccountCount = {
  readonly accountId: string;
  calls: number;
  /** The least that any of the calls found: a limit may have been lowered between two lookups. */
  hourly: number;
  burst: number;
  /** The first instant at which any of their facts ends; null for none. */
  until: Date | null;
  /** Each once; of one account or person there may be several, of which one at most is still so. */
  readonly epochs: Epochs[];
};

/** Calls of a key in an account with the same verdict. */
export type CodeCount = {
  readonly keyId: string;
  readonly accountId: string;
  readonly code: CallCode;
  count: number;
};

/** The last of a key's calls in an account. */
export type KeyLastCall = { last: NewCall; hasAllowed: boolean };

/** Allowed calls per account, in the order of the accounts' ids. */
export function countAccounts(calls: readonly ProvableCall[]): AccountCount[] {
  const counts = new Map<string, AccountCount>();
  for (const { code, accountId, limits, proof } of calls) {
    if (code !== "allowed") continue;
    const count = counts.get(accountId);
    if (!count) {
      const own = { until: proof.until, epochs: [proof.epochs] };
      counts.set(accountId, { accountId, calls: 1, hourly: limits.hourly, burst: limits.burst, ...own });
      continue;
    }
    count.calls += 1;
    count.hourly = Math.min(count.hourly, limits.hourly);
    count.burst = Math.min(count.burst, limits.burst);
    if (proof.until && (!count.until || proof.until < count.until)) count.until = proof.until;
    addEpochs(count.epochs, proof.epochs);
  }
  return [...counts.values()].toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1));
}

/** Adds epochs that are not there yet. Keys in memory share theirs where they are alike. */
function addEpochs(known: Epochs[], epochs: Epochs): void {
  if (!known.some((one) => one === epochs || isSame(one, epochs))) known.push(epochs);
}

function isSame(a: Epochs, b: Epochs): boolean {
  return (
    a.userId === b.userId &&
    a.userEpoch === b.userEpoch &&
    a.accountEpoch === b.accountEpoch &&
    a.managerId === b.managerId &&
    a.managerEpoch === b.managerEpoch
  );
}

/** Calls per key, verdict and account, in that order. */
export function countCodes(calls: readonly NewCall[]): CodeCount[] {
  const counts = new Map<string, CodeCount[]>();
  for (const { keyId, accountId, code } of calls) {
    const ofKey = listOf(counts, keyId);
    const count = countIn(ofKey, code, accountId);
    if (count) count.count += 1;
    else ofKey.push({ keyId, accountId, code, count: 1 });
  }
  return [...counts.values()]
    .flat()
    .toSorted(
      (a, b) => compare(a.keyId, b.keyId) || compare(a.code, b.code) || compare(a.accountId, b.accountId),
    );
}

function countIn(ofKey: readonly CodeCount[], code: CallCode, accountId: string): CodeCount | undefined {
  for (const count of ofKey) if (count.code === code && count.accountId === accountId) return count;
  return undefined;
}

/** The last call per key and account, in that order. */
export function readLastCalls(calls: readonly NewCall[]): KeyLastCall[] {
  const lastCalls = new Map<string, KeyLastCall[]>();
  for (const call of calls) {
    const isAllowed = call.code === "allowed";
    const ofKey = listOf(lastCalls, call.keyId);
    const known = lastCallIn(ofKey, call.accountId);
    if (known) {
      known.last = call;
      known.hasAllowed ||= isAllowed;
    } else ofKey.push({ last: call, hasAllowed: isAllowed });
  }
  return [...lastCalls.values()]
    .flat()
    .toSorted(({ last: a }, { last: b }) => compare(a.keyId, b.keyId) || compare(a.accountId, b.accountId));
}

function lastCallIn(ofKey: readonly KeyLastCall[], accountId: string): KeyLastCall | undefined {
  for (const lastCall of ofKey) if (lastCall.last.accountId === accountId) return lastCall;
  return undefined;
}
