import { parseArgs } from "node:util";

export type BenchOptions = {
  readonly keys: number;
  /** Length of each measured run, in seconds. */
  readonly seconds: number;
  readonly rounds: number;
  readonly memorySeconds: number;
  /** Rows of calls that the last scenario fills in. */
  readonly calls: number;
  /** Names of the scenarios to run; empty for all. */
  readonly only: readonly string[];
  /** A commit that the gate is compared with, in place of all scenarios; null for none. */
  readonly compare: string | null;
  /** Load before a comparison, in seconds of each kind: until memory holds what it comes to hold. */
  readonly warmUpSeconds: number;
};

const number = (text: string, name: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number above 0`);
  return value;
};

/** Reads the flags of the command line. @throws Error that names the flag */
export function readOptions(): BenchOptions {
  const { values } = parseArgs({
    options: {
      keys: { type: "string", default: "1000000" },
      seconds: { type: "string", default: "10" },
      rounds: { type: "string", default: "3" },
      "memory-seconds": { type: "string", default: "300" },
      calls: { type: "string", default: "10000000" },
      only: { type: "string", default: "" },
      compare: { type: "string" },
      "warm-up-seconds": { type: "string", default: "10" },
    },
  });
  return {
    keys: number(values.keys, "keys"),
    seconds: number(values.seconds, "seconds"),
    rounds: number(values.rounds, "rounds"),
    memorySeconds: number(values["memory-seconds"], "memory-seconds"),
    calls: number(values.calls, "calls"),
    only: values.only.split(",").filter(Boolean),
    compare: values.compare ?? null,
    warmUpSeconds: number(values["warm-up-seconds"], "warm-up-seconds"),
  };
}
