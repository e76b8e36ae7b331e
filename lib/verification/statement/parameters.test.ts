import { describe, expect, it } from "vitest";

import { createParameters } from "./parameters";

describe("the parameters of a statement", () => {
  it("are numbered in the order in which the text names them, each once", () => {
    const { one, rows } = createParameters();
    expect(one("hour", "timestamptz")).toBe("$1::timestamptz");
    expect(rows("calls", { id: "uuid", code: "text" })).toBe(
      "unnest($2::uuid[], $3::text[]) as calls(id, code)",
    );
    expect(one("hour", "timestamptz")).toBe("$1::timestamptz");
    expect(one("shard", "smallint")).toBe("$4::smallint");
  });

  it("have their values in that order, whatever order they are given in", () => {
    const { one, rows, values } = createParameters();
    one("hour", "timestamptz");
    rows("calls", { id: "uuid", code: "text" });
    const inOrder = ["2026", "{a}", "{allowed}"];
    expect(values({ "calls.code": "{allowed}", hour: "2026", "calls.id": "{a}" })).toEqual(inOrder);
    expect(values({ "calls.code": "{allowed}", "calls.id": "{a}" }, { hour: "2026" })).toEqual(inOrder);
  });

  it("refuse a value that is missing, one that comes twice, and one that nothing names", () => {
    const { one, values } = createParameters();
    one("hour", "timestamptz");
    expect(() => values({})).toThrow("The parameter hour has no value");
    expect(() => values({ hour: 1 }, { hour: 2 })).toThrow("The parameter hour has two values");
    expect(() => values({ hour: 1, our: 2 })).toThrow("The statement has no parameter our");
  });
});
