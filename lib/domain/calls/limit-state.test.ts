import { expect, it } from "vitest";

import { limitState } from "./limit-state";

it.each([
  [0, 100, "ample"],
  [43, 100, "ample"],
  [89, 100, "ample"],
  [90, 100, "tight"],
  [99, 100, "tight"],
  [100, 100, "full"],
  // A limit that was lowered below what there is.
  [120, 100, "full"],
  [0, 1, "ample"],
  [1, 1, "full"],
  [8, 9, "ample"],
  [9, 10, "tight"],
  [2_699, 3_000, "ample"],
  [2_700, 3_000, "tight"],
])("%i of %i is %s", (used, limit, state) => {
  expect(limitState(used, limit)).toBe(state);
});
