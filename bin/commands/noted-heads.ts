/** Ends of chains as `audit:verify -- --heads` prints them, to be kept elsewhere and given back with --expect. */
import { Failure } from "../process/failure";

/** The last event of a chain at some time. */
export type NotedHead = { readonly chainId: string; readonly sequence: number; readonly hash: string };

const HEAD = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\d{1,15}) ([0-9a-f]{64})$/;
const END = /^# (\d+) heads?$/;
/** What `npm run` says before a program's own output, and empty lines. */
const NOT_OURS = /^(?:>.*)?$/;

/** A line for each head, and one that tells how many there are, so that a file that was cut off is no whole one. */
export function headLines(heads: readonly NotedHead[]): string[] {
  const lines = heads.map(({ chainId, sequence, hash }) => `${chainId} ${sequence} ${hash}`);
  return [...lines, `# ${heads.length} ${heads.length === 1 ? "head" : "heads"}`];
}

/**
 * Reads what {@link headLines} wrote.
 * @throws Failure for a file that is empty, cut off, or anything else
 */
export function readHeads(text: string): NotedHead[] {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => !NOT_OURS.test(line));
  const end = END.exec(lines.pop() ?? "");
  const heads = lines.map((line) => {
    const [, chainId, sequence, hash] = HEAD.exec(line) ?? [];
    if (chainId === undefined || hash === undefined) {
      throw new Failure(`The noted heads have a line that is none: ${line.slice(0, 60)}`);
    }
    return { chainId, sequence: Number(sequence), hash };
  });
  if (!end || Number(end[1]) !== heads.length) {
    throw new Failure("The noted heads are not whole: their last line must tell how many they are.");
  }
  if (heads.length === 0) throw new Failure("The noted heads are none: nothing can be checked by them.");
  return heads;
}
