import { expect, it } from "vitest";

import { DAY_MS, HOUR_MS } from "../time/durations";
import { LAPSE_AFTER_DAYS } from "../organizations/domain-claim";
import { accessExpiry, ACCESS_LIVES_MS, refreshHorizon, secondsLeft } from "./token-life";

const now = new Date("2027-03-01T12:00:00.000Z");

it("access tokens live eight hours, those of JWT Grant one", () => {
  const lives = (["code", "refresh", "implicit", "jwt"] as const).map((grant) =>
    secondsLeft(now, accessExpiry(grant, now, null)),
  );
  expect(lives).toEqual([28_800, 28_800, 28_800, 3_600]);
  expect(ACCESS_LIVES_MS).toEqual([8 * HOUR_MS, HOUR_MS]);
});

it.each([
  ["long after it", 24 * HOUR_MS, HOUR_MS],
  ["with it", HOUR_MS, HOUR_MS],
  ["a moment before it", HOUR_MS - 1, HOUR_MS - 1],
  ["in a moment", 1, 1],
])("an access token ends with its time, or with what it rests on that ends %s", (_, leftMs, endMs) => {
  const end = accessExpiry("jwt", now, new Date(now.getTime() + leftMs));
  expect(end.getTime() - now.getTime()).toBe(endMs);
  expect(secondsLeft(now, end)).toBe(Math.floor(endMs / 1_000));
});

it("a token is over before a claim lapses that was held without a doubt when it was given", () => {
  expect(LAPSE_AFTER_DAYS * DAY_MS).toBeGreaterThan(Math.max(...ACCESS_LIVES_MS));
});

it("refresh tokens live thirty days from consent, and with extended from each refresh", () => {
  const end = refreshHorizon(now, null, false);
  expect(end.getTime() - now.getTime()).toBe(30 * DAY_MS);
  const later = new Date(now.getTime() + DAY_MS);
  expect(refreshHorizon(later, end, false)).toEqual(end);
  expect(refreshHorizon(later, end, true).getTime() - later.getTime()).toBe(30 * DAY_MS);
});
