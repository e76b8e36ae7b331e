import { z } from "zod";

const count = z.number().int().nonnegative();

/** How much of an account's hourly limit is used (R10), by the counter that the gate decides with. */
export const CallQuota = z.object({
  hourly: z.object({
    limit: count,
    /** Accepted calls of this clock hour, by all keys of the account. */
    used: count,
    /** The next full hour. */
    resetsAt: z.iso.datetime(),
  }),
  /** Accepted calls of this clock hour by the key that was asked about; null where none was. */
  byKey: count.nullable(),
  now: z.iso.datetime(),
});
export type CallQuota = z.infer<typeof CallQuota>;
