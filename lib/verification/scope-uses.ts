/**
 * Which scope uses this process has written in the present hour, so that it does not ask the database again: a scope's
 * last use is written at most once per clock hour. Nothing that decides access; forgetting costs one write.
 */
import { HOUR_SECONDS } from "../domain/limits";
import type { NewCall } from "./record";

/** Uses that are remembered at most; beyond that all are forgotten. */
const USES_MAX = 50_000;
const HOUR_MS = HOUR_SECONDS * 1000;

export type ScopeUse = { readonly call: NewCall; readonly scope: string };

export type ScopeUses = {
  /** Uses by allowed calls that may have to be written, one per key and scope, in the order of both. */
  readonly due: (calls: readonly NewCall[]) => ScopeUse[];
  /** To be told once they are committed. */
  readonly written: (uses: readonly ScopeUse[]) => void;
};

/** Starts remembering. */
export function createScopeUses(): ScopeUses {
  const written = new Map<string, number>();
  return {
    due: (calls) => {
      const due = new Map<string, ScopeUse>();
      for (const call of calls) {
        if (call.code !== "allowed") continue;
        for (const scope of call.scopesNeeded) {
          const use = `${call.keyId} ${scope}`;
          if (written.get(use) !== hourOf(call)) due.set(use, { call, scope });
        }
      }
      return [...due].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
    },
    written: (uses) => {
      if (written.size + uses.length > USES_MAX) written.clear();
      for (const { call, scope } of uses) written.set(`${call.keyId} ${scope}`, hourOf(call));
    },
  };
}

function hourOf(call: NewCall): number {
  return Math.floor(call.at.getTime() / HOUR_MS);
}
