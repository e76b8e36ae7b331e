/** Gates for tests: real processes on a port of their own. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { nodeArguments, PROJECT_FOLDER } from "../../lib/platform/programs";

export type GateProcess = {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** Everything that it has written so far. */
  readonly output: () => string;
  /** Asks it to end. @returns its exit code */
  readonly stop: () => Promise<number | null>;
};

/** A test that fails before it stops its gate leaves none behind: it ends with the process that runs the test. */
const FOLLOW = ["bin/follow-parent.ts"];

type Environment = Readonly<Record<string, string>>;

/** Starts a gate on a database and waits until it listens. */
export async function startGate(databaseUrl: string, environment: Environment = {}): Promise<GateProcess> {
  const child = spawnGate({ DATABASE_URL: databaseUrl, ...environment });
  let output = "";
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const port = await new Promise<number>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`The gate did not start: ${output}`)));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on("line", (line) => {
      output += `${line}\n`;
      const ready = /"port":(\d+),"msg":"gate is ready"/.exec(line);
      if (ready) resolve(Number(ready[1]));
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    process: child,
    output: () => output,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
      return child.exitCode;
    },
  };
}

/** Runs a gate that is expected to end by itself. @returns its exit code and what it wrote to stderr */
export async function runGate(environment: Environment): Promise<{ code: number | null; errorText: string }> {
  const child = spawnGate(environment);
  let errorText = "";
  child.stderr?.on("data", (chunk: Buffer) => (errorText += chunk.toString()));
  await once(child, "close");
  return { code: child.exitCode, errorText };
}

function spawnGate(environment: Environment): ChildProcess {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, nodeArguments("gate/main.ts", "built", FOLLOW), {
    cwd: PROJECT_FOLDER,
    env: { NODE_ENV: "test", PATH, GATE_PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  child.channel?.unref();
  return child;
}
