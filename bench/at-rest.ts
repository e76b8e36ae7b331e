/** `npm run bench:rest`: the memory of each process of the product while nobody asks it anything (Linux). */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { freePort } from "../db/testing/free-port";
import { processesBelow } from "../db/testing/processes";
import { typeLine, untilPrinted } from "../db/testing/program";
import { figure, tableOf } from "./report";

/** What a start leaves behind is collected, or is not, by then. */
const REST_MS = 20_000;

/** Memory of a process in MiB: `Rss` all that it has, `Pss` with what it shares with others divided among them. */
function megabytes(pid: number, kind: "Rss" | "Pss"): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(new RegExp(`^${kind}:\\s+(\\d+) kB$`, "m").exec(text)?.[1]) / 1024;
}

/** `bin/web` of a command line that runs it, built or from its source; null for what is not ours. */
const programOf = (command: string): string | null =>
  [...command.matchAll(/\b((?:bin|gate)\/(?!follow-parent)[\w-]+)\.[jt]s\b/g)].at(-1)?.[1] ?? null;

const folder = mkdtempSync(join(tmpdir(), "countersign-rest-"));
const program = typeLine("npm start", {
  DATA_DIR: folder,
  PORT: String(await freePort()),
  GATE_PORT: String(await freePort()),
  GATE_WORKERS: "2",
});
try {
  await untilPrinted(program, "Ctrl-C stops everything.");
  await sleep(REST_MS);
  const figures = processesBelow(program.process.pid ?? 0).flatMap(({ pid, command }) => {
    const name = programOf(command);
    if (name === null) return [];
    return [
      figure(`${name} (${pid}): resident`, megabytes(pid, "Rss"), "MiB"),
      figure(`${name} (${pid}): its share`, megabytes(pid, "Pss"), "MiB"),
    ];
  });
  console.log(tableOf(figures));
} finally {
  program.process.kill("SIGTERM");
  await program.ended;
  rmSync(folder, { recursive: true, force: true });
}
