/**
 * `npm run audit:verify [-- --account <id>] [--heads] [--expect <file>]`: checks the record of every account and
 * person, or of one account, and compares what is there with what it says (R11, I7).
 */
import "./process/load-env";

import { readFileSync } from "node:fs";

import { databaseOf, type Database } from "../db/client";
import { holdsEvent, listRecords, type RecordOwner } from "../lib/audit/records";
import { verifyChain } from "../lib/audit/verify";
import { chainWords, differenceWords } from "../lib/domain/record/chain-words";
import { readArguments, USAGE } from "./commands/arguments";
import { assertReachable, openOwnerPool, ownerSetting, ownerUrlOf } from "./database/database";
import { Failure, report } from "./process/failure";
import { headLines, readHeads, type NotedHead } from "./commands/noted-heads";
import { count, number } from "../lib/domain/format/numbers";
import { uuid } from "../lib/contracts/fields/uuid";

type Verified = { readonly faults: readonly string[]; readonly events: number; readonly head: NotedHead };

async function verifyRecord(db: Database, record: RecordOwner): Promise<Verified> {
  const result = await verifyChain(db, record.id);
  const more = result.differenceCount - result.differences.length;
  const faults =
    record.owner === null
      ? ["It is of no account and no person that is there."]
      : [
          ...(result.firstFault ? [chainWords(result)] : []),
          ...result.differences.map(differenceWords),
          ...(more > 0 ? [`And ${more} more differences.`] : []),
        ];
  const head = { chainId: record.id, sequence: result.events, hash: result.headHash };
  return { faults, events: result.events, head };
}

function nameOf({ id, owner }: RecordOwner): string {
  return owner === null ? `Record ${id}` : `Record of the ${owner.kind} ${owner.name} (${id})`;
}

async function recordsToVerify(db: Database, account: string | undefined): Promise<RecordOwner[]> {
  const all = await listRecords(db);
  if (account === undefined) return all;
  if (!uuid().safeParse(account).success) {
    throw new Failure("--account must be the id of an account.", USAGE);
  }
  const found = all.filter((record) => record.id === account);
  if (found.length === 0) throw new Failure("There is no such account, and no record of one.");
  return found;
}

/** What was noted and is there no more. */
async function missingSince(db: Database, noted: readonly NotedHead[]): Promise<string[]> {
  const missing: string[] = [];
  for (const head of noted) {
    if (await holdsEvent(db, head)) continue;
    missing.push(
      `Record ${head.chainId}: event ${head.sequence}, which was its last when the heads were noted, is gone or another.`,
    );
  }
  return missing;
}

function readExpected(file: string | undefined): NotedHead[] {
  if (file === undefined) return [];
  try {
    return readHeads(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`--expect ${file} can't be read.`, USAGE);
  }
}

async function verify(db: Database): Promise<number> {
  const given = readArguments({ account: "value", heads: "switch", expect: "value" });
  const noted = readExpected(given.values["expect"]);
  const account = given.values["account"];
  const records = await recordsToVerify(db, account);
  // Heads go to standard output alone, so that it can be kept as it is.
  const say = given.switches.has("heads") ? console.error : console.log;
  const heads: NotedHead[] = [];
  let events = 0;
  let broken = 0;
  for (const record of records) {
    const verified = await verifyRecord(db, record);
    events += verified.events;
    if (verified.events > 0) heads.push(verified.head);
    if (verified.faults.length > 0) broken += 1;
    for (const fault of verified.faults) say(`${nameOf(record)}: ${fault}`);
  }
  const missing = await missingSince(
    db,
    noted.filter((head) => account === undefined || head.chainId === account),
  );
  for (const line of missing) say(line);
  if (records.length === 0) say("There is no record: this database has no account and no person.");
  say(`${count(records.length, "record")}, ${count(events, "event")}, ${number(broken)} broken.`);
  if (given.values["expect"] !== undefined)
    say(`${count(noted.length, "noted head")}, ${number(missing.length)} missing.`);
  if (given.switches.has("heads")) for (const line of headLines(heads)) console.log(line);
  return records.length > 0 && broken === 0 && missing.length === 0 ? 0 : 1;
}

async function run(): Promise<number> {
  const url = await ownerUrlOf(process.env);
  await assertReachable(url, ownerSetting(process.env));
  const pool = openOwnerPool(url);
  try {
    return await verify(databaseOf(pool));
  } finally {
    await pool.end();
  }
}

await run().then((code) => process.exit(code), report);
