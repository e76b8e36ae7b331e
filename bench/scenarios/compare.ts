/** This gate beside another commit's, on one database and loaded in turn: what either costs per answer. */
import { measure, type Measured } from "../measure";
import { figure, median, type Figure } from "../report";
import { CONNECTIONS, type Scenario, type Setup } from "../scenario";
import { startGate, type Server } from "../servers";

type Pair<T> = { readonly now: T; readonly other: T };

/**
 * Makes the scenario.
 * @param folder where the other commit is built; it has to run on the present schema
 */
export function compareWith(folder: string): Scenario {
  return async (setup) => {
    const { url } = setup.database;
    const gates: Pair<Server> = { now: await startGate(url), other: await startGate(url, {}, folder) };
    const kinds = {
      "one key": setup.oneKey,
      "Zipf of keys": setup.zipfKeys,
      "random keys": setup.allKeys,
    };
    const load = (name: string, server: Server, secretsPath: string, seconds: number) =>
      measure(setup.database, { name, server, secretsPath, connections: CONNECTIONS, batch: null }, seconds);
    for (const [name, secretsPath] of Object.entries(kinds)) {
      for (const gate of Object.values(gates))
        await load(name, gate, secretsPath, setup.options.warmUpSeconds);
    }
    const pairs = await interleave(setup, kinds, (name, side, secretsPath) =>
      load(name, gates[side], secretsPath, setup.options.seconds),
    );
    await Promise.all([gates.now.stop(), gates.other.stop()]);
    return Object.entries(pairs).flatMap(([name, ofKind]) => figuresOf(name, ofKind));
  };
}

/** Each kind and side in turn, round after round; who begins changes, since the second finds what the first has left. */
async function interleave(
  { options }: Setup,
  kinds: Readonly<Record<string, string>>,
  load: (name: string, side: keyof Pair<unknown>, secretsPath: string) => Promise<Measured>,
): Promise<Record<string, Pair<Measured>[]>> {
  const pairs: Record<string, Pair<Measured>[]> = {};
  for (let round = 0; round < options.rounds; round += 1) {
    for (const [name, secretsPath] of Object.entries(kinds)) {
      const first = round % 2 === 0 ? "now" : "other";
      const one = await load(name, first, secretsPath);
      const two = await load(name, first === "now" ? "other" : "now", secretsPath);
      (pairs[name] ??= []).push(first === "now" ? { now: one, other: two } : { now: two, other: one });
    }
  }
  return pairs;
}

const wholeMicros = ({ cpuMicros, databaseMicros }: Measured) => cpuMicros + (databaseMicros ?? 0);

function figuresOf(name: string, pairs: readonly Pair<Measured>[]): Figure[] {
  const sides = (value: (one: Measured) => number, what: string, unit: string) => [
    figure(`${name}: ${what}, now`, median(pairs.map(({ now }) => value(now))), unit),
    figure(`${name}: ${what}, other`, median(pairs.map(({ other }) => value(other))), unit),
  ];
  const ratios = pairs.map(({ now, other }) => wholeMicros(now) / wholeMicros(other));
  return [
    ...sides(({ perSecond }) => perSecond, "answers", "/s"),
    ...sides(({ p99Ms }) => p99Ms, "p99", "ms"),
    ...sides(({ cpuMicros }) => cpuMicros, "processor time of the gate", "µs"),
    ...sides(({ databaseMicros }) => databaseMicros ?? Number.NaN, "processor time of the database", "µs"),
    figure(`${name}: processor time, now to other, median of the pairs`, median(ratios), ""),
    figure(`${name}: the least of the pairs`, Math.min(...ratios), ""),
    figure(`${name}: the most of the pairs`, Math.max(...ratios), ""),
  ];
}
