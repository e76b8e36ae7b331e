import { join } from "node:path";
import { expect, it } from "vitest";

import { createDayPartitions } from "./day-partitions";
import { readMigrations } from "./migration-files";
import { migrate } from "./migrate";
import { emptyDatabase } from "./testing/empty-database";

const APPLICATION = { name: "countersign_app", isLogin: true };
const MIGRATIONS = join(import.meta.dirname, "migrations");
const database = emptyDatabase();

it("applies each migration once when eight starters migrate an empty database at once", async () => {
  const pools = Array.from({ length: 8 }, () => database.connect({ max: 1 }));
  const applied = await Promise.all(
    pools.map((pool) => migrate(pool, MIGRATIONS, { application: APPLICATION })),
  );
  const names = (await readMigrations(MIGRATIONS)).map((migration) => migration.name);
  expect(applied.flat().toSorted()).toEqual(names.toSorted());
  const counts = await Promise.all(
    pools.map((pool) => pool.query<{ count: string }>("select count(*) from schema_migrations")),
  );
  expect(counts.map(({ rows }) => Number(rows[0]?.count))).toEqual(pools.map(() => applied.flat().length));
}, 60_000);

it("leaves the application's role unable to change or delete what is on the record", async () => {
  const pool = database.connect({ max: 1, options: "-c role=countersign_app" });
  await expect(pool.query("update audit_events set reason = 'x'")).rejects.toThrow("permission denied");
  await expect(pool.query("delete from audit_events")).rejects.toThrow("permission denied");
  await expect(pool.query("truncate audit_events")).rejects.toThrow("permission denied");
});

it("makes the partition of a new day without waiting for a call that is being recorded, or making one wait", async () => {
  const pool = database.connect({ max: 3 });
  const [maker, recorder, other] = await Promise.all([pool.connect(), pool.connect(), pool.connect()]);
  const record = `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed)
    select id, now(), id, id, id, 'GET', '/', 'allowed', '{}' from gen_random_uuid() id`;
  const { rows } = await maker.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits
     where inhparent = 'calls'::regclass and inhrelid::regclass::text <> 'calls_default' order by 1 desc limit 1`,
  );
  await maker.query(`drop table ${rows[0]?.name}`);
  try {
    await recorder.query("begin");
    await recorder.query(record);
    await maker.query("begin; set local lock_timeout = '2s'");
    await createDayPartitions(maker, new Date());
    await other.query("begin; set local lock_timeout = '2s'");
    await other.query(record);
  } finally {
    await Promise.all([maker, recorder, other].map((client) => client.query("commit")));
    for (const client of [maker, recorder, other]) client.release();
  }
  const made = await pool.query(
    "select count(*)::int as indexes from pg_index where indrelid = $1::regclass",
    [rows[0]?.name],
  );
  expect(made.rows).toEqual([{ indexes: 2 }]);
}, 60_000);
