/**
 * Set by the console on a request that the page makes by itself while nobody is at it: such a request finds its
 * session like any other, but does not keep it from ending for want of use.
 */
export const BACKGROUND_HEADER = "x-countersign-background";
