import type { BenchDatabase } from "./database";
import type { BenchOptions } from "./options";
import type { Figure } from "./report";

export type Setup = {
  readonly options: BenchOptions;
  readonly database: BenchDatabase;
  /** Files of secrets: of one key, and of all. */
  readonly oneKey: string;
  readonly allKeys: string;
};

export type Scenario = (setup: Setup) => Promise<Figure[]>;

export const CONNECTIONS = 64;
/** Code is compiled and plans are made in the first seconds of a process. */
export const WARM_UP_SECONDS = 3;
