/**
 * `npm run receipt:verify -- <file>`: checks the receipt of a transfer, as it was downloaded, by the records of both accounts
 * (S3, R11).
 */
import "./process/load-env";

import { readFileSync } from "node:fs";

import { databaseOf, type Database } from "../db/client";
import { verifyChain } from "../lib/audit/verify";
import { TransferReceipt } from "../lib/contracts/accounts/transfers";
import { chainWords, differenceWords } from "../lib/domain/record/chain-words";
import { verifyReceipt } from "../lib/transfers/reading/verify-receipt";
import { readArguments, USAGE } from "./commands/arguments";
import { assertReachable, openOwnerPool, ownerSetting, ownerUrlOf } from "./database/database";
import { Failure, report } from "./process/failure";

/** @throws Failure (exit 2) for a file that is no receipt */
function readReceipt(file: string): TransferReceipt {
  const content = readJson(file);
  // As the console answers with it, and by itself.
  const isAnswer = typeof content === "object" && content !== null && "receipt" in content;
  const parsed = TransferReceipt.safeParse(isAnswer ? content.receipt : content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure(
    `${file} is no receipt of a transfer: ${issue?.path.join(".")}: ${issue?.message}`,
    USAGE,
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new Failure(`${file} can't be read as JSON.`, USAGE);
  }
}

/** What is wrong with the records of both accounts: what a broken one says proves nothing. */
async function recordFaults(db: Database, { before, after }: TransferReceipt): Promise<string[]> {
  const faults: string[] = [];
  for (const { accountId, name } of [before, after]) {
    const record = await verifyChain(db, accountId);
    const found = [
      ...(record.firstFault ? [chainWords(record)] : []),
      ...record.differences.map(differenceWords),
    ];
    faults.push(...found.map((fault) => `Record of ${name}: ${fault}`));
  }
  return faults;
}

async function verify(db: Database): Promise<number> {
  const { words } = readArguments({});
  const [file, ...more] = words;
  if (file === undefined || more.length > 0) {
    throw new Failure("Name the receipt's file: npm run receipt:verify -- receipt.json", USAGE);
  }
  const receipt = readReceipt(file);
  const proof = await verifyReceipt(db, receipt);
  const faults = [...(await recordFaults(db, receipt)), ...proof.faults];
  for (const fault of faults) console.log(fault);
  for (const later of proof.since) console.log(`Since then: ${later}`);
  const { transfer, before, after } = receipt;
  console.log(
    faults.length === 0
      ? `The receipt is true: ${transfer.keyName} went from ${before.name} to ${after.name}, as both records say.`
      : "The receipt is not proved.",
  );
  return faults.length === 0 ? 0 : 1;
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
