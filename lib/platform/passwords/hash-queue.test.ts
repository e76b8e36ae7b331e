import { describe, expect, it } from "vitest";

import { HASH_BOUNDS, HashQueue } from "./hash-queue";

const BOUNDS = { atOnce: 2, inside: 5, insidePerOrigin: 3 };

/** Work that ends when it is told to, and says how much of it is under way. */
function controlled() {
  const ends: (() => void)[] = [];
  const started: string[] = [];
  return {
    started,
    begin: (name: string) => async () => {
      started.push(name);
      await new Promise<void>((resolve) => ends.push(resolve));
      return name;
    },
    endOne: async () => {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const from = (origin: string, isKnown = false) => ({ origin, isKnown });
const failing = () => Promise.reject(new Error("no"));
const refused = { code: "too_busy", retryAfterSeconds: 2 };

describe("the hashing of passwords", () => {
  it("is done so many at once, and the rest in the order they came in", async () => {
    const queue = new HashQueue(BOUNDS);
    const work = controlled();
    const all = ["a", "b", "c", "d"].map((name) => queue.run(false, work.begin(name)));
    expect(work.started).toEqual(["a", "b"]);
    await work.endOne();
    expect(work.started).toEqual(["a", "b", "c"]);
    await work.endOne();
    await work.endOne();
    await work.endOne();
    expect(await Promise.all(all)).toEqual(["a", "b", "c", "d"]);
  });

  it("refuses at once who comes when too many are inside, and lets in the next once one has left", async () => {
    const queue = new HashQueue(BOUNDS);
    const work = controlled();
    const inside = [1, 2, 3, 4, 5].map((one) => queue.enter(from(`o${one}`), work.begin(String(one))));
    await expect(queue.enter(from("o6"), work.begin("6"))).rejects.toMatchObject(refused);
    expect(work.started).toHaveLength(5);
    await work.endOne();
    const late = queue.enter(from("o6"), work.begin("7"));
    for (let left = 0; left < 5; left += 1) await work.endOne();
    expect(await Promise.all([...inside, late])).toEqual(["1", "2", "3", "4", "5", "7"]);
  });

  it("lets no single origin take every place", async () => {
    const queue = new HashQueue(BOUNDS);
    const work = controlled();
    const crowd = [1, 2, 3].map((one) => queue.enter(from("crowd"), work.begin(String(one))));
    await expect(queue.enter(from("crowd"), work.begin("4"))).rejects.toMatchObject(refused);
    const other = queue.enter(from("other"), work.begin("other"));
    for (let left = 0; left < 4; left += 1) await work.endOne();
    expect(await Promise.all([...crowd, other])).toEqual(["1", "2", "3", "other"]);
  });

  it("keeps places for known browsers and open sessions, and takes them first", async () => {
    const queue = new HashQueue(BOUNDS);
    const work = controlled();
    const crowd = [1, 2, 3, 4, 5].map((one) =>
      queue.enter(from(`o${one}`), () => queue.run(false, work.begin(String(one)))),
    );
    const known = queue.enter(from("o1", true), () => queue.run(true, work.begin("known")));
    expect(work.started).toEqual(["1", "2"]);
    await work.endOne();
    expect(work.started).toEqual(["1", "2", "known"]);
    for (let left = 0; left < 5; left += 1) await work.endOne();
    expect(await Promise.all([...crowd, known])).toEqual(["1", "2", "3", "4", "5", "known"]);
  });

  it("gives places back when the work fails", async () => {
    const queue = new HashQueue({ atOnce: 1, inside: 1, insidePerOrigin: 1 });
    for (let time = 0; time < 3; time += 1) {
      await expect(queue.enter(from("o"), () => queue.run(false, failing))).rejects.toThrow("no");
    }
    expect(await queue.enter(from("o"), () => queue.run(false, () => Promise.resolve("yes")))).toBe("yes");
  });

  it("leaves threads of node free for everything else", () => {
    expect(HASH_BOUNDS.atOnce).toBeLessThanOrEqual(2);
    expect(HASH_BOUNDS.inside).toBeLessThanOrEqual(16);
  });
});
