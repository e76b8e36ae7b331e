import { describe, expect, it } from "vitest";

import { RequestError } from "@/lib/queries/request";

import { callersFault, revokeConsequence, revokeFaults } from "./revoke-form";

describe("what the revoke dialog asks for", () => {
  it("is a reason always, and the exact name where the key was used in the last 24 hours", () => {
    expect(revokeFaults({ reason: "leaked", confirmation: null }, "Export")).toEqual({});
    expect(revokeFaults({ reason: "leaked", confirmation: "Export" }, "Export")).toEqual({});
    expect(revokeFaults({ reason: "leaked", confirmation: "export" }, "Export")).toHaveProperty(
      "confirmation",
    );
    expect(Object.keys(revokeFaults({ reason: "", confirmation: "" }, "Export"))).toEqual([
      "reason",
      "confirmation",
    ]);
  });

  it.each(["Nightly  export", "Nightly\u00A0export", "Nightly e\u0301xport"])(
    "is met by a name typed as it is drawn, where the stored one is %j",
    (name) => {
      const typed = name.replaceAll(/\s+/g, " ").normalize("NFC");
      expect(revokeFaults({ reason: "leaked", confirmation: ` ${typed} ` }, name)).toEqual({});
    },
  );

  it("comes after the consequence, which an expired key's calls have met already", () => {
    expect(revokeConsequence({ status: "active", method: "long_lived" })).toBe(
      "Calls with this key fail from now on.",
    );
    expect(revokeConsequence({ status: "retiring", method: "long_lived" })).toBe(
      "Calls with this key fail from now on.",
    );
    expect(revokeConsequence({ status: "expired", method: "long_lived" })).toBe(
      "This key has expired: calls with it fail already.",
    );
    expect(revokeConsequence({ status: "active", method: "oauth" })).toContain("tokens of this app fail");
  });

  it("says who is signed in now, where the page was made for somebody else", () => {
    const refusal = { status: 409, code: "other_person", detail: "Grace is signed in now.", requestId: null };
    expect(callersFault(new RequestError(refusal))).toBe("Grace is signed in now.");
    expect(callersFault(new RequestError({ ...refusal, code: "internal_error" }))).toMatch(/can't be shown/);
    expect(callersFault(null)).toMatch(/can't be shown/);
  });
});
