import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");

export type Program = {
  readonly process: ChildProcess;
  /** What it has printed on both outputs so far. */
  readonly output: () => string;
  /** Settles when it has ended: with its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
};

type Options = {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
};

/** Starts a program of ours as an operator would: from its source, with nothing in the environment but what is given. */
export function startProgram(path: string, options: Options = {}): Program {
  const child = spawn(process.execPath, ["--import", "tsx", join(ROOT, path), ...(options.args ?? [])], {
    cwd: ROOT,
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
  child.stdin.end(options.input ?? "");
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
  const program = startProgram(path, options);
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
