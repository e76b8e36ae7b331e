import { createBatcher, type BatchLoad, type BatchSettings } from "./batch";
import { UNKNOWN_KEY, type NewCall, type Recordable, type RecordedCall } from "./record";
import { recordAtLimit } from "./record-at-limit";
import { recordWithinQuota } from "./record-within-quota";
import { createScopeUses } from "./scope-uses";
import type { GateDatabase } from "./statement";

export type Recorder = {
  /** Returns when the call is committed (I3). @throws VerificationUnavailable */
  readonly record: (call: NewCall, deadline: number) => Promise<RecordedCall>;
  /** Counts a whole key that nobody has. @throws VerificationUnavailable */
  readonly recordUnknown: (deadline: number) => Promise<void>;
  readonly load: () => BatchLoad;
};

/** Records in batches: the usual way, and the careful way for what is left of it. */
export function createRecorder(
  database: GateDatabase,
  batching: Omit<BatchSettings<Recordable, unknown>, "run">,
): Recorder {
  const scopeUses = createScopeUses();
  const usual = createBatcher({
    ...batching,
    run: (items: readonly Recordable[]) => recordWithinQuota(database, scopeUses, items),
  });
  const careful = createBatcher({
    ...batching,
    run: (calls: readonly NewCall[]) => recordAtLimit(database, calls),
  });
  return {
    record: async (call, deadline) => (await usual.add(call, deadline)) ?? careful.add(call, deadline),
    recordUnknown: async (deadline) => void (await usual.add(UNKNOWN_KEY, deadline)),
    load: () => {
      const [a, b] = [usual.load(), careful.load()];
      return { waiting: a.waiting + b.waiting, inFlight: a.inFlight + b.inFlight };
    },
  };
}
