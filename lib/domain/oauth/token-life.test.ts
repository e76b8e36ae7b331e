import { expect, it } from "vitest";

import { DAY_MS, HOUR_MS } from "../time/durations";
import { accessExpiry, accessLifeSeconds, ACCESS_LIVES_MS, refreshHorizon } from "./token-life";

const now = new Date("2027-03-01T12:00:00.000Z");

it("access tokens live eight hours, those of JWT Grant one", () => {
  expect((["code", "refresh", "implicit", "jwt"] as const).map(accessLifeSeconds)).toEqual([
    28_800, 28_800, 28_800, 3_600,
  ]);
  expect(accessExpiry("jwt", now).getTime() - now.getTime()).toBe(HOUR_MS);
  expect(ACCESS_LIVES_MS).toEqual([8 * HOUR_MS, HOUR_MS]);
});

it("refresh tokens live thirty days from consent, and with extended from each refresh", () => {
  const end = refreshHorizon(now, null, false);
  expect(end.getTime() - now.getTime()).toBe(30 * DAY_MS);
  const later = new Date(now.getTime() + DAY_MS);
  expect(refreshHorizon(later, end, false)).toEqual(end);
  expect(refreshHorizon(later, end, true).getTime() - later.getTime()).toBe(30 * DAY_MS);
});
