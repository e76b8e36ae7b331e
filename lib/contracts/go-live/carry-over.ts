import { z } from "zod";

import { CARRY_OVER_CODES } from "../../domain/go-live/carry-over";
import { uuid } from "../fields/uuid";

/** What is left to be set again in production for a key that went live; null for a key that was made there. */
const CarryOverAnswer = z.object({
  carryOver: z
    .object({
      /** The key that it was taken live from. */
      sandboxKey: z.object({
        id: uuid(),
        accountId: uuid(),
        accountName: z.string(),
        /** True where whoever asks belongs to its account, and may read keys there. */
        canOpen: z.boolean(),
      }),
      items: z.array(
        z.object({
          code: z.enum(CARRY_OVER_CODES),
          isDone: z.boolean(),
          sandbox: z.number().int(),
          production: z.number().int(),
        }),
      ),
      isDone: z.boolean(),
    })
    .nullable(),
});
export type CarryOverAnswer = z.infer<typeof CarryOverAnswer>;
