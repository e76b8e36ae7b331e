import { expect, it } from "vitest";

import { relativeTime } from "../format/dates";
import { notBefore } from "./not-before";

it("reads what happened after the page's clock last moved as just now, not as something to come", () => {
  const now = "2026-06-01T12:00:00.000Z";
  const revokedAt = "2026-06-01T12:00:20.000Z";
  expect(relativeTime(revokedAt, notBefore(now, revokedAt, null))).toBe("just now");
  expect(notBefore(now, "2026-06-01T11:00:00Z", null)).toBe(now);
});
