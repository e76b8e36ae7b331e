/**
 * The later of the page's clock and of what has already happened. The page's clock moves in steps, and news may be
 * ahead of it: without this something that just happened would read as something to come.
 * @param now ISO 8601 @param happened ISO 8601 instants of the past; null for what has not happened
 */
export function notBefore(now: string, ...happened: readonly (string | null)[]): string {
  const instants = [now, ...happened].flatMap((at) => (at === null ? [] : [Date.parse(at)]));
  return new Date(Math.max(...instants)).toISOString();
}
