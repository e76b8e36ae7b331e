import { describe, expect, it } from "vitest";

import { mergeCalls } from "./call-feed";

const call = (second: number) => ({
  id: `id-${String(second).padStart(3, "0")}`,
  at: new Date(second * 1000).toISOString(),
});
const page = (seconds: number[], nextCursor: string | null = null) => ({
  data: seconds.map(call),
  nextCursor,
});
const seconds = (feed: ReturnType<typeof mergeCalls>) => feed.rows.map((row) => Date.parse(row.at) / 1000);

describe("the feed of calls", () => {
  it("shows each call once, newest first, also one that was committed late", () => {
    const feed = mergeCalls([page([9, 7, 6])], page([11, 10, 9, 8, 7]));
    expect(seconds(feed)).toEqual([11, 10, 9, 8, 7, 6]);
    expect(feed.hasGap).toBe(false);
  });

  it("does not run ahead of pages that were not asked for", () => {
    const feed = mergeCalls([page([9, 8], "more")], page([10, 9, 8, 7, 6]));
    expect(seconds(feed)).toEqual([10, 9, 8]);
  });

  it("notices that more came than one answer holds", () => {
    expect(mergeCalls([page([3, 2])], page([9, 8, 7], "more")).hasGap).toBe(true);
    expect(mergeCalls([page([3, 2])], page([5, 4, 3], "more")).hasGap).toBe(false);
  });

  it("starts empty and fills with the first call", () => {
    expect(mergeCalls([page([])], page([1]))).toMatchObject({ hasGap: false, rows: [call(1)] });
    expect(mergeCalls([], undefined).rows).toEqual([]);
  });
});
