import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { parseMigration, readMigrations } from "./migration-files";
import { FIRST_RELEASE } from "./testing/first-release";

describe("a migration's file", () => {
  it.each([
    ["create table a ()", "whole"],
    ["-- Why.\ncreate table a ()", "whole"],
    ["-- without a transaction: because.\ncreate index concurrently a on b (c)", "stepwise"],
    ["-- last: because.\ndrop table a", "last"],
  ])("says by its first line how it is run: %j", (text, kind) => {
    expect(parseMigration("0001_a", text)).toMatchObject({ name: "0001_a", kind });
  });

  it("is cut into statements, of which some are repeated", () => {
    const text =
      "update a set b = 1;\n--> repeat until none\ndrop table c;--> statement-breakpoint\ndrop table d;";
    expect(parseMigration("0001_a", text).statements).toEqual([
      { text: "update a set b = 1;\n", isRepeated: true },
      { text: "\ndrop table c;", isRepeated: false },
      { text: "\ndrop table d;", isRepeated: false },
    ]);
  });

  it("makes and takes away indexes of tables with calls only while calls go on", async () => {
    const migrations = await readMigrations(join(import.meta.dirname, "migrations"));
    const later = migrations.filter(({ name }) => name > FIRST_RELEASE);
    expect(later.length).toBeGreaterThan(0);
    const ofCalls =
      /\b(create|drop)( unique)? index\b(?! concurrently).*"(calls|call_hours|key_activity|scope_uses|audit_events)"/i;
    const locking = later.flatMap(({ name, statements }) =>
      statements.filter(({ text }) => ofCalls.test(text)).map(() => name),
    );
    expect(locking).toEqual([]);
  });
});
