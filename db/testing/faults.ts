/** A database that fails at a statement of one's choice: for showing that a change is whole or did not happen (I7). */
import type { PoolClient } from "pg";

import { databaseOf, openPool, type Database } from "../client";
import { APPLICATION_ROLE } from "./global-setup";

/** before: the statement is not sent. after: it is carried out, and its answer is lost. */
export type FaultKind = "before" | "after";

export class PlantedFault extends Error {
  override readonly name = "PlantedFault";
}

export type FaultyDatabase = {
  readonly db: Database;
  /** The next statements count from 1; the one with this number fails. Returns those that were sent since. */
  readonly failAt: (statement: number, kind: FaultKind) => void;
  /** The statements since `failAt`, in short. */
  readonly sent: () => readonly string[];
  readonly close: () => Promise<void>;
};

/** Opens a pool of its own on the test's database. */
export function faultyDatabase(url: string): FaultyDatabase {
  const pool = openPool(
    { DATABASE_URL: url, DATABASE_ROLE: APPLICATION_ROLE },
    { max: 4, connectTimeoutMs: 5_000, statementTimeoutMs: 10_000, applicationName: "countersign-faults" },
  );
  const plan = { at: 0, kind: "before" as FaultKind, sent: [] as string[] };
  const connect = pool.connect.bind(pool);
  const faulty = async (): Promise<PoolClient> => withFault(await connect(), plan);
  // The builder calls `connect` without a callback, which is the one form that is replaced here.
  pool.connect = faulty as typeof pool.connect;
  return {
    db: databaseOf(pool),
    failAt: (at, kind) => {
      plan.at = at;
      plan.kind = kind;
      plan.sent = [];
    },
    sent: () => plan.sent,
    close: () => pool.end(),
  };
}

type Plan = { at: number; kind: FaultKind; sent: string[] };
type Query = (...given: readonly unknown[]) => Promise<unknown>;

function withFault(client: PoolClient, plan: Plan): PoolClient {
  // The builder awaits every query and passes no callback.
  const send = client.query.bind(client) as Query;
  const query: Query = async (...given) => {
    plan.sent.push(nameOf(given[0]));
    const isPlanted = plan.sent.length === plan.at;
    if (isPlanted && plan.kind === "before") throw new PlantedFault("The statement was not sent");
    const result = await send(...given);
    if (isPlanted) throw new PlantedFault("The answer was lost");
    return result;
  };
  return new Proxy(client, {
    get: (target, name) => {
      if (name === "query") return query;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

/** The first words of a statement, and its table. */
function nameOf(query: unknown): string {
  const text = typeof query === "string" ? query : String((query as { text?: unknown }).text);
  const table = /(?:from|into|update) "(\w+)"/.exec(text)?.[1];
  return [text.split(" ", 1)[0], table].filter(Boolean).join(" ");
}
