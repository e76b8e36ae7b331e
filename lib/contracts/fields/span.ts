/** Stretches of time that are asked for: one whose ends are the wrong way round is refused alike everywhere. */

type Span = { readonly from?: unknown; readonly to?: unknown };

/** Its length in milliseconds; null while it has none, also because an end of it was refused already. */
export function lengthOf({ from, to }: Span): number | null {
  return from instanceof Date && to instanceof Date ? to.getTime() - from.getTime() : null;
}

const refusal = (code: string, message: string) => ({ path: ["to"], params: { code }, message });

/** A rule for `.refine`: a stretch whose end does not belong to it has to be after its start. */
export const END_EXCLUDED = [
  (span: Span) => (lengthOf(span) ?? 1) > 0,
  refusal("not_after_from", "The end is not after the start."),
] as const;

/** A rule for `.refine`: a stretch whose end belongs to it may be its start. */
export const END_INCLUDED = [
  (span: Span) => (lengthOf(span) ?? 0) >= 0,
  refusal("before_from", "The end is before the start."),
] as const;
