/** `npm run audit:verify [-- --account <id>]`: checks the record of every account, or of one (R11, I7). */
import "./load-env";

import { z } from "zod";

import { databaseOf, type Database } from "../db/client";
import { auditChains, auditEvents } from "../db/schema/audit-events";
import { verifyChain } from "../lib/audit/verify";
import { readArguments, USAGE } from "./arguments";
import { assertReachable, openOwnerPool } from "./database";
import { databaseUrlOf } from "./embedded-address";
import { Failure, report } from "./failure";

/** What is wrong with an event, in words. */
const FAULTS: Record<string, string> = {
  missing: "is missing",
  changed: "was changed after it was written",
  unlinked: "does not follow the event before it",
  head: "is not the last one that was written: the end of the chain is cut off or was changed",
  unregistered: "stands after the end of the chain",
};

/** Every chain that has a head or an event: accounts, and people for what concerns them alone. */
async function chainsOf(db: Database): Promise<string[]> {
  const heads = await db.select({ id: auditChains.chainId }).from(auditChains);
  const events = await db.selectDistinct({ id: auditEvents.chainId }).from(auditEvents);
  return [...new Set([...heads, ...events].map((row) => row.id))].toSorted();
}

async function run(): Promise<number> {
  const given = readArguments({ account: "value" });
  const only = given.values["account"];
  if (only !== undefined && !z.uuid().safeParse(only).success) {
    throw new Failure("--account must be the id of an account.", USAGE);
  }
  const url = await databaseUrlOf(process.env);
  await assertReachable(url);
  const pool = openOwnerPool(url);
  const db = databaseOf(pool);
  let events = 0;
  let broken = 0;
  const chains = only ? [only] : await chainsOf(db);
  for (const chain of chains) {
    const result = await verifyChain(db, chain);
    events += result.events;
    if (!result.firstFault) continue;
    broken += 1;
    const { sequence, kind } = result.firstFault;
    console.log(`Chain ${chain}: event ${sequence} ${FAULTS[kind] ?? kind}.`);
  }
  await pool.end();
  console.log(`${chains.length} chains, ${events} events, ${broken} broken.`);
  return broken === 0 ? 0 : 1;
}

await run().then((code) => process.exit(code), report);
