import { sql } from "drizzle-orm";

import { transfers } from "@/db/schema/transfers";

import type { Reader } from "../kernel/database";

/** The database's clock, which alone says what has expired. */
export async function clock(db: Reader): Promise<Date> {
  const [row] = await db
    .select({ now: sql`clock_timestamp()`.mapWith(transfers.openedAt) })
    .from(sql`(values (0)) as one`);
  return row?.now ?? new Date();
}
