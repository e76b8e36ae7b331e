import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Pool, type PoolConfig } from "pg";

export type Database = NodePgDatabase & { readonly $client: Pool };
export type Transaction = Parameters<Parameters<NodePgDatabase["transaction"]>[0]>[0];

export type ConnectionSettings = {
  readonly DATABASE_URL: string;
  readonly DATABASE_ROLE?: string | undefined;
};

export type PoolSettings = {
  readonly max: number;
  /** Longest wait for a connection, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** Longest run of one statement, in milliseconds, enforced by the server and by the client. */
  readonly statementTimeoutMs: number;
  /** When the client gives up and drops the connection, in milliseconds; half a second after the server by default. */
  readonly queryTimeoutMs?: number;
  readonly applicationName: string;
  /** Further settings of the server for these connections: `jit=off`. */
  readonly serverSettings?: readonly string[];
};

/**
 * A pool of connections. Nothing is opened before the first query. No state is kept in a session, so that
 * transaction poolers and the embedded database work alike: role and time-out travel as start-up parameters.
 */
export function openPool(connection: ConnectionSettings, settings: PoolSettings): Pool {
  const options = [
    `-c statement_timeout=${settings.statementTimeoutMs}`,
    connection.DATABASE_ROLE ? `-c role=${connection.DATABASE_ROLE}` : "",
    ...(settings.serverSettings ?? []).map((setting) => `-c ${setting}`),
  ]
    .filter(Boolean)
    .join(" ");
  const config: PoolConfig = {
    connectionString: connection.DATABASE_URL,
    max: settings.max,
    connectionTimeoutMillis: settings.connectTimeoutMs,
    // A little later than the server's own limit, for the case that the server no longer answers at all.
    query_timeout: settings.queryTimeoutMs ?? settings.statementTimeoutMs + 500,
    idleTimeoutMillis: 30_000,
    application_name: settings.applicationName,
    keepAlive: true,
    options,
  };
  const pool = new Pool(config);
  // A connection that dies is replaced by the next query, and a statement that was under way on it fails by itself;
  // without listeners, for idle connections and for those in use, it would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** Drizzle over a pool. */
export function databaseOf(pool: Pool): Database {
  return drizzle({ client: pool });
}
