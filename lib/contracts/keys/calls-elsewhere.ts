/** Calls of an app in accounts other than the one that manages it: what that one may see of them. */
import { z } from "zod";

import { CALL_CODES } from "../../domain/verdict/refusals";
import { CALLS_PAGE_MAX } from "./key-usage";
import { uuid } from "../fields/uuid";

const count = z.number().int().nonnegative();
const account = z.object({ id: uuid(), name: z.string() });

export const CallsElsewhereQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(CALLS_PAGE_MAX).default(50),
  /** The `nextCursor` of the page before. */
  cursor: z
    .string()
    .regex(/^\d{10,13}\.\d{1,9}$/, { error: "This is no cursor of a page." })
    .optional(),
});
export type CallsElsewhereInput = z.output<typeof CallsElsewhereQuery>;

/**
 * A call of an app in another account, for whoever manages the app: no path, address or person; and no id, with which
 * the call's outcome could be reported.
 */
export const CallElsewhere = z.object({
  at: z.iso.datetime(),
  method: z.string(),
  code: z.enum(CALL_CODES),
  account,
});

export const CallsElsewhere = z.object({
  /** The accounts that were called in last, the latest first. */
  accounts: z.array(
    account.extend({
      /** Calls of the last {@link CallsElsewhere.countedDays} days. */
      calls: count,
      allowedCalls: count,
      lastCallAt: z.iso.datetime(),
    }),
  ),
  countedDays: count,
  data: z.array(CallElsewhere),
  nextCursor: z.string().nullable(),
});
export type CallsElsewhere = z.infer<typeof CallsElsewhere>;
