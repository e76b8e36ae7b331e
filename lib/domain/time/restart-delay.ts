const FIRST_MS = 100;
const LONGEST_MS = 10_000;
/** Deaths longer ago than this are forgotten. */
const MEMORY_MS = 60_000;

/**
 * How long to wait before a process that died is started again: 100 ms, and twice as long for each that died in the last
 * minute, at most 10 s.
 * @param deaths times of earlier deaths, on one clock in milliseconds
 */
export function nextDelayMs(
  deaths: readonly number[],
  now: number,
): { readonly delayMs: number; readonly deaths: number[] } {
  const recent = deaths.filter((at) => now - at < MEMORY_MS);
  const delayMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(recent.length, 10));
  return { delayMs, deaths: [...recent, now] };
}
