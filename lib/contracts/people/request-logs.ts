/** Request logging as the console has it: the person's own, and nobody else's (PRODUCT 12, 15.1). */
import { z } from "zod";

import { LOG_ENTRIES_MAX, LOGGED_CODES } from "../../domain/request-logs/request-logging";
import { uuid } from "../fields/uuid";

/** Whether requests are being logged, and how many more will be. */
export const RequestLogging = z.object({
  isEnabled: z.boolean(),
  maxEntries: z.literal(LOG_ENTRIES_MAX),
  /** While it is off: how many would be logged if it were enabled. */
  remainingEntries: z.number().int().min(0).max(LOG_ENTRIES_MAX),
});
export type RequestLogging = z.infer<typeof RequestLogging>;

export const SetRequestLoggingBody = z.strictObject({ isEnabled: z.boolean() });
export type SetRequestLoggingRequest = z.input<typeof SetRequestLoggingBody>;

/** A request that acted as this person, without its body and without what authenticates somebody. */
export const LoggedRequest = z.object({
  /** The id of the call, where the call has a row. */
  id: uuid(),
  at: z.iso.datetime(),
  /** From reading the request until its answer was ready. */
  durationMilliseconds: z.number().min(0),
  method: z.string(),
  /** Path and query. */
  target: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  address: z.string().nullable(),
  /** HTTP status: of the answer of the platform's own API, of the verdict elsewhere. */
  status: z.number().int(),
  code: z.enum(LOGGED_CODES),
  key: z.object({ id: uuid(), clientId: uuid(), name: z.string() }),
  /** The account that it acted in. */
  account: z.object({ id: uuid(), name: z.string() }),
});
export type LoggedRequest = z.infer<typeof LoggedRequest>;

/** All requests of a log, in the order in which they came: at most fifty, on one page. */
export const LoggedRequestList = z.object({ data: z.array(LoggedRequest), nextCursor: z.null() });
export type LoggedRequestList = z.infer<typeof LoggedRequestList>;
