/** A database that fails at a statement of one's choice: for showing that a change is whole or did not happen (I7). */
import type { PoolClient } from "pg";

import { databaseOf, openPool, type Database } from "../client";

/** When a statement fails. before: it is not sent. after: it is carried out, and its answer is lost. */
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
    { DATABASE_URL: url },
    { max: 4, connectTimeoutMs: 5_000, statementTimeoutMs: 10_000, applicationName: "countersign-faults" },
  );
  const plan = { at: 0, kind: "before" as FaultKind, sent: [] as string[] };
  const connect = pool.connect.bind(pool);
  // Transactions await it; a query outside of one comes through `pool.query`, which passes a callback.
  const faulty = (then?: Connected): Promise<PoolClient> | undefined => {
    const found = connect().then((client) => withFault(client, plan));
    if (!then) return found;
    found.then(
      (client) => then(undefined, client, (error) => client.release(error)),
      (error: Error) => then(error, undefined, () => undefined),
    );
    return undefined;
  };
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
type Connected = (
  error: Error | undefined,
  client: PoolClient | undefined,
  release: (error?: Error | boolean) => void,
) => void;
type Answered = (error: Error | null, result?: unknown) => void;

function withFault(client: PoolClient, plan: Plan): PoolClient {
  const send = client.query.bind(client) as Query;
  const awaited: Query = async (...given) => {
    plan.sent.push(nameOf(given[0]));
    const isPlanted = plan.sent.length === plan.at;
    if (isPlanted && plan.kind === "before") throw new PlantedFault("The statement was not sent");
    const result = await send(...given);
    if (isPlanted) throw new PlantedFault("The answer was lost");
    return result;
  };
  const query = (...given: readonly unknown[]): Promise<unknown> | undefined => {
    const answer = given.at(-1);
    if (!isCallback(answer)) return awaited(...given);
    awaited(...given.slice(0, -1)).then(
      (result) => answer(null, result),
      (error: Error) => answer(error),
    );
    return undefined;
  };
  return new Proxy(client, {
    get: (target, name) => {
      if (name === "query") return query;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

function isCallback(value: unknown): value is Answered {
  return typeof value === "function";
}

/** The first words of a statement, and its table. */
function nameOf(query: unknown): string {
  const text = typeof query === "string" ? query : String((query as { text?: unknown }).text);
  const table = /(?:from|into|update) "(\w+)"/.exec(text)?.[1];
  return [text.split(" ", 1)[0], table].filter(Boolean).join(" ");
}
