import { describe, expect, it } from "vitest";

import { pictureScopes } from "./scope-picture";

const NOW = "2026-06-01T12:00:00.000Z";
const key = {
  scopes: ["agreements:read", "agreements:send", "webhooks:read", "library:read"],
  effectiveScopes: ["agreements:read", "agreements:send", "library:read"],
};
const uses = [
  { scope: "agreements:read", lastUsedAt: "2026-06-01T09:00:00.000Z" },
  { scope: "library:read", lastUsedAt: "2026-03-01T09:00:00.000Z" },
];

describe("the scope picture", () => {
  it("is a grid of resources and actions, with the use of each scope in words", () => {
    const picture = pictureScopes(key, uses, NOW);
    expect(picture.actions).toEqual(["read", "send"]);
    expect(picture.rows.map((row) => [row.label, row.cells.map((cell) => cell?.text ?? null)])).toEqual([
      ["Agreements", ["agreements:read, used 3 hours ago", "agreements:send, never used"]],
      ["Webhooks", ["webhooks:read, never used, not allowed by the creator's present profile", null]],
      ["Library", ["library:read, used 3 months ago", null]],
    ]);
    expect(picture.rows.flatMap((row) => row.cells.map((cell) => cell?.use ?? null))).toEqual([
      "recent",
      "never",
      "never",
      null,
      "earlier",
      null,
    ]);
  });

  it("says which scopes the key could do without", () => {
    expect(pictureScopes(key, uses, NOW).sentence).toBe(
      "1 of 4 scopes used in the last 30 days. Never used: agreements:send and webhooks:read.",
    );
    expect(pictureScopes(key, [], NOW).sentence).toBe("None of its scopes has been used yet.");
  });
});
