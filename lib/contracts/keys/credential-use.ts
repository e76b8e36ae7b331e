import { z } from "zod";

import { uuid } from "../fields/uuid";
import { Rotation } from "./key-usage";

const instant = z.iso.datetime();
const count = z.number().int();

/** How one credential of an app is used. A call is its own where the access token that it came with was got with it. */
export const CredentialUse = z.object({
  id: uuid(),
  kind: z.enum(["client_secret", "rsa_public_key"]),
  name: z.string(),
  /** Of one that was removed: it is listed while calls with its tokens are among those that were looked at. */
  removedAt: instant.nullable(),
  /** Calls that were let through, in whichever account. */
  calls: count,
  callsElsewhere: count,
  refusedCalls: count,
  lastCallAt: instant.nullable(),
  /** When somebody last proved with it to be the app, to the minute: to get, give back or ask about a token. */
  provenAt: instant.nullable(),
  /** From then on nobody has used it for certain; null where nobody ever has. */
  quietSince: instant.nullable(),
  /** How far programs have changed over to newer ones of its kind; null where there is none. */
  rotation: Rotation.nullable(),
  /** What ends with it: tokens that are good now, and sign-ins that are still refreshed with it; a thousand at most is counted. */
  tokens: count,
  signIns: count,
  /** Who called in the account that manages the app, the busiest first; `callersTotal` says how many there are. */
  callers: z.array(
    z.object({
      address: z.string().nullable(),
      userAgent: z.string().nullable(),
      calls: count,
      refusedCalls: count,
      lastAt: instant,
    }),
  ),
  callersTotal: count,
});
export type CredentialUse = z.infer<typeof CredentialUse>;

/** How the credentials of an app are used, by its calls since an instant, mostly 24 hours ago. */
export const CredentialUses = z.object({
  since: instant,
  /** False where the app called more often than calls are looked at: then `since` is where the latest ones begin. */
  isComplete: z.boolean(),
  /** All calls of the app that were let through. */
  calls: count,
  /** Those of them whose tokens were got without a credential, as by PKCE or Implicit, or are gone. */
  otherCalls: count,
  data: z.array(CredentialUse),
  nextCursor: z.null(),
});
export type CredentialUses = z.infer<typeof CredentialUses>;
