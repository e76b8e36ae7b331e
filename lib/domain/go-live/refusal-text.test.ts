import { expect, it } from "vitest";

import { KNOWN_KEY_REFUSALS } from "../verdict/refusals";
import { refusalText, type RefusedKey } from "./refusal-text";

const key: RefusedKey = { scopes: ["agreements:read", "webhooks:read"], profile: "admin" };
const refused = (scopesNeeded: readonly string[]) => ({ code: "insufficient_scope" as const, scopesNeeded });

it.each(KNOWN_KEY_REFUSALS)("%s is explained in sentences", (code) => {
  expect(refusalText({ code, scopesNeeded: [] }, key)).toMatch(/^[A-Z].*\.$/);
});

it("a missing scope is named, without those that the key has", () => {
  expect(refusalText(refused(["agreements:read", "agreements:write"]), key)).toBe(
    "This key was not granted agreements:write. Replace it with one that has this scope.",
  );
  expect(refusalText(refused(["users:read", "agreements:write"]), key)).toBe(
    "This key was not granted users:read and agreements:write. Replace it with one that has these scopes.",
  );
});

it("a scope that the creator may not hold is told as such", () => {
  expect(refusalText(refused(["webhooks:read", "agreements:read"]), { ...key, profile: "member" })).toBe(
    "The key was granted webhooks:read, but its creator's profile may not hold it.",
  );
  expect(refusalText(refused(["webhooks:read", "agreements:read"]), { ...key, profile: null })).toBe(
    "The key was granted agreements:read and webhooks:read, but its creator's profile may not hold them.",
  );
});

it("a scope that is held again since is not told as missing", () => {
  expect(refusalText(refused(["webhooks:read"]), key)).toBe(
    "This integration key does not hold every scope that the request needs.",
  );
});
