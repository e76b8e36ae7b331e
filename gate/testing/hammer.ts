/** Clients that ask without a pause, with the time of each question and answer on one monotonic clock. */
import { authorizeWith } from "./ask";

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
  /** Resolves with the first answer 200 of each gate to a question asked after `time`. */
  readonly untilAllowed: (time: number) => Promise<Asked[]>;
  /** Ends when the questions under way are answered. */
  readonly stop: () => Promise<void>;
};

/** @param clients how many ask each gate at once */
export function hammer(gateUrls: readonly string[], secret: string, clients: number): Hammer {
  const asked: Asked[] = [];
  const stopping = new AbortController();
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
    }
  }
  const running = gateUrls.flatMap((url, gate) => Array.from({ length: clients }, () => client(gate, url)));
  return {
    asked,
    untilAllowed: (time) =>
      Promise.all(
        gateUrls.map(async (_, gate) => {
          for (;;) {
            const first = asked.find((one) => one.gate === gate && one.start >= time && one.status === 200);
            if (first) return first;
            await new Promise((resolve) => setImmediate(resolve));
          }
        }),
      ),
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
