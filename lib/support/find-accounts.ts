import { asc, eq, or, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";

import type { AccountSearchInput, SupportAccountList } from "../contracts/support";
import type { StaffContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { ACCOUNT_NAME } from "./case";

const FOUND_MAX = 20;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The first accounts whose name has the text in it, or the one with that id. */
export function findAccounts(_ctx: StaffContext, input: AccountSearchInput): Promise<SupportAccountList> {
  const literal = input.q.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
  return ask(async (db) => {
    const rows = await db
      .select(ACCOUNT_NAME)
      .from(accounts)
      .where(
        or(
          // The database lowers both sides: how letters beyond ASCII are lowered depends on its locale.
          sql`lower(${accounts.name}) like lower(${`%${literal}%`})`,
          UUID.test(input.q) ? eq(accounts.id, input.q) : undefined,
        ),
      )
      .orderBy(asc(accounts.name), asc(accounts.id))
      .limit(FOUND_MAX + 1);
    return { data: rows.slice(0, FOUND_MAX), hasMore: rows.length > FOUND_MAX };
  });
}
