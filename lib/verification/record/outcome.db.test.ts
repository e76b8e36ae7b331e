import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openPool } from "@/db/client";
import { testDatabase } from "@/db/testing/database";

import { newCallId, newId, timeOfId } from "../../platform/ids";
import { reportOutcomes, resultByTime, type OutcomeReport } from "./outcome";
import type { GateDatabase } from "../statement/statement";

const database = testDatabase();
let gate: GateDatabase;
beforeAll(() => {
  const limits = {
    max: 4,
    connectTimeoutMs: 5_000,
    statementTimeoutMs: 5_000,
    applicationName: "outcome-test",
  };
  gate = { pool: openPool({ DATABASE_URL: database.url }, limits), hasPreparedStatements: true };
});
afterAll(() => gate.pool.end());

/** Calls that were let through, as reports of their outcome. */
async function makeCalls(count: number, status = 200): Promise<OutcomeReport[]> {
  const ids = Array.from({ length: count }, (_, index) => newCallId(new Date(Date.now() - index * 1_000)));
  const keyId = newId();
  for (const id of ids) {
    await database.owner.query(
      `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed)
       values ($1, $2, $3, $3, $3, 'GET', '/', 'allowed', '{}')`,
      [id, timeOfId(id), keyId],
    );
  }
  return ids.map((callId) => ({ callId, at: timeOfId(callId) ?? new Date(), status }));
}

async function statusesOf(reports: readonly OutcomeReport[]): Promise<unknown[]> {
  const { rows } = await database.owner.query<{ id: string; outcome_status: number | null }>(
    "select id, outcome_status from calls where id = any($1)",
    [reports.map(({ callId }) => callId)],
  );
  const found = new Map(rows.map((row) => [row.id, row.outcome_status]));
  return reports.map(({ callId }) => found.get(callId));
}

describe("reporting outcomes in one statement", () => {
  it("lets the last of several reports of one call stand, and answers each", async () => {
    const [one, other] = await makeCalls(2);
    if (!one || !other) throw new Error("There are no calls");
    const batch = [one, { ...other, status: 404 }, { ...one, status: 500 }, { ...one, status: 503 }];
    expect(await reportOutcomes(gate, batch)).toEqual(["reported", "reported", "reported", "reported"]);
    expect(await statusesOf([one, other])).toEqual([503, 404]);
    expect(await reportOutcomes(gate, batch.toReversed())).toHaveLength(4);
    expect(await statusesOf([one, other])).toEqual([200, 404]);
  });

  it("tells apart, in the order of the reports, and touches nothing else", async () => {
    const calls = await makeCalls(3, 500);
    const [first, middle, last] = calls;
    if (!first || !middle || !last) throw new Error("There are no calls");
    const nobody = newCallId();
    const unknown = { callId: nobody, at: timeOfId(nobody) ?? new Date(), status: 599 };
    // The right id at another time, and another id at the right time.
    const shifted = { ...middle, at: first.at, status: 599 };
    expect(await reportOutcomes(gate, [last, unknown, shifted, first])).toEqual([
      "reported",
      "unknown",
      "unknown",
      "reported",
    ]);
    expect(await statusesOf(calls)).toEqual([500, null, 500]);
  });

  it("does not deadlock where batches report the same calls in opposite orders", async () => {
    const calls = await makeCalls(60);
    const rounds = Array.from({ length: 20 }, (_, round) => (round % 2 === 0 ? calls : calls.toReversed()));
    const results = await Promise.all(rounds.map((batch) => reportOutcomes(gate, batch)));
    expect(new Set(results.flat())).toEqual(new Set(["reported"]));
  });
});

describe("what the time of an id tells", () => {
  it("spares the database what is long past or yet to come, with an hour for clocks that differ", () => {
    const now = new Date("2026-11-22T12:00:00Z");
    const resultAt = (hours: number) => resultByTime(new Date(now.getTime() + hours * 3_600_000), now);
    expect([-25.1, -24.9, -24, 0, 0.9, 1.1].map(resultAt)).toEqual([
      "too_late",
      null,
      null,
      null,
      null,
      "unknown",
    ]);
  });
});
