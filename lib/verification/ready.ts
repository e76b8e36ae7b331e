import { runStatement, type GateDatabase } from "./statement";

const PROBE = { name: "gate_probe", text: "select 1 from integration_keys limit 1" } as const;

/** True if the database answers, with the schema in place. */
export async function isDatabaseReady(database: GateDatabase): Promise<boolean> {
  try {
    await runStatement(database, PROBE, []);
    return true;
  } catch {
    return false;
  }
}
