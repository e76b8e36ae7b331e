import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, expect, it, vi } from "vitest";

import { keepCalls } from "../../db/call-retention";
import { CALLS, listDays } from "../../db/day-partitions";
import { migrate } from "../../db/migrate";
import { makeKey } from "../../db/testing/key";
import { ownServer } from "../../db/testing/own-server";
import { runProgram, startProgram, untilPrinted, type Program } from "../../db/testing/program";
import { makeTenant } from "../../db/testing/tenant";
import { withinOneHour } from "../../gate/testing/within-one-hour";
import { knockingDay } from "../../lib/domain/notices/knocking";
import { databaseUrlOf } from "../database/embedded-address";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 60_000 });

const server = ownServer();
const folder = mkdtempSync(join(tmpdir(), "countersign-jobs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const started: Program[] = [];
async function endAll(): Promise<void> {
  for (const program of started.splice(0)) {
    program.process.kill("SIGKILL");
    await program.ended;
  }
}
afterEach(endAll);

function onServer(): Record<string, string> {
  return { DATABASE_URL: server.url, DATABASE_OWNER_URL: server.ownerUrl };
}

/** @param place where the database is: the server's, unless another is given */
function startJobs(place: Record<string, string> = onServer()): Program {
  const program = startProgram("bin/jobs.ts", {
    environment: { ...place, APP_URL: "https://keys.example.test", JOBS_POLL_SECONDS: "0.2" },
  });
  started.push(program);
  return program;
}

async function query(text: string) {
  return (await server.db.$client.query<Record<string, unknown>>(text)).rows;
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50));
}

const makeDue = (job: string) =>
  query(`update jobs set due_at = now() - interval '1 hour', succeeded_at = null where name = '${job}'`);
const isDone = async (job: string) =>
  (await query(`select 1 from jobs where name = '${job}' and succeeded_at is not null`)).length === 1;

it("drops and makes days with the rights of the tables' owner, and ends on SIGTERM", async () => {
  const jobs = startJobs();
  await untilPrinted(jobs, "jobs are ready");
  await query(`create table calls_20200101 (like calls including all)`);
  await query(
    "alter table calls attach partition calls_20200101 for values from ('2020-01-01Z') to ('2020-01-02Z')",
  );
  await makeDue("call-retention");
  await until(() => isDone("call-retention"));
  expect(await query("select to_regclass('calls_20200101') as gone")).toEqual([{ gone: null }]);
  jobs.process.kill("SIGTERM");
  expect(await jobs.ended).toBe(0);
});

it("waits for a database that is gone, says so once, and goes on by itself when it is back", async () => {
  const jobs = startJobs();
  await untilPrinted(jobs, "jobs are ready");
  await server.cluster.halt("SIGKILL");
  await untilPrinted(jobs, "the database does not answer");
  await server.cluster.restart();
  await untilPrinted(jobs, "the database answers again");
  expect(jobs.output().split("the database does not answer")).toHaveLength(2);
  await makeDue("call-retention");
  await until(() => isDone("call-retention"));
});

/** Accounts whose keys were called in vain on the day that is over. @returns the id of the last one's admin */
async function makeKnocking(accounts: number): Promise<string> {
  const { from } = knockingDay(new Date());
  let last = "";
  for (let index = 0; index < accounts; index += 1) {
    const { account, people } = await makeTenant(server.db, { ada: "admin", grace: "admin" });
    const key = await makeKey(server.db, account, people.ada.id);
    await server.db.$client.query(
      "insert into call_hours (key_id, hour, code, account_id, count) values ($1, $2, 'revoked_key', $3, 7)",
      [key.id, from, account.id],
    );
    last = people.ada.id;
  }
  return last;
}

it("tells each admin once of the day's calls in vain, though the process that tells is killed and two go on", () =>
  // The day that is told ends with an hour.
  withinOneHour(async () => {
    // What a first attempt left would take the job.
    await endAll();
    await query("delete from notices; delete from call_hours");
    const accounts = 20;
    const lastToBeTold = await makeKnocking(accounts);
    const told = async () => Number((await query("select count(*) as n from notices"))[0]?.["n"]);
    // Accounts are told one after the other: the first process comes as far as the last one, and no further.
    const blocker = await server.db.$client.connect();
    await blocker.query("begin");
    await blocker.query("select 1 from users where id = $1 for update", [lastToBeTold]);

    const first = startJobs();
    await untilPrinted(first, "jobs are ready");
    await makeDue("knocking-notices");
    await until(async () => (await query("select 1 from pg_locks where not granted")).length > 0);
    first.process.kill("SIGKILL");
    await first.ended;
    await blocker.query("rollback");
    blocker.release();
    expect(await told()).toBe(2 * (accounts - 1));
    expect(await isDone("knocking-notices")).toBe(false);

    const others = [startJobs(), startJobs()];
    await Promise.all(others.map((program) => untilPrinted(program, "jobs are ready")));
    await query("update jobs set lease_until = now() - interval '1 second' where name = 'knocking-notices'");
    await until(() => isDone("knocking-notices"));
    expect(await told()).toBe(2 * accounts);
    await makeDue("knocking-notices");
    await until(() => isDone("knocking-notices"));
    const counts = await query(
      "select user_id, account_id from notices group by user_id, account_id having count(*) = 1",
    );
    expect(counts).toHaveLength(2 * accounts);
    expect(await told()).toBe(2 * accounts);
  }));

it("works on the embedded database as well, retention and all", async () => {
  const embedded = startProgram("bin/embedded-database.ts", { environment: { DATA_DIR: folder } });
  started.push(embedded);
  await untilPrinted(embedded, "answers at");
  const pool = new Pool({ connectionString: await databaseUrlOf({ DATA_DIR: folder }), max: 2 });
  pool.on("error", () => undefined);
  await migrate(pool, join(import.meta.dirname, "..", "..", "db", "migrations"), {
    application: null,
    isAlone: true,
  });
  const jobs = startJobs({ DATA_DIR: folder });
  await untilPrinted(jobs, "jobs are ready");

  await pool.query("create table calls_20200101 (like calls including all)");
  await pool.query(
    "alter table calls attach partition calls_20200101 for values from ('2020-01-01Z') to ('2020-01-02Z')",
  );
  await pool.query("update jobs set due_at = now() - interval '1 hour'");
  await until(async () => {
    const { rowCount } = await pool.query("select 1 from jobs where succeeded_at is null");
    return rowCount === 0;
  });
  expect((await listDays(pool, CALLS)).map((day) => day.name)).not.toContain("calls_20200101");
  const kept = { callsDays: 90, callHoursDays: 400 };
  expect(await keepCalls(pool, kept, new Date(), new AbortController().signal)).toMatchObject({
    dropped: [],
  });
  jobs.process.kill("SIGTERM");
  expect(await jobs.ended).toBe(0);
  await pool.end();
});

it("mails what people are told, where a mail server is set, and keeps its password out of the log", async () => {
  const received: string[] = [];
  const post = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authMethods: ["PLAIN"],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) =>
      done(null, username === "operator" && password === "hunter2-is-secret" ? { user: "operator" } : {}),
    onRcptTo: ({ address }, _, done) => {
      received.push(address);
      done();
    },
  });
  // Clients that end in the middle of a message break their connection.
  post.on("error", () => undefined);
  const listener = post.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const place = listener.address();
  const port = place !== null && typeof place === "object" ? place.port : 0;
  const { people } = await makeTenant(server.db, { ada: "admin" });
  await query("delete from notices");
  await server.db.$client.query(
    `insert into notices (id, user_id, kind, event_key, subject, lines, mail_due_at)
     values (gen_random_uuid(), $1, 'keys_knocking', 'test', 'A key is still called in vain', '[]', now())`,
    [people.ada.id],
  );
  const jobs = startJobs({
    ...onServer(),
    SMTP_URL: `smtp://operator:hunter2-is-secret@127.0.0.1:${port}`,
    MAIL_FROM: "no-reply@keys.example.test",
    LOG_LEVEL: "trace",
  });
  await until(async () => (await query("select 1 from notices where mailed_at is not null")).length === 1);
  expect(received).toEqual([people.ada.email]);
  expect(jobs.output()).not.toContain("hunter2");
  await new Promise<void>((resolve) => post.close(resolve));
});

it("names the setting that is missing, in one line", async () => {
  const { code, output } = await runProgram("bin/jobs.ts", { environment: { DATABASE_URL: server.url } });
  expect(code).toBe(1);
  expect(output.trim()).toMatch(/^countersign: APP_URL is not set/);
});
