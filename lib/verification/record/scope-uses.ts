/**
 * Which scope uses this process has written in the present hour, so that it does not ask the database again: a scope's
 * last use is written at most once per clock hour. Nothing that decides access; forgetting costs one write.
 */
import { HOUR_SECONDS } from "../../domain/calls/limits";
import { compare, listOf } from "./grouping";
import type { NewCall } from "./record";

/** Uses that are remembered at most; beyond that all are forgotten. */
const USES_MAX = 50_000;
const HOUR_MS = HOUR_SECONDS * 1000;
/** The database's clock is known from its last answer, to less than this. */
const CLOCK_MS = 5_000;

export type ScopeUse = { readonly call: NewCall; readonly scope: string };

export type ScopeUses = {
  /** Uses by allowed calls that may have to be written, one per key, account and scope, in that order. */
  readonly due: (calls: readonly NewCall[]) => ScopeUse[];
  /** Takes note of uses once they are committed. @param at the clock of the statement that wrote them */
  readonly written: (uses: readonly ScopeUse[], at: Date) => void;
};

type WrittenUse = { readonly accountId: string; readonly scope: string; hour: number };

/**
 * Makes a memory of the uses of scopes that are written already.
 * @param now a clock in milliseconds that never goes back
 */
export function createScopeUses(now: () => number = () => performance.now()): ScopeUses {
  const written = new Map<string, WrittenUse[]>();
  let size = 0;
  /** How far the database's clock is ahead of this process's, as its last answer told. */
  let ahead = Number.NaN;

  /** The present hour; that there is none when the database may be in this one or in the next. */
  function presentHour(): number {
    const at = now() + ahead;
    return hourOf(at) === hourOf(at + CLOCK_MS) ? hourOf(at) : Number.NaN;
  }

  return {
    due: (calls) => {
      const hour = presentHour();
      const due = new Map<string, ScopeUse[]>();
      for (const call of calls) {
        if (call.code !== "allowed") continue;
        const known = written.get(call.keyId);
        for (const scope of call.scopesNeeded) {
          if (known && useIn(known, call.accountId, scope)?.hour === hour) continue;
          const ofKey = listOf(due, call.keyId);
          const same = ofKey.findIndex((use) => isSameUse(use, call, scope));
          if (same === -1) ofKey.push({ call, scope });
          else ofKey[same] = { call, scope };
        }
      }
      return [...due.values()]
        .flat()
        .toSorted(
          (a, b) =>
            compare(a.call.keyId, b.call.keyId) ||
            compare(a.call.accountId, b.call.accountId) ||
            compare(a.scope, b.scope),
        );
    },
    written: (uses, at) => {
      ahead = at.getTime() - now();
      const hour = hourOf(at.getTime());
      if (size + uses.length > USES_MAX) {
        written.clear();
        size = 0;
      }
      for (const { call, scope } of uses) {
        const ofKey = listOf(written, call.keyId);
        const known = useIn(ofKey, call.accountId, scope);
        if (known) known.hour = hour;
        else {
          ofKey.push({ accountId: call.accountId, scope, hour });
          size += 1;
        }
      }
    },
  };
}

function useIn(ofKey: readonly WrittenUse[], accountId: string, scope: string): WrittenUse | undefined {
  for (const use of ofKey) if (use.scope === scope && use.accountId === accountId) return use;
  return undefined;
}

function isSameUse(use: ScopeUse, call: NewCall, scope: string): boolean {
  return use.scope === scope && use.call.accountId === call.accountId;
}

function hourOf(milliseconds: number): number {
  return Math.floor(milliseconds / HOUR_MS);
}
