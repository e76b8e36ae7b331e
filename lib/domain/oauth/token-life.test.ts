import { expect, it } from "vitest";

import { DAY_MS, HOUR_MS, MINUTE_MS } from "../time/durations";
import { LAPSE_AFTER_DAYS } from "../organizations/domain-claim";
import { accessLifeMs, ACCESS_LIVES_MS, HOLDS_AT_LEAST_MS, refreshHorizon, TOKEN_GRANTS } from "./token-life";

const now = new Date("2027-03-01T12:00:00.000Z");

it("access tokens live eight hours, those of JWT Grant one", () => {
  const lives = TOKEN_GRANTS.map((grant) => accessLifeMs(grant, now, null));
  expect(lives).toEqual([8 * HOUR_MS, 8 * HOUR_MS, 8 * HOUR_MS, HOUR_MS]);
  expect(ACCESS_LIVES_MS).toEqual([8 * HOUR_MS, HOUR_MS]);
});

it.each(TOKEN_GRANTS)("a token of %s never outlives what it rests on, whenever that ends", (grant) => {
  for (let left = HOLDS_AT_LEAST_MS; left < 9 * HOUR_MS; left += 7 * MINUTE_MS) {
    const life = accessLifeMs(grant, now, new Date(now.getTime() + left));
    expect(life).toBeLessThanOrEqual(left);
    expect(ACCESS_LIVES_MS).toContain(life);
  }
  expect(() => accessLifeMs(grant, now, new Date(now.getTime() + HOUR_MS - 1))).toThrow(/ends before/);
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
