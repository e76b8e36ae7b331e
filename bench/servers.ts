/** The servers that are measured: each a process of its own, as it would run in production. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { nodeArguments, PROJECT_FOLDER } from "../lib/platform/programs";
import { APPLICATION_ROLE } from "./database";

export type Server = {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

const running = new Set<ChildProcess>();
// However the measuring ends, it leaves nobody behind.
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Starts a program that prints `"port":<number>` once it listens: of ours what is shipped, of the bench its source.
 * @param folder where the project is, which may be another commit of it
 */
export async function startServer(
  program: string,
  databaseUrl: string,
  environment: Readonly<Record<string, string>> = {},
  folder = PROJECT_FOLDER,
): Promise<Server> {
  const form = program.startsWith("bench/") ? "source" : "built";
  const child = spawn(process.execPath, nodeArguments(program, form, [], folder), {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      NODE_ENV: "production",
      GATE_PORT: "0",
      DATABASE_URL: databaseUrl,
      DATABASE_ROLE: APPLICATION_ROLE,
      ...environment,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  const port = await new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`${program} ended with ${code} before it listened`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /"port":(\d+)/.exec(line)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      running.delete(child);
    },
  };
}

export const startGate = (
  databaseUrl: string,
  environment: Readonly<Record<string, string>> = {},
  folder = PROJECT_FOLDER,
) => startServer("gate/main.ts", databaseUrl, environment, folder);
