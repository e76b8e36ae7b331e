/** Three times the load that can be carried: what the accepted ones wait, and how soon the others are told. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import type { OpenLoopResult } from "../open-loop";
import { residentMegabytes } from "../processes";
import { figure, median } from "../report";
import { CONNECTIONS, type Scenario } from "../scenario";
import { startGate, type Server } from "../servers";

/** Enough that a request which is due finds a free one. */
const OPEN_CONNECTIONS = 1_000;
const TIMES = 3;

const p99 = (results: readonly OpenLoopResult[]) => median(results.map(({ accepted }) => accepted.p99Ms));

export const overload: Scenario = async ({ options, database, oneKey }) => {
  const gate = await startGate(database.url);
  const drive = (rate: number, connections: number) =>
    runOpenLoop(gate, rate, options.seconds, connections, oneKey);
  await drive(0, CONNECTIONS);
  const saturated: OpenLoopResult[] = [];
  const flooded: OpenLoopResult[] = [];
  const megabytes: number[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const capacity = await drive(0, CONNECTIONS);
    saturated.push(capacity);
    flooded.push(await drive(TIMES * capacity.perSecond, OPEN_CONNECTIONS));
    megabytes.push(residentMegabytes(gate.pid));
  }
  await gate.stop();
  return [
    figure("just saturated: answers", median(saturated.map((one) => one.perSecond)), "/s"),
    figure("just saturated: p99", p99(saturated), "ms"),
    figure(
      "three times: offered",
      median(flooded.map((one) => one.perSecond + one.unsent / options.seconds)),
      "/s",
    ),
    figure("three times: accepted", median(flooded.map((one) => one.accepted.count)) / options.seconds, "/s"),
    figure("three times: refused", median(flooded.map((one) => one.refused.count)) / options.seconds, "/s"),
    figure("three times: p99 of the accepted", p99(flooded), "ms"),
    figure("p99 of the accepted to just saturated", p99(flooded) / p99(saturated), "", { atMost: 2 }),
    figure("slowest refusal", Math.max(...flooded.map((one) => one.refused.maxMs)), "ms", { atMost: 250 }),
    figure("answers that are neither", Math.max(...flooded.map((one) => one.wrong)), "", { atMost: 0 }),
    figure("memory after the last round", megabytes.at(-1) ?? 0, "MiB"),
    figure("growth from the first round", ((megabytes.at(-1) ?? 0) / (megabytes[0] ?? 1) - 1) * 100, "%", {
      atMost: 10,
    }),
  ];
};

async function runOpenLoop(
  server: Server,
  rate: number,
  seconds: number,
  connections: number,
  secretsPath: string,
): Promise<OpenLoopResult> {
  const program = join(import.meta.dirname, "..", "open-loop.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--import",
    "tsx",
    program,
    new URL(server.url).port,
    String(rate),
    String(seconds),
    String(connections),
    secretsPath,
  ]);
  // Written by open-loop.ts in this shape.
  return JSON.parse(stdout) as OpenLoopResult;
}
