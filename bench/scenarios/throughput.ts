/** Checks per second, next to an empty server, to one lookup per request, and to better-auth. */
import { tmpdir } from "node:os";
import { join } from "node:path";

import { measure, type Measured } from "../measure";
import { recordedCalls } from "../recorded";
import { figure, median, type Figure } from "../report";
import { CONNECTIONS, WARM_UP_SECONDS, type Scenario, type Setup } from "../scenario";
import { startGate, startServer, type Server } from "../servers";

/** Checks of one request, and connections that send such: as many checks at once as the gate lets in whatever it does. */
const BATCH = 32;
const BATCH_CONNECTIONS = 2;

type Run = {
  readonly name: string;
  readonly server: Server;
  readonly secretsPath: string;
  readonly connections: number;
  /** Checks of one request where they come in lists: then they are counted, and not requests. */
  readonly batch: number | null;
  /** What the measured rounds and the warm-up came to. */
  readonly results: Measured[];
  readonly warmUps: Measured[];
};

const run = (
  name: string,
  server: Server,
  secretsPath: string,
  connections = CONNECTIONS,
  batch: number | null = null,
): Run => ({
  name,
  server,
  secretsPath,
  connections,
  batch,
  results: [],
  warmUps: [],
});

export const throughput: Scenario = async (setup) => {
  const { url } = setup.database;
  const betterAuthKeys = join(tmpdir(), "countersign-bench", "better-auth.txt");
  const gate = await startGate(url);
  const empty = await startServer("bench/servers/empty.ts", url);
  const lookup = await startServer("bench/servers/lookup.ts", url);
  const lean = await startServer("bench/servers/lean-lookup.ts", url);
  const betterAuth = await startServer("bench/servers/better-auth.ts", url, { SECRETS_PATH: betterAuthKeys });
  const runs = {
    gateOne: run("gate, one key", gate, setup.oneKey),
    gateAll: run("gate, random keys", gate, setup.allKeys),
    gateOne32: run("gate, one key, 32 connections", gate, setup.oneKey, 32),
    gateAll32: run("gate, random keys, 32 connections", gate, setup.allKeys, 32),
    gateZipf: run("gate, Zipf of keys", gate, setup.zipfKeys),
    batchOne: run("gate, one key, lists of 32", gate, setup.oneKey, BATCH_CONNECTIONS, BATCH),
    batchZipf: run("gate, Zipf of keys, lists of 32", gate, setup.zipfKeys, BATCH_CONNECTIONS, BATCH),
    batchAll: run("gate, random keys, lists of 32", gate, setup.allKeys, BATCH_CONNECTIONS, BATCH),
    empty: run("(a) empty server", empty, setup.oneKey),
    lookupOne: run("(b) lookup, one key", lookup, setup.oneKey),
    lookupAll: run("(b) lookup, random keys", lookup, setup.allKeys),
    leanOne: run("lean lookup, one key", lean, setup.oneKey),
    leanAll: run("lean lookup, random keys", lean, setup.allKeys),
    betterAuth: run("(c) better-auth, 1,000 keys", betterAuth, betterAuthKeys),
  };
  const before = await recordedCalls(setup.database.owner);
  await interleave(setup, Object.values(runs));
  const recorded = (await recordedCalls(setup.database.owner)) - before;
  await Promise.all([gate, empty, lookup, lean, betterAuth].map((server) => server.stop()));
  const gateRuns = Object.values(runs).filter((one) => one.server === gate);
  return [
    ...Object.values(runs).flatMap(plainFigures),
    ...ratios(runs),
    ...latencies(runs),
    ...recordFigures(gateRuns, recorded),
  ];
};

/** Each in turn, round after round, so that a slow minute of the machine meets all of them. */
async function interleave(setup: Setup, runs: readonly Run[]): Promise<void> {
  for (const one of runs) one.warmUps.push(await measure(setup.database, one, WARM_UP_SECONDS));
  for (let round = 0; round < setup.options.rounds; round += 1) {
    for (const one of runs) one.results.push(await measure(setup.database, one, setup.options.seconds));
  }
}

const perSecond = ({ results }: Run) => median(results.map((result) => result.perSecond));
const p99 = ({ results }: Run) => median(results.map((result) => result.p99Ms));

function plainFigures(one: Run): Figure[] {
  return [
    figure(`${one.name}: answers`, perSecond(one), "/s"),
    figure(`${one.name}: p99`, p99(one), "ms"),
    figure(`${one.name}: processor time`, median(one.results.map((result) => result.cpuMicros)), "µs"),
    ...databaseFigure(one),
  ];
}

function databaseFigure({ name, results }: Run): Figure[] {
  const micros = results.flatMap(({ databaseMicros }) => databaseMicros ?? []);
  return micros.length === 0 ? [] : [figure(`${name}: processor time of the database`, median(micros), "µs")];
}

type Runs = Readonly<
  Record<
    | "gateOne"
    | "gateAll"
    | "gateOne32"
    | "gateAll32"
    | "batchOne"
    | "batchAll"
    | "empty"
    | "lookupOne"
    | "lookupAll"
    | "betterAuth",
    Run
  >
>;

const ratio = (name: string, a: Run, b: Run, atLeast: number) =>
  figure(`ratio, ${name}`, perSecond(a) / perSecond(b), "", { atLeast });

function ratios(runs: Runs): Figure[] {
  const { gateOne, gateAll, batchOne, batchAll, empty, lookupOne, lookupAll, betterAuth } = runs;
  return [
    ratio("checks in lists of 32, one key, to requests of (a)", batchOne, empty, 1),
    ratio("checks in lists of 32, one key, to single ones", batchOne, gateOne, 1),
    ratio("checks in lists of 32, random keys, to single ones", batchAll, gateAll, 1),
    ratio("one key, to (a)", gateOne, empty, 0.35),
    ratio("random keys, to (a)", gateAll, empty, 0.35),
    ratio("one key, to (b)", gateOne, lookupOne, 1.8),
    ratio("random keys, to (b)", gateAll, lookupAll, 1.8),
    ratio("one key, to (c)", gateOne, betterAuth, 20),
    ratio("random keys, to (c)", gateAll, betterAuth, 20),
  ];
}

function latencies({ gateOne, gateAll, gateOne32, gateAll32 }: Runs): Figure[] {
  return [
    figure("p99 at 64 connections, one key", p99(gateOne), "ms", { atMost: 15 }),
    figure("p99 at 64 connections, random keys", p99(gateAll), "ms", { atMost: 15 }),
    figure("p99 at 32 connections, one key", p99(gateOne32), "ms", { atMost: 7 }),
    figure("p99 at 32 connections, random keys", p99(gateAll32), "ms", { atMost: 7 }),
  ];
}

/**
 * Every accepted call is a row. There may be a few rows more: calls that were recorded and whose answer wrk did not
 * wait for when its time was up, at most one per connection and run.
 */
function recordFigures(runs: readonly Run[], recorded: number): Figure[] {
  const results = runs.flatMap((one) => [...one.warmUps, ...one.results]);
  const accepted = results.reduce((sum, result) => sum + result.requests, 0);
  return [
    figure("accepted calls", accepted, ""),
    figure("rows less accepted calls", recorded - accepted, "", { atLeast: 0 }),
    figure("rows less accepted calls, per run", (recorded - accepted) / results.length, "", {
      // Of lists too there are as many checks under way.
      atMost: CONNECTIONS,
    }),
  ];
}
