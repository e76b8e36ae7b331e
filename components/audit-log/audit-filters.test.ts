import { describe, expect, it } from "vitest";

import { AuditExportQuery, AuditListQuery } from "@/lib/contracts/accounts/audit";
import { auditSearchText, periodFault, withFilter } from "./audit-filters";

describe("the text of the audit log's search", () => {
  it("never holds a key that somebody pasted (R9)", () => {
    const secret = `ik_live_${"a1B2".repeat(11)}Zz9Q`;
    expect(auditSearchText(secret)).toBe("Zz9Q");
    expect(auditSearchText(` found ${secret}`)).toBe("Zz9Q");
    expect(auditSearchText("found ik_live_… in a log")).toBe("found ik_live_… in a log");
  });

  it.each([
    ["  Nightly\u00A0 export ", "Nightly export"],
    ["night\0ly\u200B", "nightly"],
    [" \u3000", ""],
  ])("of %j is %j", (typed, text) => {
    expect(auditSearchText(typed)).toBe(text);
  });

  it("is cut to what the server takes", () => {
    expect(auditSearchText("x".repeat(500))).toHaveLength(120);
  });
});

describe("filters", () => {
  it("are put in, exchanged and taken away one by one", () => {
    expect(withFilter({}, "q", "a")).toEqual({ q: "a" });
    expect(withFilter({ q: "a", from: "2027-01-01" }, "q", "b")).toEqual({ q: "b", from: "2027-01-01" });
    expect(withFilter({ q: "a", from: "2027-01-01" }, "q", "")).toEqual({ from: "2027-01-01" });
  });
});

describe("the days between which events are looked for", () => {
  it.each([
    [{}],
    [{ from: "2027-03-02" }],
    [{ to: "2027-03-01" }],
    [{ from: "2027-03-01", to: "2027-03-01" }],
    [{ from: "2027-03-01T15:00:00Z", to: "2027-03-01" }],
  ])("%o may hold events", (filters) => {
    expect(periodFault(filters)).toBeNull();
    expect(AuditListQuery.safeParse(filters).success).toBe(true);
  });

  it.each([
    [{ from: "2027-03-02", to: "2027-03-01" }, "2 Mar 2027"],
    [{ from: "2027-03-02T00:00:00Z", to: "2027-03-01T23:00:00+00:00" }, "2 Mar 2027, 00:00:00 UTC"],
    [{ from: "2027-03-01T15:00:00Z", to: "2027-03-01T14:59:59Z" }, "1 Mar 2027, 15:00:00 UTC"],
  ])("%o are the wrong way round, as the server says too", (filters, start) => {
    expect(periodFault(filters)).toBe(`This is before From, ${start}.`);
    expect(AuditListQuery.safeParse(filters).error?.issues).toMatchObject([
      { path: ["to"], params: { code: "before_from" } },
    ]);
    expect(AuditExportQuery.safeParse({ ...filters, format: "csv" }).success).toBe(false);
  });
});
