/** Keys that were ended on the page itself: they stay where they are, as what they are now, until the page is left. */

type Row = { readonly id: string };

/**
 * The pages of a list with the rows that it had and has no more. Ids are UUIDv7 and the list is ordered by them, newest
 * first, so each goes back to its place.
 */
export function withEndedHere<R extends Row>(pages: readonly (readonly R[])[], ended: readonly R[]): R[][] {
  const listed = new Set(pages.flatMap((page) => page.map(({ id }) => id)));
  const missing = ended.filter(({ id }) => !listed.has(id));
  const filled = pages.length === 0 && missing.length > 0 ? [[]] : pages;
  return filled.map((page, index) => {
    const newerThan = index === 0 ? null : filled[index - 1]?.at(-1)?.id;
    const isLast = index === filled.length - 1;
    const oldest = page.at(-1)?.id;
    const own = missing.filter(
      ({ id }) =>
        (newerThan === null || newerThan === undefined || id < newerThan) &&
        (isLast || oldest === undefined || id >= oldest),
    );
    if (own.length === 0) return [...page];
    return [...page, ...own].toSorted((a, b) => (a.id < b.id ? 1 : -1));
  });
}
