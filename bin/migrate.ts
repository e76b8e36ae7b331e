/**
 * `npm run migrate [-- --check | --finish]`: brings the database to the newest schema, for deployments that start it
 * apart from the rest. `--finish` says that no process of the release before is left; `--check` changes nothing.
 */
import "./process/load-env";

import type { MigrationKind } from "../db/migration-files";
import { readArguments, USAGE } from "./commands/arguments";
import {
  assertReachable,
  migrateDatabase,
  openOwnerPool,
  ownerSetting,
  ownerUrlOf,
  pendingIn,
} from "./database/database";
import { Failure, report } from "./process/failure";

const HOW: Readonly<Record<MigrationKind, string>> = {
  whole: "at the next start",
  stepwise: "at the next start, while checks go on; may take a while",
  last: "by npm run migrate -- --finish, once no process of the release before is left",
};

async function run(): Promise<void> {
  const { words, switches } = readArguments({ check: "switch", finish: "switch" });
  if (words.length > 0 || switches.size > 1) {
    throw new Failure("Usage: npm run migrate [-- --check | --finish]", USAGE);
  }
  const url = await ownerUrlOf(process.env);
  await assertReachable(url, ownerSetting(process.env));
  const pool = openOwnerPool(url);
  try {
    if (!switches.has("check")) {
      const applied = await migrateDatabase(pool, process.env, switches.has("finish") || undefined);
      console.log(applied.length === 0 ? "Nothing was left to apply." : `Applied: ${applied.join(", ")}`);
    }
    const pending = await pendingIn(pool);
    for (const { name, kind } of pending) console.log(`Pending: ${name}, ${HOW[kind]}`);
    if (pending.length === 0) console.log("The database is up to date.");
    if (switches.has("check") && pending.length > 0) process.exitCode = 1;
  } finally {
    await pool.end();
  }
}

await run().catch(report);
