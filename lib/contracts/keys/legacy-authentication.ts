/** Legacy authentication of an account: whether it is allowed, and who still uses it. */
import { z } from "zod";

import { AUTHENTICATION_METHODS } from "../../domain/keys/availability";
import { KEY_STATUSES } from "../../domain/keys/key-lifecycle";
import { ADVICES } from "../../domain/legacy-authentication/policy";
import { uuid } from "../fields/uuid";

const instant = z.iso.datetime();
const count = z.number().int().nonnegative();

/** Body of `PUT`: until when it is allowed, or null for not at all. */
export const LegacyAuthenticationBody = z.strictObject({
  endsAt: z.iso
    .datetime({ offset: true, error: "Give an instant with its zone: 2027-03-01T23:59:59Z." })
    .transform((text) => new Date(text))
    .nullable(),
  /** The version that the form was drawn from. */
  version: z.int().min(0),
});
export type LegacyAuthenticationInput = z.output<typeof LegacyAuthenticationBody>;
export type LegacyAuthenticationRequest = z.input<typeof LegacyAuthenticationBody>;

/** A person who used it with a key. */
export const LegacyUse = z.object({
  key: z.object({
    id: uuid(),
    name: z.string(),
    clientId: uuid(),
    method: z.enum(AUTHENTICATION_METHODS),
    status: z.enum(KEY_STATUSES),
    /** False for a key that another account manages by now. */
    isOwn: z.boolean(),
  }),
  user: z.object({ id: uuid(), name: z.string(), email: z.string() }),
  firstUsedAt: instant,
  lastUsedAt: instant,
  allowedCalls: count,
  /** Refused although name, password and key were right. */
  refusedCalls: count,
  advice: z.enum(ADVICES),
});
export type LegacyUse = z.infer<typeof LegacyUse>;

export const LegacyAuthentication = z.object({
  isAllowed: z.boolean(),
  /** When it ends by itself; null while it is off. */
  endsAt: instant.nullable(),
  /** The latest end that can be chosen now; null where the operator has switched it off for all. */
  latestEnd: instant.nullable(),
  /** 0 where nobody has changed it yet. */
  version: count,
  updatedAt: instant.nullable(),
  updatedBy: z.object({ id: uuid(), name: z.string() }).nullable(),
  canUpdate: z.boolean(),
  /** The migration report, the latest use first; at most {@link LEGACY_USES_MAX}. */
  uses: z.array(LegacyUse),
  /** True where there are more uses than are listed. */
  hasMore: z.boolean(),
});
export type LegacyAuthentication = z.infer<typeof LegacyAuthentication>;

export const LEGACY_USES_MAX = 200;
