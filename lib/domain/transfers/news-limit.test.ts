import { describe, expect, it } from "vitest";

import { DAY_MS, HOUR_MS } from "../time/durations";
import { NEWS_PER_DAY, newsWaitMs } from "./news-limit";

const now = new Date("2027-03-01T12:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const times = (count: number, ms: number) => Array.from({ length: count }, () => ago(ms));

describe("the news of transfers between two accounts", () => {
  it.each([
    ["none", [], null],
    ["one less than the limit", times(NEWS_PER_DAY - 1, HOUR_MS), null],
    ["the limit", times(NEWS_PER_DAY, HOUR_MS), DAY_MS - HOUR_MS],
    ["the limit, the first a day ago", [...times(NEWS_PER_DAY - 1, HOUR_MS), ago(DAY_MS)], null],
    [
      "the limit, the first a day ago but a moment",
      [...times(NEWS_PER_DAY - 1, HOUR_MS), ago(DAY_MS - 1)],
      1,
    ],
    [
      "more, of which the latest count",
      [...times(NEWS_PER_DAY, HOUR_MS), ago(2 * HOUR_MS)],
      DAY_MS - HOUR_MS,
    ],
  ])("after %s", (_what, at, wait) => {
    expect(newsWaitMs(at, now)).toBe(wait);
  });
});
