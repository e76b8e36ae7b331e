import { expect, it } from "vitest";

import { countAccounts, countCodes, readLastCalls } from "./call-counts";
import type { ProvableCall } from "./record";
import { createScopeUses } from "./scope-uses";

const BASE: Omit<ProvableCall, "id" | "at" | "keyId" | "accountId" | "code"> = {
  credentialId: "c",
  userId: "u",
  method: "GET",
  path: "/",
  scopesNeeded: [],
  address: null,
  userAgent: null,
  outcomeStatus: null,
  limits: { hourly: 10, burst: 10 },
  proof: {
    epochs: { accountEpoch: "1", managerId: "a", managerEpoch: "1", userId: "u", userEpoch: "1" },
    until: null,
  },
};
let calls = 0;

function call(keyId: string, accountId: string, rest: Partial<ProvableCall> = {}): ProvableCall {
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

it("counts one key's calls apart by account and verdict, in the order in which all batches lock", () => {
  const batch = [
    call("k2", "b"),
    call("k1", "b"),
    call("k1", "b", { code: "insufficient_scope" }),
    call("k1", "b"),
    call("k1", "a"),
  ];
  const rows = countCodes(batch).map(({ keyId, code, accountId, count }) =>
    [keyId, code, accountId, count].join(" "),
  );
  expect(rows).toEqual(["k1 allowed a 1", "k1 allowed b 2", "k1 insufficient_scope b 1", "k2 allowed b 1"]);
});

it("reads one key's last call apart by account, in the order in which all batches lock", () => {
  const refused = call("k1", "b", { code: "insufficient_scope" });
  const [allowed, other, only] = [
    call("k1", "b"),
    call("k1", "a"),
    call("k0", "z", { code: "ip_not_allowed" }),
  ];
  expect(readLastCalls([allowed, other, only, refused])).toEqual([
    { last: only, hasAllowed: false },
    { last: other, hasAllowed: true },
    { last: refused, hasAllowed: true },
  ]);
});

it("asks of an account all that its allowed calls rest on: the least quota, the first end, each epoch once", () => {
  const { epochs } = BASE.proof;
  const older = { ...epochs, userEpoch: "0" };
  const other = { ...epochs, userId: "v" };
  const [soon, late] = [new Date(1_000), new Date(2_000)];
  const batch = [
    call("k1", "a", { proof: { epochs, until: late } }),
    call("k2", "a", { proof: { epochs: { ...epochs }, until: soon }, limits: { hourly: 9, burst: 10 } }),
    call("k3", "a", { proof: { epochs: older, until: null }, limits: { hourly: 10, burst: 8 } }),
    call("k4", "a", { proof: { epochs: other, until: null } }),
    call("k5", "a", { code: "revoked_key", proof: { epochs: older, until: new Date(0) } }),
  ];
  expect(countAccounts(batch)).toEqual([
    {
      accountId: "a",
      calls: 4,
      hourly: 9,
      burst: 8,
      until: soon,
      epochs: [epochs, older, other],
    },
  ]);
});

it("writes the use of a scope once per key, account and hour, in the order in which all batches lock", () => {
  let now = 0;
  const uses = createScopeUses(() => now);
  const half = new Date("2026-11-29T10:30:00Z");
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
  uses.written(due.slice(0, 2), half);
  expect(uses.due(batch)).toEqual(due.slice(2));
  uses.written(due, half);
  expect(uses.due(batch)).toEqual([]);
  now += 29 * 60_000;
  expect(uses.due(batch), "a minute before the next hour").toEqual([]);
  now += 59_000;
  expect(uses.due(batch), "when the database may be in the next hour").toEqual(due);
  now += 2_000;
  const next = call("k1", "a", read);
  expect(uses.due([next, call("k1", "a", { ...read, code: "ip_not_allowed" })])).toEqual([
    { call: next, scope: "agreements:read" },
  ]);
});
