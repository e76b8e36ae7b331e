import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { afterAll, beforeAll, inject } from "vitest";

import { databaseOf, openPool, type Database } from "../client";
import { arrangeThrough } from "./arranging";
import { asApplication, TEMPLATE } from "./global-setup";

export type TestDatabase = {
  /** The address for processes that the test starts (gates, web servers), as the application's own login has it. */
  readonly url: string;
  readonly ownerUrl: string;
  /** The database as the application sees it: with the rights of its login, and no others to be had. */
  readonly db: Database;
  /** The database as its owner sees it, for arranging what no verb of console, gate and jobs does. */
  readonly ownerDb: Database;
  readonly owner: Pool;
  /** Runs a statement as somebody who has switched the guards off. */
  readonly tamper: (statement: string, values?: readonly unknown[]) => Promise<number>;
};

/**
 * A database of the test file's own, cloned from the migrated template; call at the top of a file and use the result
 * inside tests. Tests of one file share it, and each makes tenants of its own (see tenant.ts), so none sees another's.
 */
export function testDatabase(use: (db: Database) => void = () => undefined): TestDatabase {
  const name = `countersign_test_${randomUUID().replaceAll("-", "")}`;
  const held: { current: TestDatabase | null } = { current: null };
  beforeAll(async () => {
    const serverUrl = inject("databaseServerUrl");
    await onServer(serverUrl, `create database ${name} template ${TEMPLATE}`);
    const address = new URL(serverUrl);
    address.pathname = `/${name}`;
    const ownerUrl = address.href;
    const url = asApplication(ownerUrl);
    const pool = openPool(
      { DATABASE_URL: url },
      {
        max: 12,
        connectTimeoutMs: 5_000,
        statementTimeoutMs: 20_000,
        applicationName: "countersign-test",
        // As the console's own pool has it.
        serverSettings: ["jit=off"],
      },
    );
    const owner = new Pool({ connectionString: ownerUrl, max: 2 });
    owner.on("error", () => undefined);
    held.current = {
      url,
      ownerUrl,
      db: databaseOf(pool),
      ownerDb: databaseOf(owner),
      owner,
      tamper: tamperThrough(owner),
    };
    arrangeThrough(held.current.db, held.current.ownerDb);
    use(held.current.db);
  });
  afterAll(async () => {
    if (!held.current) return;
    await held.current.db.$client.end();
    await held.current.owner.end();
    await onServer(inject("databaseServerUrl"), `drop database ${name} with (force)`);
  });
  const current = (): TestDatabase => {
    if (!held.current) throw new Error("The test database exists inside tests and hooks only");
    return held.current;
  };
  return {
    get url() {
      return current().url;
    },
    get ownerUrl() {
      return current().ownerUrl;
    },
    get db() {
      return current().db;
    },
    get ownerDb() {
      return current().ownerDb;
    },
    get owner() {
      return current().owner;
    },
    get tamper() {
      return current().tamper;
    },
  };
}

function tamperThrough(owner: Pool): TestDatabase["tamper"] {
  return async (statement, values = []) => {
    const client = await owner.connect();
    try {
      await client.query("begin; set local session_replication_role = replica");
      const { rowCount } = await client.query(statement, [...values]);
      await client.query("commit");
      return rowCount ?? 0;
    } finally {
      await client.query("rollback");
      client.release();
    }
  };
}

/** Clones of one template can't be made at the same instant; the server says so, and the next try works. */
async function onServer(serverUrl: string, statement: string): Promise<void> {
  const server = new Pool({ connectionString: serverUrl, max: 1 });
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await server.query(statement);
        return;
      } catch (error) {
        const isBusy = error instanceof Error && "code" in error && error.code === "55006";
        if (!isBusy || attempt === 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  } finally {
    await server.end();
  }
}
