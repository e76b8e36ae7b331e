import { z } from "zod";

const count = z.number().int().nonnegative();

/** How many keys an account has, and how many it may have (R10). */
export const KeyCapacity = z.object({
  counts: z.object({ active: count, retiring: count, expired: count, revoked: count }),
  /** Those that a list of live keys leaves out. */
  ended: count,
  /** Only active keys count for it: one in its overlap has given its place to its successor. */
  activeLimit: count,
  /** The most that may work at a time, those in their overlap included. */
  workingLimit: count,
});
export type KeyCapacity = z.infer<typeof KeyCapacity>;
