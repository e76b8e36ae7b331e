import { describe, expect, it } from "vitest";

import { isOfOtherPerson } from "./page-owner";

describe("a page's request", () => {
  it.each([
    ["of the person who is signed in", "ada", "ada", false],
    ["of a person who was signed in before", "ada", "grace", true],
    ["whose person is left blank", "", "grace", true],
    ["of a program, which has no page", null, "grace", false],
  ])("%s is told", (_what, pageOwner, userId, isOther) => {
    expect(isOfOtherPerson(pageOwner, userId)).toBe(isOther);
  });
});
