import { describe, expect, it } from "vitest";

import { revokeConsequence, revokeFaults } from "./revoke-form";

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
    expect(revokeConsequence({ status: "active" })).toBe("Calls with this key fail from now on.");
    expect(revokeConsequence({ status: "retiring" })).toBe("Calls with this key fail from now on.");
    expect(revokeConsequence({ status: "expired" })).toBe(
      "This key has expired: calls with it fail already.",
    );
  });
});
