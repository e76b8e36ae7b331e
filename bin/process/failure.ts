import { SettingsError } from "../../lib/platform/settings/env";

/** Ends a command: the message is for the person who runs it, and says what to do. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Prints why a command ends, in one line where it is foreseen. @returns the exit code that goes with it */
export function explain(error: unknown): number {
  if (error instanceof Failure || error instanceof SettingsError) {
    console.error(`countersign: ${error.message}`);
    return error instanceof Failure ? error.exitCode : 1;
  }
  console.error(error);
  return 1;
}

/** Ends a command that failed. */
export function report(error: unknown): never {
  process.exit(explain(error));
}
