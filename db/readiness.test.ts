import { describe, expect, it } from "vitest";

import { createReadiness, PROBE_INTERVAL_MS } from "./readiness";

/** A clock that stands until somebody waits. */
function standingClock() {
  let now = 1_000;
  return {
    now: () => now,
    wait: (ms: number) => {
      now += ms;
      return Promise.resolve();
    },
  };
}

describe("readiness", () => {
  it("asks once for however many ask meanwhile", async () => {
    let probes = 0;
    const isReady = createReadiness(() => Promise.resolve((probes += 1)), standingClock());
    expect(await Promise.all(Array.from({ length: 500 }, isReady))).toEqual(Array(500).fill(true));
    expect(probes).toBe(1);
  });

  it("asks anew for who comes later, but not sooner than its time", async () => {
    const clock = standingClock();
    const times: number[] = [];
    const isReady = createReadiness(() => Promise.resolve(times.push(clock.now())), clock);
    for (let round = 0; round < 5; round += 1) expect(await isReady()).toBe(true);
    expect(times.map((at) => at - 1_000)).toEqual([0, 1, 2, 3, 4].map((round) => round * PROBE_INTERVAL_MS));
  });

  it("is false where the probe fails, and true again when it does not", async () => {
    let fault: Error | null = new Error("read only");
    const probe = () => (fault ? Promise.reject(fault) : Promise.resolve());
    const isReady = createReadiness(probe, standingClock());
    expect(await isReady()).toBe(false);
    fault = null;
    expect(await isReady()).toBe(true);
  });
});
