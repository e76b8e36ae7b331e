import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import { runProgram, startProgram, untilPrinted, type Program } from "../../db/testing/program";
import { databaseUrlOf } from "./embedded-address";

// Most of the time goes into starting processes, and into removing the folders of so many databases.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const PROGRAM = "bin/embedded-database.ts";
const folder = mkdtempSync(join(tmpdir(), "countersign-embedded-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const running: Program[] = [];
afterEach(async () => {
  for (const program of running.splice(0)) {
    program.process.kill("SIGKILL");
    await program.ended;
  }
});

async function start(directory: string): Promise<{ program: Program; pool: Pool }> {
  const program = startProgram(PROGRAM, { environment: { DATA_DIR: directory } });
  running.push(program);
  await untilPrinted(program, "answers at");
  const pool = new Pool({ connectionString: await databaseUrlOf({ DATA_DIR: directory }), max: 20 });
  pool.on("error", () => undefined);
  return { program, pool };
}

it("comes back with what was committed after kill -9, and refuses a second process meanwhile", async () => {
  const directory = join(folder, "kept");
  const first = await start(directory);
  await first.pool.query("create table kept (n int)");
  await first.pool.query("insert into kept values (1), (2)");

  const second = await runProgram(PROGRAM, { environment: { DATA_DIR: directory } });
  expect(second.code).toBe(1);
  expect(second.output.trim()).toBe(
    `countersign: DATA_DIR ${directory} is in use by another Countersign (process ${first.program.process.pid}). Stop that one, or set DATA_DIR.`,
  );

  const inFlight = first.pool.query("insert into kept select generate_series(3, 4)");
  await inFlight;
  first.program.process.kill("SIGKILL");
  await first.program.ended;
  await first.pool.end();

  const again = await start(directory);
  const { rows } = await again.pool.query("select n from kept order by n");
  expect(rows.map((row: { n: number }) => row.n)).toEqual([1, 2, 3, 4]);
  await again.pool.end();
  again.program.process.kill("SIGTERM");
  expect(await again.program.ended).toBe(0);
}, 90_000);

const empty = (path: string) => writeFileSync(path, "");
const remove = (path: string) => rmSync(path, { recursive: true });

describe("data that something has damaged is left as it is, and the file is named", () => {
  const whole = join(folder, "whole");
  beforeAll(async () => {
    const { program, pool } = await start(whole);
    await pool.query("create table kept as select 1 as n");
    await pool.end();
    program.process.kill("SIGTERM");
    await program.ended;
  }, 60_000);

  it.each<[string, (path: string) => void, string]>([
    ["PG_VERSION", remove, "is missing, though there is data beside it"],
    ["PG_VERSION", empty, "is empty or cut off"],
    ["global/pg_control", empty, "is empty or cut off"],
    ["global/pg_control", (path) => truncateSync(path, 100), "is empty or cut off"],
    ["global/pg_control", (path) => writeFileSync(path, Buffer.alloc(8_192)), "is empty or cut off"],
    ["global/pg_control", remove, "is missing"],
    ["pg_wal/000000010000000000000001", empty, "is empty or cut off"],
    ["pg_wal/000000010000000000000001", (path) => truncateSync(path, 8_192), "is empty or cut off"],
    ["pg_wal/000000010000000000000001", remove, "is missing"],
    ["pg_wal", remove, "is missing"],
    ["base", remove, "is missing"],
    ["pg_xact", remove, "is missing"],
  ])("%s, by %o: %s", async (name, damage, what) => {
    const directory = mkdtempSync(join(folder, "damaged-"));
    cpSync(whole, directory, { recursive: true });
    const path = join(directory, "postgres", name);
    damage(path);
    const before = filesOf(directory);
    const { code, output } = await runProgram(PROGRAM, { environment: { DATA_DIR: directory } });
    expect(code).toBe(1);
    expect(output.trim()).toBe(
      `countersign: ${path} ${what}. Put ${directory}/postgres back from a backup, or remove it to begin with an empty demo.`,
    );
    expect(filesOf(directory)).toEqual(before);
  });

  it("what can be told only by the database itself: in one line that names the folder", async () => {
    const directory = mkdtempSync(join(folder, "damaged-"));
    cpSync(whole, directory, { recursive: true });
    empty(join(directory, "postgres", "global", "1262"));
    const { code, output } = await runProgram(PROGRAM, { environment: { DATA_DIR: directory } });
    expect(code).toBe(1);
    expect(output.trim()).toMatch(/^countersign: The database in \S+ does not start \(.+\)\. Put .+ demo\.$/);
  });

  it("an emptied lock is nobody's, and an unfinished first start is begun anew", async () => {
    const directory = mkdtempSync(join(folder, "unfinished-"));
    mkdirSync(join(directory, "postgres", "base"), { recursive: true });
    empty(join(directory, "postgres.unfinished"));
    empty(join(directory, "lock.json"));
    const { pool } = await start(directory);
    expect((await pool.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
    expect(readdirSync(directory)).not.toContain("postgres.unfinished");
    await pool.end();
  });
});

/** Names and sizes of everything in a folder. */
function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => `${name} ${statSync(join(directory, name)).size}`)
    .toSorted();
}

it("says that a data directory can't be written, in one line", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  const { code, output } = await runProgram(PROGRAM, { environment: { DATA_DIR: join(file, "data") } });
  expect(code).toBe(1);
  expect(output.trim()).toMatch(/^countersign: DATA_DIR .* can't be written \(ENOTDIR\)\. Set DATA_DIR.*$/);
});

it("keeps statements of many connections apart, and transactions whole", async () => {
  const { pool } = await start(join(folder, "shared"));
  await pool.query("create table counter (id int primary key, n int)");
  await pool.query("insert into counter values (1, 0)");

  async function ask(worker: number): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) {
      const columns = 1 + (worker % 5);
      const names = Array.from(
        { length: columns },
        (_, index) => `$${index + 1}::text as c${index}_${worker}`,
      );
      const values = names.map((_, index) => `${worker}-${turn}-${index}`);
      const { rows } = await pool.query<Record<string, string>>(`select ${names.join(", ")}`, values);
      expect(Object.values(rows[0] ?? {})).toEqual(values);
      expect(Object.keys(rows[0] ?? {})[0]).toBe(`c0_${worker}`);
    }
  }
  async function add(): Promise<void> {
    for (let turn = 0; turn < 10; turn += 1) {
      const client = await pool.connect();
      await client.query("begin");
      const { rows } = await client.query<{ n: number }>("select n from counter where id = $1", [1]);
      await client.query("update counter set n = $1", [(rows[0]?.n ?? 0) + 1]);
      await client.query("commit");
      client.release();
    }
  }
  const workers = Array.from({ length: 16 }, (_, worker) => (worker % 4 === 0 ? add() : ask(worker)));
  await Promise.all(workers);
  expect((await pool.query("select n from counter")).rows).toEqual([{ n: 40 }]);
  await pool.end();
}, 60_000);

it("rolls back what a client that went away left open, and serves the others", async () => {
  const { pool } = await start(join(folder, "left"));
  await pool.query("create table left_open (n int)");
  const client = await pool.connect();
  await client.query("begin");
  await client.query("insert into left_open values (1)");
  client.release(true);
  expect((await pool.query("select n from left_open")).rows).toEqual([]);
  await pool.end();
}, 60_000);
