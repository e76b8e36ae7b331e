import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

/** Who uses a data directory, and where its database answers. */
export type Holder = {
  readonly pid: number;
  /** When the process began, where the system tells: pids are used again. */
  readonly began: string | null;
  readonly socket: string;
  /** The `npm start` that started it and whose end is its own; null where somebody started it by itself. */
  readonly parent: { readonly pid: number; readonly began: string | null } | null;
};

const LOCK_FILE = "lock.json";

/** The holder that the directory's lock file names, dead or alive; null without one. */
export function readHolder(directory: string): Holder | null {
  try {
    const read: unknown = JSON.parse(readFileSync(join(directory, LOCK_FILE), "utf8"));
    return isHolder(read) ? read : null;
  } catch {
    return null;
  }
}

/** A file that something emptied or cut off names nobody. An earlier version wrote no parent. */
function isHolder(value: unknown): value is Holder {
  if (typeof value !== "object" || value === null || !("pid" in value) || !("socket" in value)) return false;
  return Number.isInteger(value.pid) && typeof value.socket === "string";
}

/** True if the process that the lock names still runs, or its database still answers. */
export async function isAlive(holder: Holder): Promise<boolean> {
  return isRunning(holder) || (await answers(holder.socket));
}

/** True if the process that the lock names is about to end, since the one that started it has. */
export function isDying(holder: Holder): boolean {
  return Boolean(holder.parent) && !isRunning(holder.parent ?? holder);
}

/**
 * Takes a data directory for this process. The lock of a process that was killed is taken over.
 * @returns what gives it back, or the process that has it
 */
export async function lockDirectory(directory: string, socket: string): Promise<(() => void) | Holder> {
  const path = join(directory, LOCK_FILE);
  const parent = process.send ? { pid: process.ppid, began: beganAt(process.ppid) } : null;
  const began = beganAt(process.pid);
  const mine = JSON.stringify({ pid: process.pid, began, socket, parent } satisfies Holder);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    for (;;) {
      // A link is made whole or not at all, and only if the name is free.
      if (tryLink(draft, path)) return () => rmSync(path, { force: true });
      const holder = readHolder(directory);
      if (holder && (await isAlive(holder))) return holder;
      setAside(directory, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a dead lock away; puts it back if another starter's fresh lock was moved by mistake. */
function setAside(directory: string, dead: Holder | null): void {
  const path = join(directory, LOCK_FILE);
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readFileSync(aside, "utf8");
  if (dead && moved !== JSON.stringify(dead)) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function isRunning(holder: Pick<Holder, "pid" | "began">): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return holder.began === null || holder.began === beganAt(holder.pid);
}

/** Start time of a process in ticks since the machine started (Linux), or null. */
function beganAt(pid: number): string | null {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop() ?? "";
    return afterName.split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socketPath);
    const settle = (isAnswering: boolean) => {
      probe.destroy();
      resolve(isAnswering);
    };
    probe.once("connect", () => settle(true));
    probe.once("error", () => settle(false));
  });
}
