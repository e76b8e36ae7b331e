/** One list of calls out of the pages of history and the newest ones that are asked for again and again. */

type Listed = { readonly id: string; readonly at: string };
type Page<C extends Listed> = { readonly data: readonly C[]; readonly nextCursor: string | null };

export type CallFeed<C extends Listed> = {
  /** The calls, newest first, each once. */
  readonly rows: readonly C[];
  /** True where more calls came than one answer holds: the history has to be loaded again to close the gap. */
  readonly hasGap: boolean;
};

/** Puts the newest calls before the history. Ids are UUIDv7, so they order calls of one instant. */
export function mergeCalls<C extends Listed>(
  history: readonly Page<C>[],
  latest: Page<C> | undefined,
): CallFeed<C> {
  const past = history.flatMap((page) => page.data);
  if (!latest) return { rows: past, hasGap: false };
  const known = new Set(past.map((call) => call.id));
  const fresh = latest.data.filter((call) => !known.has(call.id));
  // The history's own end: older calls of the newest ones belong to pages that were not asked for.
  const oldest = past.at(-1);
  const hasMore = history.at(-1)?.nextCursor !== null && oldest !== undefined;
  const wanted = hasMore ? fresh.filter((call) => isAfter(call, oldest)) : fresh;
  const rows = [...past, ...wanted].toSorted((a, b) => (isAfter(a, b) ? -1 : 1));
  const touches = past.length === 0 || latest.data.some((call) => known.has(call.id));
  return { rows, hasGap: history.length > 0 && latest.nextCursor !== null && !touches };
}

function isAfter(a: Listed, b: Listed): boolean {
  return a.at === b.at ? a.id > b.id : a.at > b.at;
}
