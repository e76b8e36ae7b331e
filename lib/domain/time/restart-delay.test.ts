import { expect, it } from "vitest";

import { nextDelayMs } from "./restart-delay";

it("waits longer for each process that died within the last minute, and at most ten seconds", () => {
  let deaths: readonly number[] = [];
  const delays: number[] = [];
  for (let index = 0; index < 10; index += 1) {
    const next = nextDelayMs(deaths, index * 1_000);
    deaths = next.deaths;
    delays.push(next.delayMs);
  }
  expect(delays).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000]);
  expect(nextDelayMs(deaths, 9_000 + 60_000)).toEqual({ delayMs: 100, deaths: [69_000] });
});
