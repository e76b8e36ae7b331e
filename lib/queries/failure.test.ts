import { describe, expect, it } from "vitest";

import { failureOf, isOutcomeUnknown } from "./failure";
import { RequestError } from "./request";

const failed = (status: number) =>
  new RequestError({ status, code: "some_code", detail: "In words.", requestId: "r-1" });

describe("a change that failed", () => {
  it.each([400, 401, 403, 404, 409, 422, 429, 499])("was not made where it was refused with %i", (status) => {
    expect(failureOf(failed(status), "Nothing was changed")).toEqual({
      title: "Nothing was changed",
      detail: "In words.",
      requestId: "r-1",
    });
  });

  it.each([0, 500, 502, 503, 504])("may have been made where no clear answer came back (%i)", (status) => {
    expect(isOutcomeUnknown(failed(status))).toBe(true);
    const { title, detail } = failureOf(failed(status), "Nothing was changed");
    expect(title).toBe("It is not known whether this was done");
    expect(detail).toContain("In words.");
    expect(detail).toContain("may have been done");
  });

  it("may have been made where its answer could not be read", () => {
    expect(isOutcomeUnknown(new SyntaxError("Unexpected end of JSON input"))).toBe(true);
  });
});
