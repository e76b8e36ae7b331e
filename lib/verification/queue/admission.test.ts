import { describe, expect, it } from "vitest";

import { createAdmission, type Ticket } from "./admission";

/** An admission with a clock that the test moves. */
function arrange() {
  const clock = { ms: 1_000 };
  let whenTurnEnds: (() => void) | null = null;
  const admission = createAdmission(
    () => clock.ms,
    (callback) => {
      whenTurnEnds = callback;
    },
  );
  const inside: Ticket[] = [];
  const endTurn = () => whenTurnEnds?.();
  /** Reads so many in one turn, which takes no time unless more follow. @returns how many were let in */
  function enter(count: number): number {
    const entered = read(count);
    endTurn();
    return entered;
  }
  function read(count: number): number {
    let entered = 0;
    for (let one = 0; one < count; one += 1) {
      const ticket = admission.enter();
      if (!ticket) continue;
      inside.push(ticket);
      entered += 1;
    }
    return entered;
  }
  function leave(count: number, isAnswered = true): void {
    for (const ticket of inside.splice(0, count)) admission.leave(ticket, isAnswered);
  }
  /** So many milliseconds with `arriving` requests and `served` answers in each. @returns how many were let in */
  function run(milliseconds: number, arriving: number, served: number): number {
    let entered = 0;
    for (let ms = 0; ms < milliseconds; ms += 1) {
      entered += enter(arriving);
      clock.ms += 1;
      leave(served);
    }
    return entered;
  }
  return { admission, clock, enter, read, endTurn, leave, run };
}

describe("admission to the check", () => {
  it("lets in whoever comes while few are inside, however slow the database is", () => {
    const { admission, clock, enter, leave } = arrange();
    for (let round = 0; round < 50; round += 1) {
      expect(enter(64)).toBe(64);
      clock.ms += 1_900;
      leave(64);
    }
    expect(admission.inside()).toBe(0);
  });

  it("refuses nobody at the load that can just be carried", () => {
    const { run } = arrange();
    expect(run(5_000, 10, 10)).toBe(50_000);
  });

  it("keeps the wait short for those it lets in, and full use of the database, at three times that load", () => {
    const { admission, run } = arrange();
    run(500, 10, 10);
    run(500, 30, 10);
    const entered = run(2_000, 30, 10);
    expect(entered).toBeGreaterThanOrEqual(19_900);
    expect(entered).toBeLessThanOrEqual(20_100);
    // 10 are answered per millisecond.
    expect(admission.inside() / 10).toBeLessThanOrEqual(20);
  });

  it("follows a database that gets slower, and one that gets faster again", () => {
    const { admission, run } = arrange();
    run(1_000, 30, 10);
    run(2_000, 30, 4);
    // Twice what those wait who always come in.
    expect(admission.inside()).toBeLessThanOrEqual(2 * 64);
    run(2_000, 60, 20);
    expect(admission.inside() / 20).toBeGreaterThanOrEqual(10);
    expect(run(100, 60, 20)).toBeGreaterThanOrEqual(1_900);
  });

  it("refuses nobody for a database that is far away and not busy: any number share a round trip", () => {
    const { clock, enter, leave } = arrange();
    const entered: number[] = [];
    for (let ms = 0; ms < 5_000; ms += 1) {
      entered.push(enter(5));
      clock.ms += 1;
      // Each is answered 40 ms after it came in.
      leave(entered.at(-40) ?? 0);
    }
    expect(entered.slice(2_000)).toEqual(Array(3_000).fill(5));
  });

  it("does not take a flood for a far database, however long it lasts", () => {
    const { clock, read, endTurn, leave, run } = arrange();
    run(500, 10, 10);
    // Reading takes time, and all who are inside are answered together, the later the more they are.
    const waves = Array.from({ length: 1_000 }, () => {
      let entered = 0;
      for (let ms = 0; ms < 4; ms += 1) {
        entered += read(250);
        clock.ms += 1;
      }
      endTurn();
      clock.ms += 5 + entered / 15;
      leave(entered);
      return entered;
    });
    expect(Math.max(...waves.slice(100))).toBeLessThanOrEqual(200);
  });

  it("counts what a request has waited to be read, in this turn and the last", () => {
    const { clock, read, endTurn, leave, run } = arrange();
    run(500, 10, 10);
    run(500, 30, 10);
    leave(1_000);
    expect(read(100)).toBe(100);
    clock.ms += 12;
    expect(read(1)).toBe(0);
    endTurn();
    expect(read(1)).toBe(0);
    endTurn();
    expect(read(1)).toBe(1);
  });

  it("does not open wide because one batch was held up", () => {
    const { admission, clock, enter, leave, run } = arrange();
    run(500, 10, 10);
    enter(60);
    clock.ms += 1_900;
    leave(60);
    run(2_000, 30, 10);
    expect(admission.inside() / 10).toBeLessThanOrEqual(40);
  });

  it("takes a short rush whole that a standing crowd could not be", () => {
    const { run, enter } = arrange();
    run(500, 10, 10);
    expect(enter(300)).toBe(300);
    expect(run(200, 0, 10)).toBe(0);
    run(500, 30, 10);
    expect(enter(300)).toBeLessThanOrEqual(20);
  });

  it("stays bounded while the database hangs, and opens by itself when it is back", () => {
    const { admission, clock, run, leave } = arrange();
    run(500, 10, 10);
    run(2_000, 10, 0);
    expect(admission.inside()).toBeLessThanOrEqual(2_000);
    clock.ms += 2_000;
    leave(2_000, false);
    expect(admission.inside()).toBe(0);
    expect(run(500, 10, 10)).toBe(5_000);
  });
});

describe("a crowd", () => {
  it("is remembered while it is being answered, and forgotten when it does not come back", () => {
    const { admission, clock, enter, leave } = arrange();
    enter(60);
    leave(40);
    clock.ms += 5;
    enter(10);
    expect(admission.crowd()).toBeGreaterThan(50);
    leave(30);
    clock.ms += 250;
    enter(1);
    expect(admission.crowd()).toBeLessThan(3);
  });
});
