/** Many checks in one request of `POST /v1/verify`. */
import { z } from "zod";

import { GateProblem, VerifyAnswer, VerifyBody } from "./gate";

/** Most checks of one request. */
export const CHECKS_MAX = 256;
/** The longest body with many checks, in bytes: 2 KiB for each of as many as there may be. */
export const CHECKS_BYTES_MAX = CHECKS_MAX * 2 * 1024;

/** The list, with entries of any form: one that is malformed fails alone, when it is read as {@link VerifyBody}. */
export const ChecksList = z.array(z.unknown()).min(1).max(CHECKS_MAX);

/** Body of `POST /v1/verify` with many checks, as clients should send it. */
export const VerifyManyBody = z.strictObject({ checks: z.array(VerifyBody).min(1).max(CHECKS_MAX) });

/** Body of `POST /v1/verify`. */
export const VerifyRequest = z.union([VerifyBody, VerifyManyBody]);

/** Status and body of the answer that a check would have had in a request of its own. */
const VerifyResult = z.union([
  z.object({ status: z.literal(200), body: VerifyAnswer }),
  z.object({ status: z.number().int().min(400).max(599), body: GateProblem }),
]);

/** Answer of `POST /v1/verify` to many checks: a result for each, in their order. */
export const VerifyManyAnswer = z.object({ results: z.array(VerifyResult).min(1).max(CHECKS_MAX) });

/** Answer of `POST /v1/verify`. */
export const VerifyResponse = z.union([VerifyAnswer, VerifyManyAnswer]);
