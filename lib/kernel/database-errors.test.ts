import { DrizzleQueryError } from "drizzle-orm/errors";
import { expect, it } from "vitest";

import { readableError } from "./database-errors";

/** As the query builder hands over what the driver or the system said. */
function failed(code: string): Error {
  return new DrizzleQueryError("select 1", [], Object.assign(new Error(code), { code }));
}

it.each([
  ["a name that the resolver does not know", "ENOTFOUND"],
  ["a resolver that does not answer", "EAI_AGAIN"],
  ["no way to the network", "ENETUNREACH"],
  ["nobody who listens", "ECONNREFUSED"],
  ["a standby that was promoted away from, and only reads", "25006"],
  ["too many connections", "53300"],
  ["a statement that was cut off", "57014"],
])("tells of %s as a database that does not answer", (_, code) => {
  expect(readableError(failed(code))).toMatchObject({ code: "database_unavailable", retryAfterSeconds: 5 });
});

it("leaves faults of ours as they are", () => {
  const fault = failed("42703");
  expect(readableError(fault)).toBe(fault);
});
