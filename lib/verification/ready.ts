import { runStatement, type GateDatabase } from "./statement";

const PROBE = { name: "gate_probe", text: "select 1 from integration_keys limit 1" } as const;

/**
 * Asks whether the database answers, with the schema in place. One question at a time: who asks while one is under way
 * gets its answer, however many ask. Nothing that decides access depends on it.
 */
export function createReadiness(database: GateDatabase): () => Promise<boolean> {
  let asking: Promise<boolean> | null = null;
  return () =>
    (asking ??= isReady(database).finally(() => {
      asking = null;
    }));
}

async function isReady(database: GateDatabase): Promise<boolean> {
  try {
    await runStatement(database, PROBE, []);
    return true;
  } catch {
    return false;
  }
}
