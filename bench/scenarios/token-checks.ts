/** What a check of an access token costs beside one of a key: both kept, one of each, loaded in turn. */
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { databaseOf } from "../../db/client";
import { makeToken } from "../../db/testing/app";
import { makeBenchApp } from "../assertion-app";
import { runLoad } from "../load";
import { cpuSeconds, serverCpuSeconds } from "../processes";
import { figure, median, type Figure } from "../report";
import { CONNECTIONS, WARM_UP_SECONDS, type Scenario, type Setup } from "../scenario";
import { startGate, type Server } from "../servers";

/** Per check, in microseconds of processor time: the gate's, and the database's where that is here. */
type Cost = { readonly perSecond: number; readonly gate: number; readonly database: number };

export const tokenChecks: Scenario = async (setup) => {
  const gate = await startGate(setup.database.url);
  const tokenPath = await fileWithToken(setup);
  const costs: { key: Cost; token: Cost }[] = [];
  for (const path of [setup.oneKey, tokenPath]) await costOf(setup, gate, path, WARM_UP_SECONDS);
  for (let round = 0; round < setup.options.rounds; round += 1) {
    // Whichever comes first finds the machine as the other left it: by turns.
    const paths = { key: setup.oneKey, token: tokenPath };
    const order = round % 2 === 0 ? (["key", "token"] as const) : (["token", "key"] as const);
    const measured: Partial<Record<"key" | "token", Cost>> = {};
    for (const kind of order) measured[kind] = await costOf(setup, gate, paths[kind], setup.options.seconds);
    const { key, token } = measured;
    if (key && token) costs.push({ key, token });
  }
  await gate.stop();
  return figures(costs);
};

async function fileWithToken({ database }: Setup): Promise<string> {
  const { app, accountId, userId } = await makeBenchApp(database.owner);
  const token = await makeToken(databaseOf(database.owner), app, accountId, userId);
  const folder = join(tmpdir(), "countersign-bench");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "token.txt");
  writeFileSync(path, `${token.secret}\n`);
  return path;
}

async function costOf(
  { database }: Setup,
  gate: Server,
  secretsPath: string,
  seconds: number,
): Promise<Cost> {
  const cpu = () => [
    cpuSeconds(gate.pid),
    database.serverPid === null ? Number.NaN : serverCpuSeconds(database.serverPid),
  ];
  const before = cpu();
  const result = await runLoad({ url: gate.url, connections: CONNECTIONS, seconds, secretsPath });
  if (result.refused + result.failed > 0) throw new Error("A check was refused, or had no answer");
  const [ofGate = Number.NaN, ofDatabase = Number.NaN] = cpu().map(
    (after, index) => ((after - (before[index] ?? 0)) / result.requests) * 1e6,
  );
  return { perSecond: result.perSecond, gate: ofGate, database: ofDatabase };
}

function figures(costs: readonly { readonly key: Cost; readonly token: Cost }[]): Figure[] {
  const of = (kind: "key" | "token", name: keyof Cost) => median(costs.map((cost) => cost[kind][name]));
  // Of each pair, since the machine changes from one to the next.
  const ratio = (name: "gate" | "database") => median(costs.map(({ key, token }) => token[name] / key[name]));
  return [
    ...(["key", "token"] as const).flatMap((kind) => [
      figure(`${kind}: answers`, of(kind, "perSecond"), "/s"),
      figure(`${kind}: processor time of the gate`, of(kind, "gate"), "µs"),
      figure(`${kind}: processor time of the database`, of(kind, "database"), "µs"),
    ]),
    figure("gate: a token to a key", ratio("gate"), "", { atMost: 1.1 }),
    figure("database: a token to a key", ratio("database"), "", { atMost: 1.1 }),
  ];
}
