/** Transfers of the release before get their cases, also those that it opens and ends while the next one runs beside it. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";

import { migrate } from "./migrate";
import { emptyDatabase } from "./testing/empty-database";

const MIGRATIONS = join(import.meta.dirname, "migrations");
const FIRST = "0027_transfer_cases";
const database = emptyDatabase();
let before: string;

/** The folder of migrations as the release before has it. */
beforeAll(async () => {
  before = await mkdtemp(join(tmpdir(), "migrations-before-"));
  await mkdir(join(before, "meta"));
  const journal = JSON.parse(await readFile(join(MIGRATIONS, "meta", "_journal.json"), "utf8")) as {
    entries: { tag: string }[];
  };
  const entries = journal.entries.filter(({ tag }) => tag < FIRST);
  await writeFile(join(before, "meta", "_journal.json"), JSON.stringify({ entries }));
  for (const { tag } of entries) {
    await symlink(join(MIGRATIONS, `${tag}.sql`), join(before, `${tag}.sql`));
  }
});
afterAll(() => rm(before, { recursive: true }));

const [USER, SOURCE, DESTINATION] = [randomUUID(), randomUUID(), randomUUID()];

async function arrange(pool: Pool): Promise<void> {
  await pool.query("insert into users (id, email, name) values ($1, 'gus@globex.test', 'Gus')", [USER]);
  for (const id of [SOURCE, DESTINATION]) {
    await pool.query(
      "insert into accounts (id, name, environment, plan, status) values ($1, $2, 'sandbox', 'developer', 'active')",
      [id, `Account ${id}`],
    );
  }
}

/** A transfer as the release before writes it: in a state, with what belongs to it, and without a case. */
async function open(pool: Pool, state: string): Promise<string> {
  const [id, keyId] = [randomUUID(), randomUUID()];
  await pool.query(
    `insert into integration_keys (id, client_id, account_id, environment, name, method, scopes, created_by, created_at)
     values ($1, $2, $3, 'sandbox', 'Portal', 'oauth', '{agreements:read}', $4, now())`,
    [keyId, randomUUID(), SOURCE, USER],
  );
  await pool.query(
    `insert into transfers (id, key_id, environment, source_account_id, destination_account_id, reason, credentials,
       statement, statement_hash, opened_for, opened_by, opened_at)
     values ($1, $2, 'sandbox', $3, $4, 'We moved', 'keep', 's', 'h', 'source', $5, now())`,
    [id, keyId, SOURCE, DESTINATION, USER],
  );
  if (state !== "open") await end(pool, id, state);
  return id;
}

async function end(pool: Pool, id: string, state: string): Promise<void> {
  const isCarriedOut = state === "carried_out" || state === "undone";
  const isEnded = state !== "carried_out" && state !== "confirmed";
  const by = isEnded && state !== "expired" ? USER : null;
  await pool.query(
    `update transfers set state = $2, carried_out_at = $3, carried_out_by = $4, ended_at = $5, ended_by = $6,
       end_reason = $7 where id = $1`,
    [
      id,
      state,
      isCarriedOut ? new Date() : null,
      isCarriedOut ? USER : null,
      isEnded ? new Date() : null,
      by,
      by === null ? null : "So it is",
    ],
  );
}

async function casesOf(pool: Pool): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ transfer_id: string; status: string }>(
    "select transfer_id, status from support_cases where kind = 'transfer'",
  );
  return Object.fromEntries(rows.map((row) => [row.transfer_id, row.status]));
}

it(
  "each has one case, which ended with it, once the release before is gone",
  { timeout: 60_000 },
  async () => {
    const pool = database.connect({ max: 2 });
    await migrate(pool, before, { application: null });
    await arrange(pool);
    const ends = {
      open: "open",
      confirmed: "open",
      carried_out: "granted",
      undone: "granted",
      declined: "declined",
      withdrawn: "withdrawn",
      expired: "expired",
    };
    const expected: Record<string, string> = {};
    for (const [state, status] of Object.entries(ends)) expected[await open(pool, state)] = status;

    await migrate(pool, MIGRATIONS, { application: null });
    // The queue of the release before knows no such case.
    expect(await casesOf(pool)).toEqual({});

    const [first] = Object.keys(expected);
    if (first === undefined) throw new Error("Transfers were made above");
    await end(pool, first, "carried_out");
    expected[first] = "granted";
    expected[await open(pool, "open")] = "open";
    expected[await open(pool, "expired")] = "expired";
    await migrate(pool, MIGRATIONS, { application: null, isLast: true });
    expect(await casesOf(pool)).toEqual(expected);
  },
);
