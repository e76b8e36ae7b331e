import { describe, expect, it } from "vitest";

import { overlapChoices } from "./key-overlap";

import { overlapText } from "./overlap-choice";
import { ownerChangeText } from "./replacement-facts";

const now = "2026-03-01T12:00:00.000Z";

describe("what replacing a key says before it is done", () => {
  it("is that the old key ends revoked, also where its own expiry cuts the overlap short", () => {
    const texts = overlapChoices("2026-03-02T00:00:00.000Z", new Date(now)).map((choice) =>
      overlapText(choice, now),
    );
    for (const text of texts) expect(text).toMatch(/revoked/);
    expect(texts.filter((text) => text.includes("would expire"))).toHaveLength(3);
  });

  it("is that a colleague's key gets a successor which acts as somebody else (R6)", () => {
    const grace = { id: "g", name: "Grace Lindqvist", email: "grace@acme.example" };
    expect(ownerChangeText({ createdBy: grace }, "g")).toBeNull();
    expect(ownerChangeText({ createdBy: grace }, "a")).toContain(
      "acts as Grace Lindqvist, the new one as you",
    );
  });
});
