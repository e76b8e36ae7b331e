import { expect, it } from "vitest";

import { documentLifeMs } from "./document-life";

it.each([
  [null, 300],
  ["", 300],
  ["public", 300],
  ["max-age=60", 60],
  ["Public, Max-Age=60", 60],
  ['max-age="60"', 60],
  ["max-age=0", 0],
  ["max-age=3600", 3_600],
  ["max-age=3601", 3_600],
  ["max-age=9999999999", 3_600],
  ["max-age=99999999999999999999", 300],
  ["max-age=-1", 300],
  ["max-age=soon", 300],
  ["max-age=60, max-age=30", 30],
  ["max-age=60, s-maxage=10", 10],
  ["no-store", 0],
  ["max-age=60, no-store", 0],
  ["no-cache", 0],
  ['private="x", max-age=60', 0],
])("a document with Cache-Control %j is kept for %d s", (header, seconds) => {
  expect(documentLifeMs(header)).toBe(seconds * 1_000);
});
