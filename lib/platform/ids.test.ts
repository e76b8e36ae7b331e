import { describe, expect, it } from "vitest";

import { idAt, newCallId, newGuid, newId, timeOfId } from "./ids";

const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("ids", () => {
  it("of rows sort by the time they were made, also within a millisecond", () => {
    const ids = Array.from({ length: 10_000 }, newId);
    expect(ids.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(ids);
  });

  it("of calls are UUIDv7 of the present time, and none is made twice", () => {
    const before = idAt(new Date()).slice(0, 13);
    const ids = Array.from({ length: 10_000 }, () => newCallId());
    const after = idAt(new Date()).slice(0, 13);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(id).toMatch(V7);
      expect(id.slice(0, 13) >= before && id.slice(0, 13) <= after).toBe(true);
    }
  });

  it("of calls have 74 random bits beside their time, since they authenticate the report of an outcome", () => {
    const at = new Date("2026-11-22T09:30:10.567Z");
    const values = Array.from({ length: 1_000 }, () => BigInt(`0x${newCallId(at).replaceAll("-", "")}`));
    const ones = Array.from(
      { length: 128 },
      (_, bit) => values.filter((value) => (value >> BigInt(bit)) & 1n).length,
    );
    // Of a thousand fair bits, between 400 and 600 are ones, but for one time in 10^10.
    expect(ones.filter((count) => count > 400 && count < 600)).toHaveLength(74);
    expect(ones.filter((count) => count > 0 && count < values.length)).toHaveLength(74);
  });

  it("of calls tell their time to the millisecond, and other texts none", () => {
    for (const text of ["2026-11-22T09:30:10.567Z", "1970-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"]) {
      expect(timeOfId(newCallId(new Date(text)))?.toISOString()).toBe(text);
      expect(timeOfId(newCallId(new Date(text)).toUpperCase())?.toISOString()).toBe(text);
    }
    for (const text of [
      "",
      newGuid(),
      `${newId()}0`,
      newId().replaceAll("-", ""),
      ` ${newId()}`,
      `${newId()}\n`,
    ]) {
      expect(timeOfId(text)).toBeNull();
    }
  });

  it("that are GUIDs say nothing about when they were made", () => {
    expect(newGuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });
});
