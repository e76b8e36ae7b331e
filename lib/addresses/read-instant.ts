/** An instant in a page's address, as ISO 8601 in UTC; null for anything else, so that a mistyped one does no harm. */
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

export function readInstant(value: unknown): string | null {
  if (typeof value !== "string" || !ISO.test(value)) return null;
  const at = Date.parse(value);
  const isShown = at >= Date.UTC(2000, 0) && at < Date.UTC(2200, 0);
  return isShown ? new Date(at).toISOString() : null;
}
