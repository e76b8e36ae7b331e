/** What PostgreSQL did to answer a query. */
import type { Pool } from "pg";
import { decimal } from "../../lib/domain/format/numbers";

export type PlanNode = {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows"?: number;
  readonly "Actual Loops"?: number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly Plans?: readonly PlanNode[];
};
type Explained = {
  readonly "QUERY PLAN": readonly { readonly Plan: PlanNode; readonly "Execution Time": number }[];
};

/** Runs the query, and prints under this name how long it took. @returns every node of its plan */
export async function explainQuery(
  pool: Pool,
  query: { readonly sql: string; readonly params: unknown[] },
  name: string,
): Promise<PlanNode[]> {
  const { rows } = await pool.query<Explained>(`explain (analyze, format json) ${query.sql}`, query.params);
  const explained = rows[0]?.["QUERY PLAN"][0];
  if (!explained) throw new Error("The database explained nothing");
  process.stdout.write(`${decimal(explained["Execution Time"], 1).padStart(7)} ms  ${name}\n`);
  return nodesOf(explained.Plan);
}

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
