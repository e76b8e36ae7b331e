import { expect, it, vi } from "vitest";

import { testDatabase } from "../../db/testing/database";
import { emptyDatabase } from "../../db/testing/empty-database";
import { makeFirstRelease } from "../../db/testing/first-release";
import { runProgram } from "../../db/testing/program";
import { applicationRole, oneLoginWarning } from "./database";
import { readStartSettings } from "../start/start-settings";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 60_000 });

const database = testDatabase();
const empty = emptyDatabase();

const migrate = (environment: Record<string, string>) => runProgram("bin/migrate.ts", { environment });

it("refuses two logins of which the application's could become the owner: they would be as good as one", async () => {
  await database.owner.query("create role countersign_keeper nologin");
  try {
    await database.owner.query("create role countersign_climber login in role countersign_keeper");
    const address = new URL(database.ownerUrl);
    address.username = "countersign_climber";
    const climber = await migrate({ DATABASE_URL: address.href, DATABASE_OWNER_URL: database.ownerUrl });
    expect(climber.code).not.toBe(0);
    expect(climber.output).toContain("countersign_climber, which may act as countersign_keeper");
    const owner = await migrate({
      DATABASE_URL: database.ownerUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
    });
    expect(owner.code).not.toBe(0);
    expect(owner.output).toContain("README, Database");
  } finally {
    await database.owner.query("drop role if exists countersign_climber");
    await database.owner.query("drop role countersign_keeper");
  }
});

it("says what to set where the application's login is left to migrate", async () => {
  const { code, output } = await migrate({ DATABASE_URL: database.url, DATABASE_ROLE: "" });
  expect(code).not.toBe(0);
  expect(output).toContain("set DATABASE_OWNER_URL to the address of their owner");
});

it("says what is pending, leaves for last what the release before needs, and takes it away when it is told to", async () => {
  const { url: DATABASE_URL } = empty;
  await makeFirstRelease(empty.connect({ max: 1 }));
  const run = (...args: string[]) => runProgram("bin/migrate.ts", { args, environment: { DATABASE_URL } });
  const before = await run("--check");
  expect(before.code).toBe(1);
  expect(before.output).toMatch(/Pending: \w+, at the next start$/m);
  expect(before.output).toMatch(/Pending: \w+, by npm run migrate -- --finish/);
  const applied = await run();
  expect(applied.code).toBe(0);
  const left = applied.output.split("\n").filter((line) => line.includes("Pending: "));
  expect(left.filter((line) => line.includes("by npm run migrate -- --finish"))).toEqual(left);
  expect(left).not.toEqual([]);
  expect((await run("--finish")).output).toContain("The database is up to date.");
  expect(await run("--check")).toMatchObject({ code: 0, output: expect.stringContaining("up to date") });
  expect((await run("--check", "--finish")).code).toBe(2);
});

it("says what one login gives up, and nothing where there are two or none is given", () => {
  const url = "postgres://countersign@db.example.test/countersign";
  expect(oneLoginWarning({ DATABASE_URL: url })).toMatch(/DATABASE_OWNER_URL/);
  expect(oneLoginWarning({ DATABASE_URL: url, DATABASE_OWNER_URL: url })).toBeNull();
  expect(oneLoginWarning({})).toBeNull();
});

it("takes on the role where there is one login, and none where the application has its own", () => {
  const given = {
    DATABASE_URL: "postgres://app@db.example.test/countersign",
    APP_URL: "https://keys.example.test",
    AUTH_SECRET: "s".repeat(40),
  };
  expect(applicationRole(given)).toBe("countersign_app");
  const two = { ...given, DATABASE_OWNER_URL: "postgres://owner@db.example.test/countersign" };
  expect(readStartSettings(two, false).environment).toMatchObject({
    DATABASE_ROLE: "",
    DATABASE_OWNER_URL: two.DATABASE_OWNER_URL,
  });
});
