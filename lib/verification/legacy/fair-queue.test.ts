import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { CrowdedOut, FairQueue } from "./fair-queue";

/** A queue whose work is done when it is told to; `ask` says what became of a caller. */
function arrange(bounds = { atOnce: 1, inside: 16, insidePerOrigin: 4 }) {
  const queue = new FairQueue(bounds);
  const begun: { readonly name: string; readonly finish: () => void }[] = [];
  const ended = new Map<string, "done" | "crowded out">();
  const ask = (name: string, origin: string, key = `key of ${name}`) =>
    queue
      .enter({ origin, key }, () => new Promise<void>((finish) => begun.push({ name, finish })))
      .then(() => ended.set(name, "done"))
      .catch((error: unknown) => {
        if (!(error instanceof CrowdedOut)) throw error;
        ended.set(name, "crowded out");
      });
  /** Finishes what is under way, one after the other, until nobody is left. */
  const drain = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    for (let index = 0; index < begun.length; index += 1) {
      begun[index]?.finish();
      // What the end of one begins has begun by the next turn of the loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const order = () => begun.map(({ name }) => name);
  return { ask, drain, order, ended };
}
const times = (count: number, work: (index: number) => unknown) =>
  Array.from({ length: count }, (_, index) => work(index));

describe("places where passwords are compared", () => {
  it.each([
    [4, 2],
    [5, 2],
    [8, 15],
    [15, 15],
  ])("are had by one more origin while %i others fill them, behind %i at most", async (origins, latest) => {
    const { ask, drain, order, ended } = arrange();
    times(16, (n) => ask(`crowd ${n}`, `origin ${n % origins}`));
    const last = ask("ada", "another");
    await drain();
    await last;
    expect(ended.get("ada")).toBe("done");
    expect(order().indexOf("ada")).toBeLessThanOrEqual(latest);
    expect([...ended.values()].filter((end) => end === "crowded out")).toHaveLength(1);
  });

  it("are had by one with another key while many origins that name one key fill them", async () => {
    const { ask, drain, ended } = arrange();
    times(16, (n) => ask(`crowd ${n}`, `origin ${n}`, "one key"));
    void ask("of the same key", "another", "one key");
    void ask("ada", "a third");
    await drain();
    expect([ended.get("ada"), ended.get("of the same key")]).toEqual(["done", "crowded out"]);
  });

  it("are no more than four of one origin, and none is given up for an equal crowd", async () => {
    const { ask, drain, ended } = arrange();
    times(5, (n) => ask(`one ${n}`, "one"));
    times(12, (n) => ask(`other ${n}`, `other ${n >> 2}`));
    times(4, (n) => ask(`late ${n}`, "late"));
    await drain();
    expect(ended.get("one 4")).toBe("crowded out");
    const late = times(4, (n) => ended.get(`late ${n}`));
    expect(late.filter((end) => end === "done")).toHaveLength(3);
  });

  it("come to everybody who waits, whatever comes meanwhile: no caller that was let in is forgotten", async () => {
    const caller = fc.record({ origin: fc.nat(6), key: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(caller, { maxLength: 60 }), async (callers) => {
        const { ask, drain, ended } = arrange({ atOnce: 2, inside: 5, insidePerOrigin: 2 });
        const all = callers.map(({ origin, key }, n) => ask(String(n), `${origin}`, `${key}`));
        await drain();
        await Promise.all(all);
        expect(ended.size).toBe(callers.length);
        const done = [...ended.values()].filter((end) => end === "done").length;
        expect(done).toBeGreaterThanOrEqual(Math.min(1, callers.length));
        expect(done).toBeLessThanOrEqual(5);
      }),
    );
  });
});
