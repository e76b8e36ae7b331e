import { execFileSync } from "node:child_process";

type Running = { readonly pid: number; readonly parent: number; readonly command: string };

function running(): Running[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** All processes below one, its children's children too. */
export function processesBelow(pid: number): Running[] {
  const all = running();
  const below = (parent: number): Running[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

/** The process below this one that runs the program. @throws Error where there is none */
export function processOf(pid: number, program: string): number {
  const found = processesBelow(pid).find(({ command }) => command.includes(program));
  if (!found) throw new Error(`${program} does not run`);
  return found.pid;
}

/** Resolves once none of these processes is there any more. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  for (;;) {
    const left = new Set(running().map(({ pid }) => pid));
    if (!pids.some((pid) => left.has(pid))) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
