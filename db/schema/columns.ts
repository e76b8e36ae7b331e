/** Column kinds that the tables share. */
import { sql, type SQL } from "drizzle-orm";
import { bigint, customType, timestamp, type AnyPgColumn } from "drizzle-orm/pg-core";

/** A SHA-256 or other binary value. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** An instant, kept with its zone and read as a Date. Milliseconds: what JavaScript and the audit hash can hold. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/**
 * Moves, by triggers, with every change of what a gate may keep in its memory of this account or person, in the transaction of
 * the change: facts whose epoch is still the one that they were read with are true. Only ever compared for being the same.
 */
export const accessEpoch = () => bigint("access_epoch", { mode: "number" }).notNull().default(0);

/**
 * `column in ('a', 'b')` for a CHECK, from the tuple of the domain: of small tables only, since another value means another
 * CHECK. A migration adds it NOT VALID and validates it after, so that nobody waits while rows are read.
 */
export function oneOf(column: AnyPgColumn, values: readonly string[]): SQL {
  const list = values.map((value) => `'${value.replaceAll("'", "''")}'`).join(", ");
  return sql`${column} in (${sql.raw(list)})`;
}
