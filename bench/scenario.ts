import type { BenchDatabase } from "./database";
import type { BenchOptions } from "./options";
import type { Figure } from "./report";

export type Setup = {
  readonly options: BenchOptions;
  readonly database: BenchDatabase;
  /** Files of secrets: one of a single key, one of all, one of all as unevenly as keys are used. */
  readonly oneKey: string;
  readonly allKeys: string;
  readonly zipfKeys: string;
};

export type Scenario = (setup: Setup) => Promise<Figure[]>;

export const CONNECTIONS = 64;
/**
 * Seconds of load before anything is measured: code is compiled and plans are made in the first seconds of a process.
 */
export const WARM_UP_SECONDS = 3;
