import { expect, it } from "vitest";

import { createKeptPrincipals } from "./kept";
import { toFoundPrincipal, type FoundPrincipal, type PrincipalRow } from "./principal";
import { hashOf, principalRow } from "./testing/principal-row";

function found(key: number, change: Partial<PrincipalRow> = {}): FoundPrincipal {
  const row = principalRow(key, change);
  return toFoundPrincipal("long_lived", row, row.now);
}

it("keeps a key from the second time on that it was looked up", () => {
  const kept = createKeptPrincipals(10);
  kept.note(hashOf(1), found(1));
  expect(kept.find(hashOf(1))).toBeUndefined();
  kept.note(hashOf(1), found(1));
  expect(kept.find(hashOf(1))).toBeDefined();
});

it("keeps of a key all that was found, but for its quota", () => {
  const kept = createKeptPrincipals(10);
  const whole = found(1);
  for (let sighting = 0; sighting < 2; sighting += 1) kept.note(hashOf(1), whole);
  const used = { hour: 0, burst: 0 };
  expect(kept.find(hashOf(1))).toMatchObject({ ...whole, facts: { ...whole.facts, used } });
});

it("keeps one key's facts for that key alone, however much two have alike", () => {
  const kept = createKeptPrincipals(10);
  const [one, other] = [
    found(1),
    found(2, { user_id: "another", user_name: "Max", user_epoch: "2", scopes: [] }),
  ];
  for (let sighting = 0; sighting < 2; sighting += 1) {
    kept.note(hashOf(1), one);
    kept.note(hashOf(2), other);
  }
  const [first, second] = [kept.find(hashOf(1)), kept.find(hashOf(2))];
  expect(first?.principal).toEqual(one.principal);
  expect(second?.principal).toEqual(other.principal);
  expect(second?.proof).toEqual(other.proof);
  expect(first?.facts.manager).toBe(second?.facts.manager);
});

it("takes the newer facts of a key in place of the older ones", () => {
  const kept = createKeptPrincipals(10);
  for (const epoch of ["1", "1", "2"]) kept.note(hashOf(1), found(1, { account_epoch: epoch }));
  expect(kept.find(hashOf(1))?.proof.epochs.accountEpoch).toBe("2");
  expect(kept.size()).toBe(1);
});

it("forgets at once what was not proved, and keeps what is asked for when there are too many", () => {
  const kept = createKeptPrincipals(10);
  const keep = (key: number) => {
    for (let sighting = 0; sighting < 2; sighting += 1) kept.note(hashOf(key), found(key));
  };
  keep(0);
  for (let key = 1; key < 100; key += 1) {
    keep(key);
    expect(kept.size()).toBeLessThanOrEqual(10);
    expect(kept.find(hashOf(0)), `after ${key} others`).toBeDefined();
  }
  expect(kept.find(hashOf(1))).toBeUndefined();
  kept.forget(hashOf(0));
  expect(kept.find(hashOf(0))).toBeUndefined();
});

it("keeps none where none may be kept", () => {
  const kept = createKeptPrincipals(0);
  for (let sighting = 0; sighting < 3; sighting += 1) kept.note(hashOf(1), found(1));
  expect([kept.find(hashOf(1)), kept.size()]).toEqual([undefined, 0]);
});
