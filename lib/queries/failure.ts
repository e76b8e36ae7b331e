/** What a page says of a change that failed: that it was not made, or that nobody knows. */
import { RequestError } from "./request";

/** From here on a status is no refusal: the server, or something before it, broke off in between. */
const FIRST_BROKEN_STATUS = 500;

/**
 * True where no clear answer came back: the line broke, or the server did. The change may have been made all the same, so
 * that nothing that is said of it may claim the contrary.
 */
export function isOutcomeUnknown(error: Error): boolean {
  return !(error instanceof RequestError) || error.status === 0 || error.status >= FIRST_BROKEN_STATUS;
}

/**
 * A change that failed, in the words that pages show.
 * @param title what is said where it was refused, and so was not made: "Nothing was changed"
 */
export function failureOf(
  error: Error,
  title: string,
): { readonly title: string; readonly detail: string; readonly requestId: string | null } {
  const requestId = error instanceof RequestError ? error.requestId : null;
  if (!isOutcomeUnknown(error)) return { title, detail: error.message, requestId };
  return {
    title: "It is not known whether this was done",
    detail: `${error.message} It may have been done all the same: see what is the case now before you repeat it.`,
    requestId,
  };
}
