import { expect, it } from "vitest";

import { countHours, readLastCalls } from "./call-counts";
import type { NewCall } from "./record";
import { createScopeUses } from "./scope-uses";

const BASE: Omit<NewCall, "id" | "at" | "keyId" | "accountId" | "code"> = {
  credentialId: "c",
  userId: "u",
  method: "GET",
  path: "/",
  scopesNeeded: [],
  address: null,
  userAgent: null,
  outcomeStatus: null,
  limits: { hourly: 10, burst: 10 },
};
let calls = 0;

function call(keyId: string, accountId: string, rest: Partial<NewCall> = {}): NewCall {
  calls += 1;
  return {
    ...BASE,
    id: String(calls),
    at: new Date("2026-11-29T10:30:00Z"),
    keyId,
    accountId,
    code: "allowed",
    ...rest,
  };
}

it("counts one key's calls apart by account, hour and verdict, in the order in which all batches lock", () => {
  const later = { at: new Date("2026-11-29T11:00:00Z") };
  const batch = [
    call("k2", "b"),
    call("k1", "b", later),
    call("k1", "b", { code: "insufficient_scope" }),
    call("k1", "b"),
    call("k1", "a"),
    // Another lookup of the same hour.
    call("k1", "b", { at: new Date("2026-11-29T10:59:59Z") }),
  ];
  const rows = countHours(batch).map(({ keyId, hour, code, accountId, count }) =>
    [keyId, hour.getUTCHours(), code, accountId, count].join(" "),
  );
  expect(rows).toEqual([
    "k1 10 allowed a 1",
    "k1 10 allowed b 2",
    "k1 10 insufficient_scope b 1",
    "k1 11 allowed b 1",
    "k2 10 allowed b 1",
  ]);
});

it("reads one key's last calls apart by account, in the order in which all batches lock", () => {
  const early = call("k1", "b", { at: new Date("2026-11-29T10:00:00Z"), code: "insufficient_scope" });
  const [late, other, last] = [call("k1", "b"), call("k1", "a"), call("k0", "z")];
  expect(readLastCalls([late, early, other, last])).toEqual([
    { first: last, last, lastAllowed: last },
    { first: other, last: other, lastAllowed: other },
    { first: early, last: late, lastAllowed: late },
  ]);
});

it("writes the use of a scope once per key, account and hour, in the order in which all batches lock", () => {
  const uses = createScopeUses();
  const read = { scopesNeeded: ["agreements:read"] as const };
  const both = { scopesNeeded: ["users:read", "agreements:read"] as const };
  const batch = [call("k1", "b", both), call("k1", "a", read), call("k0", "b", read), call("k1", "b", read)];
  const due = uses.due(batch);
  expect(due.map((use) => `${use.call.keyId} ${use.call.accountId} ${use.scope}`)).toEqual([
    "k0 b agreements:read",
    "k1 a agreements:read",
    "k1 b agreements:read",
    "k1 b users:read",
  ]);
  expect(due[2]?.call, "the last of several").toBe(batch[3]);
  uses.written(due.slice(0, 2));
  expect(uses.due(batch)).toEqual(due.slice(2));
  uses.written(due);
  expect(uses.due(batch)).toEqual([]);
  const next = call("k1", "a", { ...read, at: new Date("2026-11-29T11:00:00Z") });
  expect(uses.due([next, call("k1", "a", { ...read, code: "ip_not_allowed" })])).toEqual([
    { call: next, scope: "agreements:read" },
  ]);
});
