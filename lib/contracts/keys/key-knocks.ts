import { z } from "zod";

const instant = z.iso.datetime();
const count = z.number().int().nonnegative();

/** Why calls are turned away that nobody at the caller's has noticed yet: the key has ended, or is used in the wrong place. */
const KNOCK_REASONS = ["revoked", "expired", "wrong_environment"] as const;
export type KnockReason = (typeof KNOCK_REASONS)[number];

/** How often somebody knocks in vain, for a row of the list. */
export const KeyKnock = z.object({
  reason: z.enum(KNOCK_REASONS),
  calls: count,
  /** Those of the last 24 hours, by whole hours. */
  lastDayCalls: count,
  /** The last of them; to the hour where single calls are not looked at. */
  lastAt: instant,
  /** False where there were more than were counted. */
  areCallsExact: z.boolean(),
  /** Null where nobody counted them. */
  addresses: count.nullable(),
  /** False where more calls were made than were looked at: there may be more addresses. */
  areAddressesExact: z.boolean(),
});
export type KeyKnock = z.infer<typeof KeyKnock>;

/** Who knocks: since the key ended, or with a key of the other environment in the last 30 days. */
export const KeyKnocks = KeyKnock.extend({
  since: instant,
  /** The busiest first, at most 20. */
  data: z.array(
    z.object({
      address: z.string().nullable(),
      userAgent: z.string().nullable(),
      calls: count,
      firstAt: instant,
      lastAt: instant,
    }),
  ),
});
export type KeyKnocks = z.infer<typeof KeyKnocks>;

/** Who knocks with a key; null where nobody does. */
export const KeyKnocksAnswer = z.object({ knocks: KeyKnocks.nullable() });
export type KeyKnocksAnswer = z.infer<typeof KeyKnocksAnswer>;
