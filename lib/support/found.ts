/** What a search of support finds: each query is served by indexes of its table, but for accounts, of which there are few. */
import { and, asc, desc, eq, or, sql, type SQL } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { integrationKeys } from "@/db/schema/integration-keys";
import { supportCases } from "@/db/schema/support-cases";

import type { SupportSearchResult } from "../contracts/support/support-desk";
import type { Reader } from "../kernel/database";
import { literal, nameHas } from "../row-state/key-search";
import { ACCOUNT_NAME, selectCases, toListedCase } from "./case";

export const FOUND_MAX = 20;
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const WHITE_SPACE = String.raw`[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+`;
const CASE_NUMBER = /^(?:case )?#?(\d{4,15})$/i;
const GUID_START = /^[0-9a-f]{4,8}(-[0-9a-f-]{0,27})?$/i;

/** `comparableName` of the domain, for accounts that were named before it was asked of them. */
const comparable = sql`trim(regexp_replace(normalize(${accounts.name}), ${WHITE_SPACE}, ' ', 'g'))`;

/** The first rows, and whether there are more. */
export function firstOf<T>(rows: readonly T[]): { data: T[]; hasMore: boolean } {
  return { data: rows.slice(0, FOUND_MAX), hasMore: rows.length > FOUND_MAX };
}

/** The case that people call by this number. */
export async function foundCases(db: Reader, wanted: string): Promise<SupportSearchResult["cases"]> {
  const number = CASE_NUMBER.exec(wanted)?.[1];
  if (number === undefined) return firstOf([]);
  return firstOf((await selectCases(db).where(eq(supportCases.number, Number(number)))).map(toListedCase));
}

/** Accounts by a part of the name, or by id. */
export async function foundAccounts(db: Reader, wanted: string): Promise<SupportSearchResult["accounts"]> {
  const rows = await db
    .select(ACCOUNT_NAME)
    .from(accounts)
    .where(
      or(
        // The database lowers both sides: how letters beyond ASCII are lowered depends on its locale.
        sql`lower(${comparable}) like lower(${`%${literal(wanted)}%`})`,
        UUID.test(wanted) ? eq(accounts.id, wanted) : undefined,
      ),
    )
    .orderBy(asc(accounts.name), asc(accounts.id))
    .limit(FOUND_MAX + 1);
  return firstOf(rows);
}

/** Keys by the beginning of the GUID, by the last four characters of the secret, by id, or by a part of the name. */
export async function foundKeys(db: Reader, wanted: string): Promise<SupportSearchResult["keys"]> {
  return firstOf(await foundKeysQuery(db, wanted));
}

/** The query of {@link foundKeys}, newest first. */
export function foundKeysQuery(db: Reader, wanted: string) {
  return db
    .select({ id: integrationKeys.id, clientId: integrationKeys.clientId, account: ACCOUNT_NAME })
    .from(integrationKeys)
    .innerJoin(accounts, eq(accounts.id, integrationKeys.accountId))
    .where(or(nameHas(wanted), guidBegins(wanted), endsIn(wanted)))
    .orderBy(desc(integrationKeys.id))
    .limit(FOUND_MAX + 1);
}

/** As a span of ids, which the index of GUIDs serves. */
function guidBegins(wanted: string): SQL | undefined {
  const digits = wanted.toLowerCase().replaceAll("-", "");
  if (!GUID_START.test(wanted) || digits.length > 32) return undefined;
  const [from, to] = [digits.padEnd(32, "0"), digits.padEnd(32, "f")];
  const isIn = sql`${integrationKeys.clientId} between ${from}::uuid and ${to}::uuid`;
  return UUID.test(wanted) ? or(isIn, eq(integrationKeys.id, wanted)) : isIn;
}

/** `f3Qz`, or as pages write it: `ik_live_…f3Qz`. */
function endsIn(wanted: string): SQL | undefined {
  const parts = /^(?:(ik_[a-z]+)_?\W*)?([0-9A-Za-z]{4})$/.exec(wanted);
  const [, prefix, lastFour] = parts ?? [];
  if (lastFour === undefined) return undefined;
  return and(
    eq(integrationKeys.lastFour, lastFour),
    prefix === undefined ? undefined : eq(integrationKeys.prefix, prefix),
  );
}
