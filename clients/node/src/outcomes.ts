import type { Transport } from "./transport.js";

/** Reports under way at once, and reports that wait; more are lost. */
const UNDER_WAY_MAX = 2;
const WAITING_MAX = 1_000;
const TIMEOUT_MS = 5_000;

export type Outcomes = {
  /** Tells the gate how a call ended, some time later. Never throws. */
  readonly report: (callId: string, status: number) => void;
  /** Resolves when nothing is left to report. */
  readonly idle: () => Promise<void>;
};

/** Makes a reporter: few at a time, on a connection of their own, so that no check waits for them. */
export function createOutcomes(transport: Transport, onFault: (cause: unknown) => void): Outcomes {
  const waiting: { readonly callId: string; readonly status: number }[] = [];
  let underWay = 0;
  let whenIdle: (() => void)[] = [];

  async function next(): Promise<void> {
    const report = underWay < UNDER_WAY_MAX ? waiting.shift() : undefined;
    if (!report) return;
    underWay += 1;
    const path = `/v1/calls/${encodeURIComponent(report.callId)}/outcome`;
    try {
      const { status } = await transport.send(
        "PUT",
        path,
        JSON.stringify({ status: report.status }),
        TIMEOUT_MS,
      );
      if (status !== 204) onFault(new Error(`The gate answered ${status} to the report of an outcome`));
    } catch (error) {
      onFault(error);
    }
    underWay -= 1;
    void next();
    if (underWay > 0 || waiting.length > 0) return;
    for (const tell of whenIdle) tell();
    whenIdle = [];
  }

  return {
    report: (callId, status) => {
      if (waiting.length >= WAITING_MAX) return onFault(new Error("Too many outcomes wait to be reported"));
      waiting.push({ callId, status });
      void next();
    },
    idle: () =>
      underWay === 0 && waiting.length === 0 ? Promise.resolve() : new Promise((tell) => whenIdle.push(tell)),
  };
}
