import { describe, expect, it } from "vitest";

import { caseFilterQuery, readCaseFilters } from "./case-filters";

const read = (search: string) => {
  const params = new URLSearchParams(search);
  return readCaseFilters((name) => params.get(name));
};

describe("the filters in the address of support's cases", () => {
  it.each(["", "kind=go_live", "status=closed&kind=access_request&assigned=me", "assigned=nobody"])(
    "come back as they were written: %s",
    (search) => {
      expect(new URLSearchParams(caseFilterQuery(read(search))).toString()).toBe(search);
    },
  );

  it("leave out what can't be one, so that an old bookmark still opens", () => {
    expect(read("status=any&kind=complaint&assigned=sue")).toEqual({ status: "open" });
    expect(readCaseFilters(() => ["go_live", "access_request"])).toEqual({ status: "open" });
  });
});
