import { expect, it } from "vitest";

import { quotaWords } from "./quota-words";

const quota = (used: number, byKey: number | null = null) =>
  quotaWords({ hourly: { limit: 3_000, used, resetsAt: "2026-06-01T14:00:00.000Z" }, byKey });

it("says how much of the hour is used, by whom, and when it is counted anew", () => {
  expect(quota(1_240)).toEqual({
    state: "ample",
    text: "1,240 of 3,000 calls this hour",
    detail: "By all keys of this account. Counted anew from 14:00 UTC.",
  });
  expect(quota(2_700, 310)).toEqual({
    state: "tight",
    text: "2,700 of 3,000 calls this hour",
    detail: "310 by this key, the rest by others of this account. Counted anew from 14:00 UTC.",
  });
});

it.each([
  [0, 0, "None so far, by any key of this account."],
  [9, 0, "None of them by this key."],
  [9, 9, "All of them by this key."],
  [9, 10, "All of them by this key."],
  [9, 1, "1 by this key, the rest by others of this account."],
])("of %i calls, %i by the key: %s", (used, byKey, text) => {
  expect(quota(used, byKey).detail).toContain(text);
});

it("says until when calls are refused where nothing is left", () => {
  expect(quota(3_000)).toMatchObject({
    state: "full",
    detail: "By all keys of this account. Further calls are refused until 14:00 UTC.",
  });
});
