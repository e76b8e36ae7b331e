import { join } from "node:path";
import { Pool } from "pg";
import { afterAll, beforeAll } from "vitest";

import { databaseOf, openPool, type Database } from "../client";
import { migrate } from "../migrate";
import { startCluster, type Cluster } from "./cluster";
import { APPLICATION_LOGIN, asApplication, makeApplicationLogin } from "./global-setup";

export type OwnServer = {
  readonly cluster: Cluster;
  /** The address for processes that the test starts, with which the application's own login connects. */
  readonly url: string;
  readonly ownerUrl: string;
  /** The database as the server's superuser sees it. */
  readonly db: Database;
};

/**
 * A server of the test file's own, with a migrated database: for tests that stop, suspend or kill it. Call at the top
 * of a file and use the result inside tests.
 */
export function ownServer(settings: Readonly<Record<string, string>> = {}): OwnServer {
  const held: { current: OwnServer | null } = { current: null };
  beforeAll(async () => {
    const cluster = await startCluster(settings);
    const owner = new Pool({ connectionString: cluster.url, max: 1 });
    await makeApplicationLogin(owner);
    await migrate(owner, join(import.meta.dirname, "..", "migrations"), {
      application: { name: APPLICATION_LOGIN, isLogin: true },
    });
    await owner.end();
    const pool = openPool(
      { DATABASE_URL: cluster.url },
      { max: 4, connectTimeoutMs: 5_000, statementTimeoutMs: 20_000, applicationName: "countersign-test" },
    );
    held.current = { cluster, url: asApplication(cluster.url), ownerUrl: cluster.url, db: databaseOf(pool) };
    // A server is made, started and migrated.
  }, 60_000);
  afterAll(async () => {
    await held.current?.db.$client.end();
    await held.current?.cluster.stop();
  });
  const current = (): OwnServer => {
    if (!held.current) throw new Error("The server exists inside tests and hooks only");
    return held.current;
  };
  return {
    get cluster() {
      return current().cluster;
    },
    get url() {
      return current().url;
    },
    get ownerUrl() {
      return current().ownerUrl;
    },
    get db() {
      return current().db;
    },
  };
}
