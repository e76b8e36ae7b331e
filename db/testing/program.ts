import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";

import { nodeArguments, PROJECT_FOLDER } from "../../lib/platform/programs";

export type Program = {
  readonly process: ChildProcessWithoutNullStreams;
  /** What it has printed on both outputs so far. */
  readonly output: () => string;
  /** Settles when it has ended: with its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
};

type Options = {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Leaves its input open for what a test types later. */
  readonly isTypedInto?: boolean;
  /** Where it is started; the project's folder, unless it is given. */
  readonly folder?: string;
  /** Whom it runs as, where the tests may choose; whoever runs them, unless it is given. */
  readonly owner?: { readonly uid: number; readonly gid: number } | null;
};

/**
 * Starts a program of ours as an operator would: built, with nothing in the environment but what is given.
 * @param path its source, as seen from the project's folder
 */
export function startProgram(path: string, options: Options = {}): Program {
  const args = [...nodeArguments(path, "built"), ...(options.args ?? [])];
  return start(process.execPath, args, options);
}

/** Types a line into a shell, in the project's folder, with nothing in the environment but what is given. */
export function typeLine(line: string, environment: Readonly<Record<string, string>> = {}): Program {
  // The shell becomes what the line begins with: signals go to that.
  return start("sh", ["-c", `exec ${line}`], { environment });
}

/** Starts a command as it stands, with nothing in the environment but what is given. */
export function startCommand(command: readonly string[], options: Options): Program {
  const [program = "", ...args] = command;
  return start(program, args, options);
}

function start(command: string, args: readonly string[], options: Options): Program {
  const child = spawn(command, args, {
    cwd: options.folder ?? PROJECT_FOLDER,
    ...options.owner,
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      NODE_ENV: "production",
      ...options.environment,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  // Who refuses before reading what is typed is no fault of the test.
  child.stdin.on("error", () => undefined);
  if (!options.isTypedInto) child.stdin.end(options.input ?? "");
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once("close", (code, signal) => resolve(signal ?? code ?? 0));
  });
  return { process: child, output: () => output, ended };
}

/** Runs a program to its end. */
export async function runProgram(
  path: string,
  options: Options = {},
): Promise<{ code: number | NodeJS.Signals; output: string }> {
  return untilEnded(startProgram(path, options));
}

/** Waits for a program's end. */
export async function untilEnded(
  program: Program,
): Promise<{ code: number | NodeJS.Signals; output: string }> {
  const code = await program.ended;
  return { code, output: program.output() };
}

/** Waits until the program has printed something that fits. @throws Error with its output if it ends before */
export async function untilPrinted(program: Program, text: string): Promise<void> {
  let hasEnded = false;
  void program.ended.finally(() => (hasEnded = true));
  while (!program.output().includes(text)) {
    if (hasEnded) throw new Error(`It ended without "${text}":\n${program.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
