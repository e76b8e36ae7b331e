/**
 * Batches for the hot path: what arrives together shares one round trip. A batch takes only what has not been sent;
 * nobody joins one that is under way, since its answer may be from before a revocation (I1). How many checks
 * wait is bounded by admission (see admission.ts).
 */
import { withTimeout } from "./timeout";
import { VerificationUnavailable } from "../statement/unavailable";

/** What became of one batch, for those who measure. */
export type BatchReport = {
  readonly items: number;
  /** How long the oldest item waited before the batch was sent, in milliseconds. */
  readonly waitedMs: number;
  /** From sending the batch until all of its items were settled, in milliseconds. */
  readonly tookMs: number;
  /** True if any item failed. */
  readonly isFailed: boolean;
};

export type BatchSettings<I, O> = {
  /** One round trip: as many results as items, in their order. */
  readonly run: (items: readonly I[]) => Promise<readonly O[]>;
  /** Most items of one batch. */
  readonly maxItems: number;
  /** Most items that wait for a batch, where nothing else bounds them; one more is refused at once. */
  readonly maxQueue?: number | undefined;
  /** Most batches under way at once. */
  readonly maxInFlight: number;
  /**
   * How many are expected to be added within a moment of each other: a batch waits for most of them, no longer than
   * {@link GATHER_MS}. Nothing to wait for nobody.
   */
  readonly crowd?: (() => number) | undefined;
  /** Longest run of one batch, in milliseconds. */
  readonly timeoutMs: number;
  /** True if an item's own data may be at fault, so that the others deserve another try without it. */
  readonly isItemFault: (error: unknown) => boolean;
  /** Called with the report of each batch when it is done. Must not throw. */
  readonly onBatch?: ((batch: BatchReport) => void) | undefined;
};

/** Items that wait, and batches under way. */
export type BatchLoad = { readonly waiting: number; readonly inFlight: number };

/** The load of several queues as of one. */
export function sumOfLoads(a: BatchLoad, b: BatchLoad): BatchLoad {
  return { waiting: a.waiting + b.waiting, inFlight: a.inFlight + b.inFlight };
}

export type Batcher<I, O> = {
  /**
   * Puts the item into the next batch.
   * @param deadline on the clock of `performance.now()`; an item that is still waiting then is given up, not sent
   * @throws VerificationUnavailable overloaded | database_unavailable, and whatever `run` throws for the item alone
   */
  readonly add: (item: I, deadline: number) => Promise<O>;
  readonly load: () => BatchLoad;
};

type Entry<I, O> = {
  readonly item: I;
  /** When it was added, on the clock of `performance.now()`. */
  readonly since: number;
  readonly deadline: number;
  readonly resolve: (output: O) => void;
  readonly reject: (error: unknown) => void;
};

/** Longest wait for more of a crowd, in milliseconds. */
const GATHER_MS = 2;
/** Of a crowd, as many are waited for; the last ones may not come. */
const GATHERED = 3 / 4;
/** Among fewer there is nothing to gain. */
const CROWD_LEAST = 16;

/** Makes a batcher; see {@link BatchSettings}. */
export function createBatcher<I, O>(settings: BatchSettings<I, O>): Batcher<I, O> {
  let queue: Entry<I, O>[] = [];
  let inFlight = 0;
  let isScheduled = false;
  let patience: NodeJS.Timeout | null = null;

  function schedule(): void {
    if (isScheduled || queue.length === 0 || inFlight >= settings.maxInFlight) return;
    isScheduled = true;
    // After the sockets of this turn have been read, so that requests that came together go together.
    setImmediate(launchWhenGathered);
  }

  function launchWhenGathered(): void {
    isScheduled = false;
    const crowd = Math.min(settings.crowd?.() ?? 0, settings.maxItems);
    if (crowd < CROWD_LEAST || queue.length >= crowd * GATHERED) launch();
    else patience ??= setTimeout(launch, GATHER_MS);
  }

  function launch(): void {
    if (patience) clearTimeout(patience);
    patience = null;
    if (inFlight >= settings.maxInFlight) return;
    const batch = takeWaiting();
    if (batch.length === 0) return;
    void send(batch);
    schedule();
  }

  async function send(batch: readonly Entry<I, O>[]): Promise<void> {
    inFlight += 1;
    const sentAt = performance.now();
    const isFailed = !(await settle(batch, settings));
    inFlight -= 1;
    schedule();
    settings.onBatch?.({
      items: batch.length,
      waitedMs: sentAt - (batch[0]?.since ?? sentAt),
      tookMs: performance.now() - sentAt,
      isFailed,
    });
  }

  function takeWaiting(): Entry<I, O>[] {
    const now = performance.now();
    const batch: Entry<I, O>[] = [];
    let taken = 0;
    for (const entry of queue) {
      if (batch.length === settings.maxItems) break;
      taken += 1;
      if (entry.deadline > now) batch.push(entry);
      else entry.reject(new VerificationUnavailable("database_unavailable"));
    }
    queue = queue.slice(taken);
    return batch;
  }

  return {
    add: (item, deadline) =>
      new Promise((resolve, reject) => {
        if (queue.length >= (settings.maxQueue ?? Number.POSITIVE_INFINITY)) {
          reject(new VerificationUnavailable("overloaded"));
          return;
        }
        queue.push({ item, since: performance.now(), deadline, resolve, reject });
        schedule();
      }),
    load: () => ({ waiting: queue.length, inFlight }),
  };
}

/**
 * Sends a batch and hands out its results; never throws. A batch with a faulty item is halved until it is alone.
 * @returns true if every item has its result
 */
async function settle<I, O>(batch: readonly Entry<I, O>[], settings: BatchSettings<I, O>): Promise<boolean> {
  try {
    const outputs = await withTimeout(settings.run(batch.map((entry) => entry.item)), settings.timeoutMs);
    if (outputs.length !== batch.length)
      throw new Error("A batch gave back more or fewer results than items");
    for (const [index, output] of outputs.entries()) batch[index]?.resolve(output);
    return true;
  } catch (error) {
    if (batch.length > 1 && settings.isItemFault(error)) {
      const middle = Math.ceil(batch.length / 2);
      await settle(batch.slice(0, middle), settings);
      await settle(batch.slice(middle), settings);
      return false;
    }
    for (const entry of batch) entry.reject(error);
    return false;
  }
}
