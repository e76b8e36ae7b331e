import { eq, or, sql, type SQL } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";

const GUID_START = /^[0-9a-f]{4,8}(-[0-9a-f-]{0,27})?$/;
const LAST_FOUR = /^[0-9A-Za-z]{4}$/;

/** The text as a LIKE pattern's literal. */
function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}

/**
 * The index finds a name by any three characters in a row, and by fewer only where a word begins with them: so a
 * shorter text is looked for at the beginning of words.
 */
function nameHas(wanted: string): SQL {
  const text = literal(wanted);
  const name = sql`lower(${integrationKeys.name})`;
  if (Array.from(wanted).length >= 3) return sql`${name} like lower(${`%${text}%`})`;
  return sql`(${name} like lower(${`${text}%`}) or ${name} like lower(${`% ${text}%`}))`;
}

/**
 * Keys that a search text finds: a part of the name (of one or two characters: the beginning of a word), the beginning
 * of the GUID (four hex digits or more), or exactly the last four characters of the secret. Each has an index of its own (db/schema/integration-keys.ts).
 */
export function matchesText(text: string): SQL | undefined {
  const wanted = text.trim().normalize("NFC");
  if (wanted === "") return undefined;
  // The database lowers both sides: how letters beyond ASCII are lowered depends on its locale.
  const conditions = [nameHas(wanted)];
  const guid = wanted.toLowerCase();
  if (GUID_START.test(guid)) conditions.push(sql`(${integrationKeys.clientId}::text) like ${`${guid}%`}`);
  if (LAST_FOUR.test(wanted)) conditions.push(eq(integrationKeys.lastFour, wanted));
  return or(...conditions);
}
