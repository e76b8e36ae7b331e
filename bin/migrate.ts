/** `npm run migrate`: brings the database to the newest schema, for deployments that start it apart from the rest. */
import "./load-env";

import { applicationRole, assertReachable, migrateDatabase, openOwnerPool } from "./database";
import { databaseUrlOf } from "./embedded-address";
import { report } from "./failure";

async function run(): Promise<void> {
  const url = await databaseUrlOf(process.env);
  await assertReachable(url);
  const pool = openOwnerPool(url);
  try {
    const applied = await migrateDatabase(pool, applicationRole(process.env));
    console.log(applied.length === 0 ? "The database is up to date." : `Applied: ${applied.join(", ")}`);
  } finally {
    await pool.end();
  }
}

await run().catch(report);
