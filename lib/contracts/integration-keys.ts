import { z } from "zod";

import { readRange } from "../domain/addresses";
import { AUTHENTICATION_METHODS } from "../domain/availability";
import { KEY_STATUSES } from "../domain/key-lifecycle";
import { readKeyName } from "../domain/key-name";
import { maskSecrets } from "../domain/key-secret";
import { OVERLAP_SECONDS } from "../domain/lifetime";
import { ENVIRONMENTS } from "../domain/profiles";
import { parseScope, type Scope } from "../domain/scopes";
import { CALL_CODES } from "../domain/refusals";
import { KeyKnock } from "./key-knocks";

const SCOPES_MAX = 200;
const RANGES_MAX = 50;
const REASON_MAX_LENGTH = 500;

const keyName = z.string({ error: "Give the key a name." }).transform((text, context) => {
  const reading = readKeyName(text);
  if (reading.ok) return reading.name;
  context.addIssue({ code: "custom", params: { code: reading.code }, message: reading.detail });
  return z.NEVER;
});

/**
 * Canonical or Acrobat names; each must be known, and the same scope may not be named twice. In the order in which they
 * were named, so that a later refusal can point at one.
 */
const scopeList = z
  .array(z.string().max(100), { error: "Name the scopes as a list." })
  .max(SCOPES_MAX)
  .transform((names, context): Scope[] => {
    const seen = new Set<Scope>();
    for (const [index, name] of names.entries()) {
      const scope = parseScope(name);
      const fault = !scope
        ? { code: "unknown_scope", message: `There is no scope ${name.slice(0, 60)}.` }
        : seen.has(scope)
          ? { code: "duplicate_scope", message: `${scope} is named twice.` }
          : null;
      if (fault) {
        context.addIssue({
          code: "custom",
          path: [index],
          params: { code: fault.code },
          message: fault.message,
        });
      } else if (scope) {
        seen.add(scope);
      }
    }
    return [...seen];
  })
  .refine((scopes) => scopes.length > 0, {
    params: { code: "no_scopes" },
    message: "Choose at least one scope.",
  });

const expiry = z.iso
  .datetime({ offset: true, error: "Give the expiry as an instant with its zone: 2027-03-01T12:00:00Z." })
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()), { message: "There is no such instant." });

const allowedRanges = z
  .array(
    z.string().refine((text) => readRange(text) !== null, {
      params: { code: "invalid_range" },
      message: "This is not an IP address, nor a CIDR range that starts at its first address.",
    }),
  )
  .max(RANGES_MAX)
  .default([]);

/**
 * One line or a few of free text: why somebody did something. A key that is named in it ("found in a repository: …")
 * is cut to its prefix, since reasons stay on the record for good (R9).
 */
export const reasonText = z
  .string()
  .trim()
  .min(1, { error: "Say why, in a few words." })
  .max(REASON_MAX_LENGTH, { error: `At most ${REASON_MAX_LENGTH} characters.` })
  .refine((text) => !/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u.test(text.replaceAll(/[\t\r\n]/g, " ")), {
    params: { code: "control_characters" },
    message: "A reason has no control characters or direction marks.",
  })
  .transform(maskSecrets);

export const KeyParams = z.object({ accountId: z.uuid(), keyId: z.uuid() });

export const CreateKeyBody = z.strictObject({
  name: keyName,
  method: z.enum(AUTHENTICATION_METHODS).default("long_lived"),
  scopes: scopeList,
  /** Left out: the default lifetime of the account's key policy. */
  expiresAt: expiry.optional(),
  allowedRanges,
});
export type CreateKeyInput = z.output<typeof CreateKeyBody>;
export type CreateKeyRequest = z.input<typeof CreateKeyBody>;

export const ReplaceKeyBody = z.strictObject({
  name: keyName,
  scopes: scopeList,
  expiresAt: expiry.optional(),
  allowedRanges: allowedRanges.optional(),
  overlapSeconds: z.literal(OVERLAP_SECONDS, {
    error: "Choose one of the overlaps: 0, 1 hour, 24 hours, 7 or 30 days.",
  }),
});
export type ReplaceKeyInput = z.output<typeof ReplaceKeyBody>;
export type ReplaceKeyRequest = z.input<typeof ReplaceKeyBody>;

export const RevokeKeyBody = z.strictObject({ reason: reasonText });
export type RevokeKeyInput = z.output<typeof RevokeKeyBody>;
export type RevokeKeyRequest = z.input<typeof RevokeKeyBody>;

export const KeyListQuery = z.strictObject({
  q: z.string().max(120).default(""),
  status: z.enum(KEY_STATUSES).optional(),
  method: z.enum(AUTHENTICATION_METHODS).optional(),
  createdBy: z.uuid().optional(),
  /** The `nextCursor` of the page before. */
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type KeyListInput = z.output<typeof KeyListQuery>;

const instant = z.iso.datetime();
const Person = z.object({ id: z.uuid(), name: z.string(), email: z.string() });
export type Person = z.infer<typeof Person>;

/** An integration key as the console shows it: everything but its secret, which nobody has. */
export const IntegrationKey = z.object({
  id: z.uuid(),
  clientId: z.uuid(),
  accountId: z.uuid(),
  environment: z.enum(ENVIRONMENTS),
  name: z.string(),
  method: z.enum(AUTHENTICATION_METHODS),
  /** Granted scopes. */
  scopes: z.array(z.string()),
  /** What is left of them under the creator's present profile (R6). */
  effectiveScopes: z.array(z.string()),
  allowedRanges: z.array(z.string()),
  createdBy: Person,
  /** False once the creator is deactivated: the key is refused. */
  isOwnerActive: z.boolean(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  status: z.enum(KEY_STATUSES),
  revokedAt: instant.nullable(),
  revokedBy: Person.nullable(),
  revokeReason: z.string().nullable(),
  retiresAt: instant.nullable(),
  replacesKeyId: z.uuid().nullable(),
  replacedByKeyId: z.uuid().nullable(),
  /** When its successor was made. */
  replacedAt: instant.nullable(),
  prefix: z.string().nullable(),
  lastFour: z.string().nullable(),
  firstCallAt: instant.nullable(),
  /** The last call that was allowed. */
  lastUsedAt: instant.nullable(),
  /** The last call of any verdict, and where it came from. */
  lastCallAt: instant.nullable(),
  lastCallCode: z.enum(CALL_CODES).nullable(),
  lastAddress: z.string().nullable(),
  lastUserAgent: z.string().nullable(),
  /** True where the person who asks may replace and revoke it: in a closed account nobody may. */
  canManage: z.boolean(),
});
export type IntegrationKey = z.infer<typeof IntegrationKey>;

/**
 * A row of the list: the key with its calls per day, oldest first, the last entry being the last 24 hours; and who
 * calls in vain, for an ended key since its end, for any other in the wrong environment in these seven days.
 */
export const ListedKey = IntegrationKey.extend({
  dailyCalls: z.array(z.number().int()).length(7),
  knock: KeyKnock.nullable(),
});
export type ListedKey = z.infer<typeof ListedKey>;

export const KeyList = z.object({ data: z.array(ListedKey), nextCursor: z.uuid().nullable() });
export type KeyList = z.infer<typeof KeyList>;

/** The one response that holds a secret (R9); a retry with the same Idempotency-Key gets null in its place. */
export const CreatedKey = z.object({ key: IntegrationKey, secret: z.string().nullable() });
export type CreatedKey = z.infer<typeof CreatedKey>;

export const KeyAnswer = z.object({ key: IntegrationKey });
export type KeyAnswer = z.infer<typeof KeyAnswer>;

/** Everyone who created a key of the account, by name: the list's filter. */
export const KeyCreators = z.object({ data: z.array(Person) });
export type KeyCreators = z.infer<typeof KeyCreators>;
