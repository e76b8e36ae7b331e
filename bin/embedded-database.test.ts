import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { afterAll, afterEach, expect, it, vi } from "vitest";

import { runProgram, startProgram, untilPrinted, type Program } from "../db/testing/program";
import { databaseUrlOf } from "./embedded-address";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 60_000 });

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
