/** How keys are found by a text, as SQL that the indexes of their table serve. */
import { and, eq, or, sql, type SQL } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";

import { searchedName } from "../domain/keys/name-text";

const GUID_START = /^[0-9a-f]{4,8}(-[0-9a-f-]{0,27})?$/;
const LAST_FOUR = /^[0-9A-Za-z]{4}$/;

/** The text as a LIKE pattern's literal. */
export function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}

/** Whatever the locale of the database takes for a letter, the trigrams of this are found by their index. */
const HAS_TRIGRAM = /[0-9a-z]{3}/i;

/**
 * Keys with this text in their name. Where no three letters stand in a row (one or two characters, Chinese, `k-y`), the pieces of the name narrow the
 * keys down: its single characters and its pairs.
 */
export function nameHas(wanted: string): SQL | undefined {
  // The database lowers both sides: how letters beyond ASCII are lowered depends on its locale.
  const hasText = sql`lower(${integrationKeys.name}) like lower(${`%${literal(wanted)}%`})`;
  if (HAS_TRIGRAM.test(wanted)) return hasText;
  return and(sql`name_pieces(${integrationKeys.name}) @> name_pieces(${wanted})`, hasText);
}

/**
 * Keys that a search text finds: any part of the name, however short, the beginning of the GUID (four hex digits or
 * more), or exactly the last four characters of the secret. Each has an index of its own (db/schema/integration-keys.ts).
 */
export function matchesText(text: string): SQL | undefined {
  const wanted = searchedName(text);
  if (wanted === "") return undefined;
  const conditions: (SQL | undefined)[] = [nameHas(wanted)];
  const guid = wanted.toLowerCase();
  if (GUID_START.test(guid)) conditions.push(sql`(${integrationKeys.clientId}::text) like ${`${guid}%`}`);
  if (LAST_FOUR.test(wanted)) conditions.push(eq(integrationKeys.lastFour, wanted));
  return or(...conditions);
}
