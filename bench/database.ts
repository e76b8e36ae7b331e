import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Pool } from "pg";

import { migrate } from "../db/migrate";
import { startCluster } from "../db/testing/cluster";

export const APPLICATION_ROLE = "countersign_app";
/** As an operator of a small machine would set it; whatever makes a commit durable is on. */
const SETTINGS = {
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  shared_buffers: "2GB",
  max_wal_size: "8GB",
  checkpoint_timeout: "15min",
};

export type BenchDatabase = {
  readonly url: string;
  /** Connections as its owner. */
  readonly owner: Pool;
  /** A process of the server, where it runs on this machine. */
  readonly serverPid: number | null;
  /** Its settings that matter for the figures, as the server reports them. */
  readonly settings: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
};

/** The database to measure on: `BENCH_DATABASE_URL`, or a server of its own that goes away with the run. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const given = process.env["BENCH_DATABASE_URL"];
  const cluster = given === undefined ? await startCluster(SETTINGS) : null;
  const url = given ?? cluster?.url ?? "";
  const owner = new Pool({ connectionString: url, max: 2 });
  // A connection that is just being closed may still be told that the server ends.
  owner.on("error", () => undefined);
  await migrate(owner, join(import.meta.dirname, "..", "db", "migrations"), {
    application: { name: APPLICATION_ROLE, isLogin: false },
  });
  return {
    url,
    owner,
    serverPid: await readPid(owner),
    settings: await readSettings(owner),
    stop: async () => {
      await owner.end();
      await cluster?.stop();
    },
  };
}

/** The server's checkpointer, which lives as long as the server, if it runs here: another machine's id may be anybody's. */
async function readPid(owner: Pool): Promise<number | null> {
  const { rows } = await owner.query<{ pid: number }>(
    "select pid from pg_stat_activity where backend_type = 'checkpointer'",
  );
  const pid = rows[0]?.pid ?? 0;
  const place = `/proc/${pid}/cmdline`;
  return existsSync(place) && readFileSync(place, "utf8").includes("checkpointer") ? pid : null;
}

async function readSettings(owner: Pool): Promise<Record<string, string>> {
  const { rows } = await owner.query<{ name: string; setting: string }>(
    "select name, current_setting(name) as setting from pg_settings where name = any($1) order by name",
    [["server_version", ...Object.keys(SETTINGS)]],
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.setting]));
}
