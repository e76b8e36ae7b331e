import { describe, expect, it } from "vitest";

import { signInCallout } from "./callout";

describe("the word of the sign-in page", () => {
  it("says that a session has ended, and what signing in does", () => {
    expect(signInCallout({ reason: "ended" })?.text).toContain("session has ended");
    expect(signInCallout({ reason: "signed-out" })?.text).toBe("You are signed out.");
  });

  it("says what single sign-on refused, whatever else the address claims", () => {
    expect(signInCallout({ error: "AccessDenied", reason: "signed-out" })?.tone).toBe("danger");
    expect(signInCallout({ error: "Configuration" })?.text).toContain("Ask the operator");
  });

  it("repeats nothing that anybody can write into an address", () => {
    expect(signInCallout({ reason: "<b>Call 0800</b>" })).toBeNull();
    expect(signInCallout({ error: "Call 0800 now" })?.text).not.toContain("0800");
    expect(signInCallout({})).toBeNull();
  });
});
