import { describe, expect, it } from "vitest";

import { signInNotice } from "./notice";

describe("the word at the door", () => {
  it("says that a session has ended, and what signing in does", () => {
    expect(signInNotice({ reason: "ended" })?.text).toContain("session has ended");
    expect(signInNotice({ reason: "signed-out" })?.text).toBe("You are signed out.");
  });

  it("says what single sign-on refused, whatever else the address claims", () => {
    expect(signInNotice({ error: "AccessDenied", reason: "signed-out" })?.tone).toBe("danger");
    expect(signInNotice({ error: "Configuration" })?.text).toContain("Ask the operator");
  });

  it("repeats nothing that anybody can write into an address", () => {
    expect(signInNotice({ reason: "<b>Call 0800</b>" })).toBeNull();
    expect(signInNotice({ error: "Call 0800 now" })?.text).not.toContain("0800");
    expect(signInNotice({})).toBeNull();
  });
});
