import { afterEach, describe, expect, it, vi } from "vitest";

import { createBatcher, type BatchReport, type BatchSettings } from "./batch";
import { VerificationUnavailable } from "../statement/unavailable";

const LATER = Number.POSITIVE_INFINITY;
class ItemFault extends Error {}

/** A batcher whose round trips end when the test says so. */
function arrange(settings: Partial<BatchSettings<number, string>> = {}) {
  const sent: { items: readonly number[]; finish: () => void; fail: (error: unknown) => void }[] = [];
  const batcher = createBatcher<number, string>({
    run: (items) =>
      new Promise((resolve, reject) => {
        sent.push({ items, finish: () => resolve(items.map((item) => `done ${item}`)), fail: reject });
      }),
    maxItems: 10,
    maxInFlight: 2,
    timeoutMs: 60_000,
    isItemFault: (error) => error instanceof ItemFault,
    ...settings,
  });
  return { batcher, sent };
}

/** Lets everything that is due in this turn of the event loop happen. */
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** From now on a moment passes when the test says so. */
const holdTime = () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
afterEach(() => void vi.useRealTimers());

describe("a batch", () => {
  it("takes what came together, and gives each its own result", async () => {
    const { batcher, sent } = arrange();
    const results = Promise.all([1, 2, 3].map((item) => batcher.add(item, LATER)));
    await turn();
    expect(sent.map((batch) => batch.items)).toEqual([[1, 2, 3]]);
    sent[0]?.finish();
    expect(await results).toEqual(["done 1", "done 2", "done 3"]);
  });

  it("waits for three quarters of a crowd", async () => {
    holdTime();
    const { batcher, sent } = arrange({ crowd: () => 20, maxItems: 30 });
    const add = (items: number) => {
      for (let item = 0; item < items; item += 1) void batcher.add(item, LATER);
    };
    add(14);
    await turn();
    expect(sent).toHaveLength(0);
    add(1);
    await turn();
    expect(sent.map((batch) => batch.items.length)).toEqual([15]);
  });

  it("waits no longer than a moment for a crowd that does not come, and not at all for few", async () => {
    holdTime();
    const gone = arrange({ crowd: () => 20, maxItems: 30 });
    void gone.batcher.add(1, LATER);
    await turn();
    expect(gone.sent).toEqual([]);
    vi.advanceTimersByTime(2);
    expect(gone.sent).toHaveLength(1);
    const few = arrange({ crowd: () => 15, maxItems: 30 });
    void few.batcher.add(1, LATER);
    await turn();
    expect(few.sent).toHaveLength(1);
  });

  it("is never joined once it is under way, not even by the same item (I1)", async () => {
    const { batcher, sent } = arrange();
    const first = batcher.add(1, LATER);
    await turn();
    const second = batcher.add(1, LATER);
    await turn();
    expect(sent.map((batch) => batch.items)).toEqual([[1], [1]]);
    for (const batch of sent) batch.finish();
    expect(await Promise.all([first, second])).toEqual(["done 1", "done 1"]);
  });

  it("is sent while at most one other is under way; what comes then gathers for the next", async () => {
    const { batcher, sent } = arrange();
    const results = [batcher.add(1, LATER)];
    await turn();
    results.push(batcher.add(2, LATER));
    await turn();
    results.push(batcher.add(3, LATER), batcher.add(4, LATER));
    await turn();
    expect(sent.map((batch) => batch.items)).toEqual([[1], [2]]);
    expect(batcher.load()).toEqual({ waiting: 2, inFlight: 2 });
    sent[1]?.finish();
    await turn();
    expect(sent.map((batch) => batch.items)).toEqual([[1], [2], [3, 4]]);
    for (const batch of sent) batch.finish();
    await Promise.all(results);
  });

  it("is bounded; the rest goes into the next one in the order of arrival", async () => {
    const { batcher, sent } = arrange({ maxItems: 2, maxInFlight: 1 });
    const results = [1, 2, 3].map((item) => batcher.add(item, LATER));
    await turn();
    sent[0]?.finish();
    await turn();
    sent[1]?.finish();
    await Promise.all(results);
    expect(sent.map((batch) => batch.items)).toEqual([[1, 2], [3]]);
  });
});

describe("an observer", () => {
  it("is told of each batch: its items, how long the oldest waited, how long it took, whether any failed", async () => {
    const reports: BatchReport[] = [];
    const { batcher, sent } = arrange({ maxInFlight: 1, onBatch: (batch) => reports.push(batch) });
    const results = Promise.allSettled([batcher.add(1, LATER), batcher.add(2, LATER)]);
    await turn();
    const next = batcher.add(3, LATER);
    sent[0]?.fail(new VerificationUnavailable("database_unavailable"));
    await results;
    await turn();
    sent[1]?.finish();
    await next;
    await turn();
    expect(reports).toEqual([
      { items: 2, waitedMs: expect.any(Number), tookMs: expect.any(Number), isFailed: true },
      { items: 1, waitedMs: expect.any(Number), tookMs: expect.any(Number), isFailed: false },
    ]);
    for (const report of reports) expect(Math.min(report.waitedMs, report.tookMs)).toBeGreaterThanOrEqual(0);
  });
});

describe("a full queue", () => {
  it("refuses at once", async () => {
    const { batcher, sent } = arrange({ maxQueue: 2, maxInFlight: 1 });
    const first = batcher.add(1, LATER);
    await turn();
    const waiting = [batcher.add(2, LATER), batcher.add(3, LATER)];
    await expect(batcher.add(4, LATER)).rejects.toMatchObject({ code: "overloaded" });
    sent[0]?.finish();
    await turn();
    sent[1]?.finish();
    expect(await Promise.all([first, ...waiting])).toEqual(["done 1", "done 2", "done 3"]);
  });
});

describe("a deadline", () => {
  it("gives up what has waited beyond its deadline, without sending it", async () => {
    const { batcher, sent } = arrange({ maxInFlight: 1 });
    const first = batcher.add(1, LATER);
    await turn();
    const late = batcher.add(2, performance.now());
    const fine = batcher.add(3, LATER);
    sent[0]?.finish();
    await expect(late).rejects.toBeInstanceOf(VerificationUnavailable);
    await turn();
    sent[1]?.finish();
    expect(await Promise.all([first, fine])).toEqual(["done 1", "done 3"]);
    expect(sent.map((batch) => batch.items)).toEqual([[1], [3]]);
  });
});

describe("a failure", () => {
  it("of one item's data is that item's alone", async () => {
    const runs: number[] = [];
    const { batcher } = arrange({
      run: (items) => {
        runs.push(items.length);
        if (items.includes(5)) return Promise.reject(new ItemFault());
        return Promise.resolve(items.map((item) => `done ${item}`));
      },
    });
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, item) => batcher.add(item, LATER)),
    );
    expect(results.flatMap((result, item) => (result.status === "rejected" ? [item] : []))).toEqual([5]);
    expect(runs.length).toBeLessThanOrEqual(10);
  });

  it("of the round trip is everybody's, and the next batch is sent", async () => {
    const { batcher, sent } = arrange({ maxInFlight: 1 });
    const results = Promise.allSettled([batcher.add(1, LATER), batcher.add(2, LATER)]);
    await turn();
    sent[0]?.fail(new VerificationUnavailable("database_unavailable"));
    expect((await results).map((result) => result.status)).toEqual(["rejected", "rejected"]);
    const next = batcher.add(3, LATER);
    await turn();
    sent[1]?.finish();
    expect(await next).toBe("done 3");
  });

  it("to give as many results as items is a failure of all, never somebody else's result", async () => {
    const { batcher } = arrange({ run: () => Promise.resolve(["done 1"]) });
    const results = await Promise.allSettled([batcher.add(1, LATER), batcher.add(2, LATER)]);
    expect(results.map((result) => result.status)).toEqual(["rejected", "rejected"]);
  });

  it("to answer in time frees the place of the batch", async () => {
    const { batcher, sent } = arrange({ maxInFlight: 1, timeoutMs: 5 });
    await expect(batcher.add(1, LATER)).rejects.toMatchObject({ code: "database_unavailable" });
    const next = batcher.add(2, LATER);
    await turn();
    sent[1]?.finish();
    expect(await next).toBe("done 2");
    // An answer that comes after all is nobody's.
    sent[0]?.finish();
    await turn();
    expect(batcher.load()).toEqual({ waiting: 0, inFlight: 0 });
  });
});
