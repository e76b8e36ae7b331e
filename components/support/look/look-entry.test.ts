import { describe, expect, it } from "vitest";

import { readLookEntry } from "./look-entry";

const read = (reason: unknown, caseNumber: unknown) =>
  readLookEntry((name) => (name === "reason" ? reason : caseNumber));

describe("why somebody of support looks", () => {
  it("is a reason or the number of a case, as people write it", () => {
    expect(read(" Asked by phone ", "")).toEqual({ body: { reason: "Asked by phone" }, faults: {} });
    for (const typed of ["1042", " #1042", "Case 1042", "case #1042"]) {
      expect(read("", typed)).toEqual({ body: { caseNumber: 1042 }, faults: {} });
    }
  });

  it.each([
    ["", "", "reason"],
    [null, undefined, "reason"],
    ["Asked by phone", "1042", "caseNumber"],
    ["", "0", "caseNumber"],
    ["", "10 42", "caseNumber"],
    ["", "1042a", "caseNumber"],
    ["", "1".repeat(16), "caseNumber"],
  ])("is neither %j nor %j", (reason, typed, field) => {
    const { body, faults } = read(reason, typed);
    expect(body).toBeNull();
    expect(Object.keys(faults)).toEqual([field]);
  });
});
