/** Clients that ask without a pause, with the time of each question and answer on one monotonic clock. */
import { authorizeWith } from "./ask";
import { createChanges } from "./changes";

export type Asked = {
  readonly gate: number;
  readonly start: number;
  readonly end: number;
  /** Null where the gate gave no answer at all. */
  readonly status: number | null;
  readonly callId: string | null;
};

export type Hammer = {
  /** Every answer so far. */
  readonly asked: readonly Asked[];
  /** Resolves with what `find` finds, looking again after each answer. */
  readonly until: <T>(find: () => T | undefined) => Promise<T>;
  /** Resolves with the first answer 200 of each gate to a question asked after `time`. */
  readonly untilAllowed: (time: number) => Promise<Asked[]>;
  /** Ends when the questions under way are answered. */
  readonly stop: () => Promise<void>;
};

/**
 * Asks each gate from many clients at once, without a pause, until it is stopped.
 * @param clients how many ask each gate at once
 */
export function hammer(gateUrls: readonly string[], secret: string, clients: number): Hammer {
  const asked: Asked[] = [];
  const stopping = new AbortController();
  const changes = createChanges();
  async function client(gate: number, url: string): Promise<void> {
    while (!stopping.signal.aborted) {
      const start = performance.now();
      const answer = await authorizeWith(url, secret).catch(() => null);
      asked.push({
        gate,
        start,
        end: performance.now(),
        status: answer?.status ?? null,
        callId: answer?.status === 200 ? answer.headers.get("x-countersign-call") : null,
      });
      changes.tell();
    }
  }
  const running = gateUrls.flatMap((url, gate) => Array.from({ length: clients }, () => client(gate, url)));
  return {
    asked,
    until: changes.until,
    untilAllowed: (time) =>
      Promise.all(
        gateUrls.map((_, gate) =>
          changes.until(() =>
            asked.find((one) => one.gate === gate && one.start >= time && one.status === 200),
          ),
        ),
      ),
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
