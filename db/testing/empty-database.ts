import { randomUUID } from "node:crypto";
import { Pool, type PoolConfig } from "pg";
import { afterAll, beforeAll, inject } from "vitest";

export type EmptyDatabase = {
  /** The address for its owner. */
  readonly url: string;
  /** Connections of the owner, closed when the file's tests are done. */
  readonly connect: (settings?: PoolConfig) => Pool;
};

/** A database of the test file's own with nothing in it, for tests of migrations. Call at the top of a file. */
export function emptyDatabase(): EmptyDatabase {
  const name = `countersign_empty_${randomUUID().replaceAll("-", "")}`;
  const pools: Pool[] = [];
  const address = () => {
    const url = new URL(inject("databaseServerUrl"));
    url.pathname = `/${name}`;
    return url.href;
  };
  beforeAll(() => onServer(`create database ${name}`));
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await onServer(`drop database ${name} with (force)`);
  });
  return {
    get url() {
      return address();
    },
    connect: (settings = {}) => {
      const pool = new Pool({ connectionString: address(), ...settings });
      // The database goes while the last of its connections are being closed.
      pool.on("error", () => undefined);
      pools.push(pool);
      return pool;
    },
  };
}

async function onServer(statement: string): Promise<void> {
  const server = new Pool({ connectionString: inject("databaseServerUrl"), max: 1 });
  await server.query(statement);
  await server.end();
}
