/**
 * Set by the console's pages on every request that they make: the id of the person whom the page was made for. Another
 * tab of the browser may have signed in somebody else since, and the cookie is everybody's. Programs need not send it.
 */
export const PAGE_OWNER_HEADER = "x-countersign-page-of";

/** Whether a request comes from a page that was made for somebody else than it would act as. */
export function isOfOtherPerson(pageOwner: string | null, userId: string): boolean {
  return pageOwner !== null && pageOwner !== userId;
}
