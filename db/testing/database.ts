import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { afterAll, beforeAll, inject } from "vitest";

import { databaseOf, openPool, type Database } from "../client";
import { APPLICATION_ROLE, TEMPLATE } from "./global-setup";

export type TestDatabase = {
  /** Address for processes that the test starts: gates, web servers. */
  readonly url: string;
  /** As the application sees it: with the rights of its role. */
  readonly db: Database;
  /** As its owner, for arranging what no verb does. */
  readonly owner: Pool;
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
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    const pool = openPool(
      { DATABASE_URL: url.href, DATABASE_ROLE: APPLICATION_ROLE },
      {
        max: 12,
        connectTimeoutMs: 5_000,
        statementTimeoutMs: 20_000,
        applicationName: "countersign-test",
        // As the console's own pool has it.
        serverSettings: ["jit=off"],
      },
    );
    const owner = new Pool({ connectionString: url.href, max: 2 });
    owner.on("error", () => undefined);
    held.current = { url: url.href, db: databaseOf(pool), owner };
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
    get db() {
      return current().db;
    },
    get owner() {
      return current().owner;
    },
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
