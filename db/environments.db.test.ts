import { expect, it } from "vitest";

import { memberships } from "./schema/accounts";
import { testDatabase } from "./testing/database";
import { makeKey } from "./testing/key";
import { makeTenant } from "./testing/tenant";
import { newId } from "../lib/platform/ids";

const database = testDatabase();

/** The constraint that refuses a statement. */
async function constraintOf(statement: Promise<unknown>): Promise<unknown> {
  const fault: unknown = await statement.then(
    () => null,
    (error: unknown) => error,
  );
  return fault instanceof Error && fault.cause instanceof Error && "constraint" in fault.cause
    ? fault.cause.constraint
    : null;
}

it("no row holds a sandbox key in a production account", async () => {
  const { account, people } = await makeTenant(database.db, { ada: "admin" });
  const made = makeKey(database.ownerDb, { id: account.id, environment: "sandbox" }, people.ada.id);
  expect(await constraintOf(made)).toBe("integration_keys_account");
});

it.each([
  ["as one of production", "production", "memberships_developer_in_sandbox"],
  ["as one of a sandbox", "sandbox", "memberships_account"],
] as const)(
  "no row holds a developer in a production account, neither %s",
  async (_, environment, constraint) => {
    const { account } = await makeTenant(database.db, { ada: "admin" });
    const { people } = await makeTenant(database.db, { dev: "admin" });
    const row = {
      id: newId(),
      accountId: account.id,
      environment,
      userId: people.dev.id,
      profile: "developer" as const,
    };
    expect(await constraintOf(database.ownerDb.insert(memberships).values(row))).toBe(constraint);
  },
);
