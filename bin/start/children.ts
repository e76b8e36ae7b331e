import { spawn, type ChildProcess } from "node:child_process";

import { nodeArguments, PROJECT_FOLDER, type ProgramForm } from "../../lib/platform/programs";
import { Failure } from "../process/failure";

const KILL_AFTER_MS = 10_000;

export type Child = {
  readonly name: string;
  readonly process: ChildProcess;
  /** Settles when the process has ended, however it did. */
  readonly ended: Promise<string>;
};

/**
 * Starts a program of ours. It gets a process group of its own, so that Ctrl-C reaches this process alone, which then
 * stops its children in order; and it ends by itself when this process is gone.
 * @param program its source, as seen from the project's folder
 */
export function startChild(
  name: string,
  program: string,
  environment: NodeJS.ProcessEnv,
  form: ProgramForm,
): Child {
  const child = spawn(process.execPath, nodeArguments(program, form, ["bin/follow-parent.ts"]), {
    cwd: PROJECT_FOLDER,
    env: environment,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    detached: true,
  });
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
    child.once("error", (error) => resolve(error.message));
  });
  return { name, process: child, ended };
}

/** Asks a child to end, and ends it if it does not within {@link KILL_AFTER_MS}. */
export async function stopChild(child: Child): Promise<void> {
  if (child.process.exitCode !== null || child.process.signalCode !== null) return;
  child.process.kill("SIGTERM");
  const deadline = setTimeout(() => child.process.kill("SIGKILL"), KILL_AFTER_MS);
  await child.ended;
  clearTimeout(deadline);
}

/** The first message of a child. @throws Failure if it ends before; it has said why itself */
export function firstMessage(child: Child): Promise<unknown> {
  return Promise.race([
    new Promise((resolve) => child.process.once("message", resolve)),
    child.ended.then((how) => {
      throw new Failure(`The ${child.name} did not start (${how}).`);
    }),
  ]);
}
