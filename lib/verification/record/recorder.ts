import { createBatcher, sumOfLoads, type BatchLoad, type BatchSettings } from "../queue/batch";
import { UNKNOWN_KEY, type NewCall, type ProvableCall, type Recordable, type RecordedCall } from "./record";
import { recordAtLimit } from "./record-at-limit";
import { recordWithinQuota } from "./record-within-quota";
import { createRefusedCalls, type RefusedCalls } from "../refusals/refused-calls";
import { createScopeUses } from "./scope-uses";
import type { GateDatabase } from "../statement/statement";

export type Recorder = {
  /**
   * Records a call by facts that were just looked up. Returns when it is committed (I3).
   * @throws VerificationUnavailable
   */
  readonly record: (call: ProvableCall, deadline: number) => Promise<RecordedCall>;
  /**
   * Records an allowed call by facts that were kept, if they are proved to be still so and its account's quota holds it.
   * Returns when it is committed; null where nothing was written.
   * @throws VerificationUnavailable
   */
  readonly recordIfProved: (call: ProvableCall, deadline: number) => Promise<RecordedCall | null>;
  /**
   * Records an allowed call by facts that were looked up because it was not proved: call by call, what is left of the quota.
   * @throws VerificationUnavailable
   */
  readonly recordCarefully: (call: NewCall, deadline: number) => Promise<RecordedCall>;
  /** Counts a whole key that nobody has. @throws VerificationUnavailable */
  readonly recordUnknown: (deadline: number) => Promise<void>;
  readonly load: () => BatchLoad;
};

/** Makes a recorder, which records in batches: the usual way, and the careful way for what is left of it. */
export function createRecorder(
  database: GateDatabase,
  batching: Omit<BatchSettings<Recordable, unknown>, "run">,
  refusedCalls: RefusedCalls = createRefusedCalls(),
): Recorder {
  const scopeUses = createScopeUses();
  const usual = createBatcher({
    ...batching,
    run: (items: readonly Recordable[]) => recordWithinQuota(database, scopeUses, items),
  });
  const careful = createBatcher({
    ...batching,
    run: (calls: readonly NewCall[]) => recordCarefully(database, refusedCalls, calls),
  });
  const recordOne = async (call: ProvableCall, deadline: number) =>
    (await usual.add(call, deadline)) ?? careful.add(call, deadline);
  return {
    recordIfProved: usual.add,
    recordCarefully: careful.add,
    record: async (call, deadline) => {
      if (call.code === "allowed") return recordOne(call, deadline);
      const { isTold, isStored } = refusedCalls.count(call);
      const marks = { isCountedOnly: !isStored, isUntold: !isTold };
      return { ...(await recordOne(isStored ? call : { ...call, isCountedOnly: true }, deadline)), ...marks };
    },
    recordUnknown: async (deadline) => void (await usual.add(UNKNOWN_KEY, deadline)),
    load: () => sumOfLoads(usual.load(), careful.load()),
  };
}

/** Which calls are refused is known afterwards; how many of them may have a row is known before. */
async function recordCarefully(
  database: GateDatabase,
  refusedCalls: RefusedCalls,
  calls: readonly NewCall[],
): Promise<RecordedCall[]> {
  const recorded = await recordAtLimit(database, calls, refusedCalls.limitRoom);
  for (const [index, call] of calls.entries()) {
    const code = recorded[index]?.code ?? call.code;
    if (call.code === "allowed" && code !== "allowed") refusedCalls.count({ ...call, code });
  }
  return recorded;
}
