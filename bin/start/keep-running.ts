import { nextDelayMs } from "../../lib/domain/time/restart-delay";
import { stopChild, type Child } from "./children";
import { Failure } from "../process/failure";

export type Kept = {
  readonly name: string;
  /** The process of now: another one after each restart. */
  readonly child: () => Child;
  /** Rejects where the first process ends before {@link Kept.keep} was called: a start that failed. */
  readonly failedStart: Promise<never>;
  /** It has started: from now on its end is followed by another start. */
  readonly keep: () => void;
  /** Ends it for good: asked first, and by force where it takes too long. */
  readonly stop: () => Promise<void>;
  /** Ends it for good and by force. */
  readonly kill: () => void;
};

/**
 * Runs a child, and once it has started keeps it running: when it ends it is started again, later each time. What does
 * not need it goes on meanwhile.
 * @param launch starts the child; called anew for each start
 */
export function keepRunning(name: string, launch: () => Child): Kept {
  let child = launch();
  let deaths: number[] = [];
  let isKept = false;
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;
  const { promise: failedStart, reject } = rejection();

  async function watch(): Promise<void> {
    const how = await child.ended;
    if (isStopping) return;
    if (!isKept) return reject(new Failure(`The ${name} ended (${how}), so everything stops.`));
    const next = nextDelayMs(deaths, performance.now());
    deaths = next.deaths;
    console.error(
      `countersign: The ${name} ended (${how}). It is started again in ${next.delayMs / 1000} s.`,
    );
    timer = setTimeout(() => {
      child = launch();
      void watch();
    }, next.delayMs);
  }

  void watch();
  const giveUp = () => {
    isStopping = true;
    clearTimeout(timer);
  };
  return {
    name,
    child: () => child,
    failedStart,
    keep: () => {
      isKept = true;
    },
    stop: async () => {
      giveUp();
      await stopChild(child);
    },
    kill: () => {
      giveUp();
      child.process.kill("SIGKILL");
    },
  };
}

/** A promise that only ever rejects, and may be left alone. */
function rejection(): { promise: Promise<never>; reject: (reason: Error) => void } {
  const held: { reject?: (reason: Error) => void } = {};
  const promise = new Promise<never>((_, reject) => {
    held.reject = reject;
  });
  promise.catch(() => undefined);
  return { promise, reject: (reason) => held.reject?.(reason) };
}
