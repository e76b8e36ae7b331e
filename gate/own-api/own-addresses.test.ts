import { expect, it } from "vitest";

import { ownNeeds } from "../../lib/domain/route-table/own-addresses";
import { ENDPOINTS } from "../endpoints";

/** What checks no key for itself: it asks for others, reports, or answers everybody. */
const KEYLESS = new Set([
  "/v1/authorize",
  "/v1/verify",
  "/v1/calls/{callId}/outcome",
  "/.well-known/oauth-protected-resource",
  "/.well-known/oauth-protected-resource/{path}",
  "/healthz",
  "/readyz",
  "/openapi.json",
  "/reference",
  "/reference/{file}",
]);

it("'explain access' knows every address at which the gate checks a key for itself, and no other (I10)", () => {
  for (const [path, endpoint] of ENDPOINTS) {
    const methods = typeof endpoint === "function" ? ["GET"] : Object.keys(endpoint);
    for (const method of methods) {
      const known = ownNeeds(method, path.replace(/\{\w+\}/, "one")) !== null;
      expect([method, path, known]).toEqual([method, path, !KEYLESS.has(path)]);
    }
  }
});
