/** Memory of the gate over minutes of full load. */
import { setTimeout as sleep } from "node:timers/promises";

import { runLoad } from "../load";
import { residentMegabytes } from "../processes";
import { figure } from "../report";
import { CONNECTIONS, type Scenario } from "../scenario";
import { startGate } from "../servers";

const SAMPLE_MS = 1_000;

export const memory: Scenario = async ({ options, database, allKeys }) => {
  const gate = await startGate(database.url);
  const load = { done: false };
  const running = runLoad({
    url: gate.url,
    connections: CONNECTIONS,
    seconds: options.memorySeconds,
    secretsPath: allKeys,
  }).finally(() => (load.done = true));
  const samples: number[] = [];
  while (!load.done) {
    samples.push(residentMegabytes(gate.pid));
    await sleep(SAMPLE_MS);
  }
  const { perSecond } = await running;
  await gate.stop();
  // The first fifth is the heap finding its size.
  const fifth = Math.floor(samples.length / 5);
  const early = Math.max(...samples.slice(fifth, 2 * fifth));
  const late = Math.max(...samples.slice(-fifth));
  return [
    figure(`answers over ${options.memorySeconds} s, random keys`, perSecond, "/s"),
    figure("most memory in the second fifth", early, "MiB"),
    figure("most memory in the last fifth", late, "MiB"),
    figure("growth between the two", (late / early - 1) * 100, "%", { atMost: 5 }),
  ];
};
