import type { Pool } from "pg";

/** How many calls are recorded. */
export async function recordedCalls(owner: Pool): Promise<number> {
  const { rows } = await owner.query<{ calls: number }>("select count(*)::int as calls from calls");
  return rows[0]?.calls ?? 0;
}
