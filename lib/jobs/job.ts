/** A piece of background work that one process of many does when it is due. */
export type Job = {
  readonly name: string;
  /** When it is due for the first time, and after each run that succeeded. */
  readonly nextAfter: (now: Date) => Date;
  /**
   * Does the work. It may be cut off at any point and run again, by another process too: so every step is whole by
   * itself, and done twice is done once. The signal asks it to stop between two steps.
   * @param now by the database's clock, which all processes share
   */
  readonly run: (signal: AbortSignal, now: Date) => Promise<void>;
};
