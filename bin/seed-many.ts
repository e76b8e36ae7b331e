/** `npm run seed:many -- --account <id> --keys <number>`: an account with very many keys, to look at the list with. */
import "./process/load-env";

import { z } from "zod";

import { insertManyKeys } from "../db/seed/many-keys";
import type { Environment } from "../lib/domain/people/profiles";
import { readArguments, required, USAGE } from "./commands/arguments";
import { openOwnerPool, ownerUrlOf } from "./database/database";
import { Failure, report } from "./process/failure";
import { number } from "../lib/domain/format/numbers";
import { uuid } from "../lib/contracts/fields/uuid";

const MOST_KEYS = 1_000_000;

async function run(): Promise<void> {
  const given = readArguments({ account: "value", keys: "value" });
  const accountId = uuid().safeParse(required(given, "account"));
  if (!accountId.success) throw new Failure("--account must be the id of an account.", USAGE);
  const count = z.coerce.number().int().min(1).max(MOST_KEYS).safeParse(required(given, "keys"));
  if (!count.success) throw new Failure(`--keys must be a number from 1 to ${MOST_KEYS}.`, USAGE);

  const pool = openOwnerPool(await ownerUrlOf(process.env));
  try {
    const { rows } = await pool.query<{ environment: Environment; userId: string }>(
      `select a.environment, m.user_id as "userId" from accounts a join memberships m on m.account_id = a.id
       where a.id = $1 and m.profile = 'admin' and m.status = 'active' order by m.created_at, m.id limit 1`,
      [accountId.data],
    );
    if (!rows[0]) throw new Failure("There is no such account with an active admin.", USAGE);
    await insertManyKeys(pool, { accountId: accountId.data, ...rows[0], count: count.data });
    console.log(`The account has ${number(count.data)} more keys.`);
  } finally {
    await pool.end();
  }
}

await run().catch(report);
