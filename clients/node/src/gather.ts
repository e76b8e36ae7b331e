/** Gathers what arrives in one turn of the event loop, and while others are under way, into few requests. */

export type GatherSettings<O> = {
  /** Sends some items, as JSON, and gives as many outputs, in their order. Never throws. */
  readonly send: (items: readonly string[], timeoutMs: number) => Promise<readonly O[]>;
  /** Most items of one request. */
  readonly maxItems: number;
  /** Most bytes of the items of one request. */
  readonly maxBytes: number;
  /** Most requests under way. */
  readonly maxUnderWay: number;
  /** Most items that wait to be sent. */
  readonly maxQueue: number;
  /** Longest time from an item's arrival to its output. */
  readonly timeoutMs: number;
  /** The output of an item that was not answered in time. */
  readonly late: () => O;
};

export type Gatherer<O> = {
  /** @returns null where too many wait already */
  readonly add: (item: string) => Promise<O> | null;
  /** Resolves when nobody waits any more. */
  readonly idle: () => Promise<void>;
};

type Entry<O> = {
  readonly item: string;
  readonly deadline: number;
  readonly resolve: (output: O) => void;
};

/** Makes a gatherer. Each item has its output by its own deadline, whatever becomes of the request that it is in. */
export function createGatherer<O>(settings: GatherSettings<O>): Gatherer<O> {
  let queue: Entry<O>[] = [];
  let underWay = 0;
  let isScheduled = false;
  /** Everybody without an output, in the order of their deadlines. */
  const pending = new Set<Entry<O>>();
  let timer: NodeJS.Timeout | null = null;
  let whenIdle: (() => void)[] = [];

  function settle(entry: Entry<O>, output: O): void {
    if (!pending.delete(entry)) return;
    entry.resolve(output);
    if (pending.size > 0) return;
    if (timer) clearTimeout(timer);
    timer = null;
    for (const tell of whenIdle) tell();
    whenIdle = [];
  }

  function watch(): void {
    const [first] = pending;
    if (timer || !first) return;
    timer = setTimeout(expire, Math.max(1, first.deadline - performance.now()));
  }

  function expire(): void {
    timer = null;
    const now = performance.now();
    for (const entry of pending) {
      // Timers may be early by a part of a millisecond.
      if (entry.deadline > now + 1) break;
      settle(entry, settings.late());
    }
    watch();
  }

  function schedule(): void {
    if (isScheduled || queue.length === 0 || underWay >= settings.maxUnderWay) return;
    isScheduled = true;
    setImmediate(launch);
  }

  function launch(): void {
    isScheduled = false;
    while (underWay < settings.maxUnderWay) {
      const batch = take();
      if (batch.length === 0) return;
      void send(batch);
    }
  }

  /** The next items that go together, without those that are late already. */
  function take(): Entry<O>[] {
    const batch: Entry<O>[] = [];
    let taken = 0;
    let bytes = 0;
    for (const entry of queue) {
      const size = Buffer.byteLength(entry.item);
      if (batch.length === settings.maxItems || (batch.length > 0 && bytes + size > settings.maxBytes)) break;
      taken += 1;
      if (!pending.has(entry)) continue;
      batch.push(entry);
      bytes += size;
    }
    queue = queue.slice(taken);
    return batch;
  }

  async function send(batch: readonly Entry<O>[]): Promise<void> {
    underWay += 1;
    // The last to come may wait longest.
    const leftMs = (batch.at(-1)?.deadline ?? 0) - performance.now();
    const outputs = await settings.send(
      batch.map(({ item }) => item),
      Math.max(1, leftMs),
    );
    underWay -= 1;
    for (const [index, entry] of batch.entries()) settle(entry, outputs[index] ?? settings.late());
    schedule();
  }

  return {
    add: (item) => {
      if (queue.length >= settings.maxQueue) return null;
      return new Promise((resolve) => {
        const entry = { item, deadline: performance.now() + settings.timeoutMs, resolve };
        queue.push(entry);
        pending.add(entry);
        watch();
        schedule();
      });
    },
    idle: () => (pending.size === 0 ? Promise.resolve() : new Promise((tell) => whenIdle.push(tell))),
  };
}
