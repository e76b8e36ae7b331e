import { expect, it } from "vitest";

import { createWheel } from "./wheel";

/** A wheel of 10 ms, and its timer, which is turned by hand. */
function arrange() {
  let [now, timers] = [1_003, 0];
  let turn: (() => void) | null = null;
  const wheel = createWheel(10, {
    now: () => now,
    every: (run) => {
      turn = run;
      timers += 1;
      return () => {
        turn = null;
      };
    },
  });
  const ran: string[] = [];
  return {
    after: (delayMs: number, name: string) => wheel.after(delayMs, () => ran.push(name)),
    cancel: wheel.cancel,
    ran,
    timers: () => timers,
    isTurning: () => turn !== null,
    pass: (ms: number) => {
      now += ms;
      turn?.();
    },
  };
}

it("runs what waits when its time is over, never sooner, and at most a tick later", () => {
  const { after, pass, ran } = arrange();
  after(20, "short");
  after(35, "long");
  pass(19);
  expect(ran).toEqual([]);
  pass(10);
  expect(ran).toEqual(["short"]);
  pass(16);
  expect(ran).toEqual(["short", "long"]);
});

it("has one timer for all that wait, and none when nobody does", () => {
  const { after, pass, ran, timers, isTurning } = arrange();
  for (let waits = 0; waits < 100; waits += 1) after(waits, "one");
  expect([timers(), isTurning()]).toEqual([1, true]);
  pass(200);
  expect([ran.length, isTurning()]).toEqual([100, false]);
  after(5, "later");
  expect([timers(), isTurning()]).toEqual([2, true]);
});

it("runs nothing that was taken back, and all of several ticks when it comes late", () => {
  const { after, cancel, pass, ran } = arrange();
  const gone = after(5, "gone");
  after(5, "first");
  after(45, "second");
  cancel(gone);
  pass(500);
  expect(ran).toEqual(["first", "second"]);
});

it("waits as long for what is added while others run", () => {
  const { after, pass, ran, isTurning } = arrange();
  const wheel = { added: false };
  after(5, "one");
  pass(8);
  after(20, "two");
  wheel.added = isTurning();
  pass(5);
  expect([ran, wheel.added]).toEqual([["one"], true]);
  pass(30);
  expect(ran).toEqual(["one", "two"]);
});
