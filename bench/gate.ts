/** `npm run bench:gate`: measures the gate and prints a table and JSON. See README.md here. */
import { cpus, totalmem } from "node:os";

import { buildCommit } from "./commit";
import { openBenchDatabase } from "./database";
import { readOptions } from "./options";
import { tableOf, type Figure } from "./report";
import type { Scenario } from "./scenario";
import { compareWith } from "./scenarios/compare";
import { board } from "./scenarios/board";
import { memory } from "./scenarios/memory";
import { overload } from "./scenarios/overload";
import { pages } from "./scenarios/pages";
import { throughput } from "./scenarios/throughput";
import { tokenChecks } from "./scenarios/token-checks";
import { tokens } from "./scenarios/tokens";
import { volume } from "./scenarios/volume";
import { secretsFile, zipfFile } from "./secrets-file";
import { seedKeys } from "./seed-keys";

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  throughput,
  overload,
  pages,
  board,
  tokens,
  "token-checks": tokenChecks,
  volume,
  memory,
};

process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

const options = readOptions();
const other = options.compare === null ? null : buildCommit(options.compare);
const database = await openBenchDatabase();
const results: Record<string, Figure[]> = {};
try {
  console.error(`Seeding ${options.keys} keys`);
  await seedKeys(database.owner, options.keys);
  const setup = {
    options,
    database,
    oneKey: secretsFile(1),
    allKeys: secretsFile(options.keys),
    zipfKeys: zipfFile(options.keys),
  };
  const scenarios = other === null ? SCENARIOS : { [`compared with ${options.compare}`]: compareWith(other) };
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (other === null && options.only.length > 0 && !options.only.includes(name)) continue;
    console.error(`Measuring ${name}`);
    const figures = await scenario(setup);
    results[name] = figures;
    console.log(`\n${name}\n${tableOf(figures)}`);
  }
} finally {
  await database.stop();
}
const [cpu] = cpus();
const machine = {
  cpu: `${cpus().length} × ${cpu?.model.trim()}`,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  database: database.settings,
};
console.log(`\n${JSON.stringify({ machine, options, results })}`);
