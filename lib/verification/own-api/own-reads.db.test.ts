import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";

import { openVerification, type Verification } from "../open";
import { OWN_READS_MAX } from "./own-reads";

const CLIENTS = 200;

const database = testDatabase();
let verification: Verification;
beforeAll(() => {
  verification = openVerification({
    DATABASE_URL: database.url,
    DATABASE_PREPARED_STATEMENTS: true,
    GATE_POOL: 2,
    GATE_DATABASE_TIMEOUT_MS: 5_000,
  });
});
afterAll(() => verification.close());

describe("queries that are no checks", () => {
  it("are bounded, so that none of any number stands before a check, and go on when there is room again", async () => {
    const ask = () => verification.readOwn(({ pool }) => pool.query("select 1"));
    const asked = Array.from({ length: CLIENTS }, ask);
    expect(verification.load().pool.waiting).toBeLessThanOrEqual(OWN_READS_MAX);
    const answers = await Promise.allSettled(asked);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(OWN_READS_MAX);
    const refusals = answers
      .filter((one) => one.status === "rejected")
      .map(({ reason }) => reason as unknown);
    expect(new Set(refusals.map((reason) => (reason instanceof Error ? reason.message : "")))).toEqual(
      new Set(["overloaded"]),
    );
    await ask();
  });

  it("about readiness are one, however many ask at once, and another later", async () => {
    const asked = Array.from({ length: CLIENTS }, () => verification.isReady());
    expect(verification.load().pool.waiting).toBeLessThanOrEqual(1);
    expect(new Set(await Promise.all(asked))).toEqual(new Set([true]));
    await database.owner.query("alter table integration_keys rename to gone");
    expect(await verification.isReady()).toBe(false);
    await database.owner.query("alter table gone rename to integration_keys");
    expect(await verification.isReady()).toBe(true);
  });
});
