import { describe, expect, it } from "vitest";

import { validateQuery } from "../../http/validate";
import { ActivityQuery, CallListQuery, UsageQuery } from "./key-usage";

const errorsOf = (schema: Parameters<typeof validateQuery>[0], search: string) => {
  try {
    validateQuery(schema, new URLSearchParams(search));
    return [];
  } catch (error) {
    return (error as { errors: { pointer: string; code: string }[] }).errors.map((fault) => fault.pointer);
  }
};

describe("queries about a key's use", () => {
  const QUERIES = { usage: UsageQuery, calls: CallListQuery, activity: ActivityQuery };

  it.each([
    ["usage", "", []],
    ["usage", "range=30d", []],
    ["usage", "range=1y", ["?range"]],
    ["usage", "from=2026-01-01T00:00:00Z", ["?to"]],
    ["usage", "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", ["?to"]],
    ["usage", "from=2026-01-01T00:00:00Z&to=2026-12-01T00:00:00Z", ["?from"]],
    ["usage", "range=7d&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z", ["?range"]],
    ["usage", "from=yesterday&to=today", ["?from", "?to"]],
    ["usage", "from=0000-01-01T00:00:00Z&to=0000-01-02T00:00:00Z", ["?from", "?to"]],
    ["calls", "verdict=refused&limit=100", []],
    ["calls", "verdict=maybe", ["?verdict"]],
    ["calls", "limit=101", ["?limit"]],
    ["calls", "cursor=1%27--", ["?cursor"]],
    ["calls", "cursor=9999999999999999.019a0000-0000-7000-8000-000000000000", ["?cursor"]],
    ["calls", "surprise=1", ["?surprise"]],
    ["activity", "cursor=-1", ["?cursor"]],
  ] as const)("answer 422 with the place of each fault: %s?%s", (name, search, pointers) => {
    expect(errorsOf(QUERIES[name], search)).toEqual(pointers);
  });
});
