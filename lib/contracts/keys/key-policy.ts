import { z } from "zod";

import { CEILING_DAYS } from "../../domain/keys/lifetime";
import { uuid } from "../fields/uuid";

const days = (what: string) =>
  z
    .int({ error: `Give the ${what} in whole days.` })
    .min(1, { error: "A key lives at least 1 day." })
    .max(CEILING_DAYS, { error: "No key lives longer than 10 years." });

export const UpdateKeyPolicyBody = z
  .strictObject({
    /** Days that a new key lives where its creator names no expiry. */
    defaultLifetimeDays: days("default lifetime"),
    /** Days that a new key may live at most. */
    maximumLifetimeDays: days("longest lifetime"),
    isGoLiveRequired: z.boolean({ error: "Say whether Go Live is required." }),
    /** The version that the form was drawn from. */
    version: z.int().min(1),
  })
  .refine((policy) => policy.defaultLifetimeDays <= policy.maximumLifetimeDays, {
    path: ["defaultLifetimeDays"],
    params: { code: "default_beyond_maximum" },
    message: "The default lifetime can't be longer than the longest one.",
  });
export type UpdateKeyPolicyInput = z.output<typeof UpdateKeyPolicyBody>;
export type UpdateKeyPolicyRequest = z.input<typeof UpdateKeyPolicyBody>;

/** What an account allows its keys (R3, R5). */
export const KeyPolicy = z.object({
  defaultLifetimeDays: z.number().int(),
  maximumLifetimeDays: z.number().int(),
  isGoLiveRequired: z.boolean(),
  /** Counted up by every change. */
  version: z.number().int(),
  updatedAt: z.iso.datetime().nullable(),
  /** Null where nobody has changed it yet. */
  updatedBy: z.object({ id: uuid(), name: z.string() }).nullable(),
  /** True where the person who asks may change it. */
  canUpdate: z.boolean(),
});
export type KeyPolicy = z.infer<typeof KeyPolicy>;
