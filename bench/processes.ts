/** Processor time and memory of processes, from /proc (Linux). */
import { readdirSync, readFileSync } from "node:fs";

/** `sysconf(_SC_CLK_TCK)`, which is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Processor time of a process since it began, in seconds: user and system. */
export function cpuSeconds(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/**
 * Processor time of a PostgreSQL server on this machine since it began, in seconds: of all that it runs now, and of all that it
 * has run.
 * @param pid of any of its processes
 */
export function serverCpuSeconds(pid: number): number {
  const parent = Number(statOf(pid)[1]);
  const own = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => fieldsOf(Number(name)))
    .filter((fields) => Number(fields[1]) === parent);
  const ticks = [...own, statOf(parent)].flatMap((fields) => [fields[11], fields[12]]);
  // Of those that have ended, the parent keeps the sum.
  const ended = statOf(parent).slice(13, 15);
  return [...ticks, ...ended].reduce((sum, one) => sum + Number(one), 0) / TICKS_PER_SECOND;
}

/** Of a process that has just ended, none. */
function fieldsOf(pid: number): string[] {
  try {
    return statOf(pid);
  } catch {
    return [];
  }
}

/** Resident memory of a process in MiB. */
export function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}

/** The fields after the process's name, which may hold anything. */
function statOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}
