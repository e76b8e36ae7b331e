import { z } from "zod";

import { canonicalRange, distinctRanges, readRange } from "../../domain/ip-addresses";
import { GO_LIVE_STATES } from "../../domain/go-live/journey";
import { AUTHENTICATION_METHODS } from "../../domain/keys/availability";
import { KEY_LIST_STATUSES, KEY_STATUSES } from "../../domain/keys/key-lifecycle";
import { readKeyName } from "../../domain/keys/key-name";
import { maskSecrets } from "../../domain/secrets/secrets-in-text";
import { OVERLAP_SECONDS } from "../../domain/keys/lifetime";
import { ENVIRONMENTS } from "../../domain/people/profiles";
import { parseScope, type Scope } from "../../domain/keys/scopes";
import { CALL_CODES } from "../../domain/verdict/refusals";
import { KeyKnock } from "./key-knocks";
import { uuid } from "../fields/uuid";

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

/** An instant with its zone. */
export const expiry = z.iso
  .datetime({ offset: true, error: "Give the expiry as an instant with its zone: 2027-03-01T12:00:00Z." })
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()), { message: "There is no such instant." });

/** White space around a range is forgiven, and one that is named twice is there once. */
const allowedRanges = z
  .array(
    z
      .string()
      .trim()
      .refine((text) => readRange(text) !== null, {
        params: { code: "invalid_range" },
        message: "This is not an IP address, nor a CIDR range that starts at its first address.",
      })
      .transform((text) => canonicalRange(text) ?? text),
  )
  .max(RANGES_MAX)
  .transform(distinctRanges)
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

export const KeyParams = z.object({ accountId: uuid(), keyId: uuid() });

export const CreateKeyBody = z.strictObject({
  name: keyName,
  method: z.enum(AUTHENTICATION_METHODS).default("long_lived"),
  scopes: scopeList,
  /** Left out: the default lifetime of the account's key policy. An app has none. */
  expiresAt: expiry.optional(),
  allowedRanges,
  /** Of an app alone: whether it can keep no secret (PKCE instead). Left out: it can. */
  isPublic: z.boolean({ error: "Say whether the app is public." }).optional(),
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

/** Of a production copy that has no secret yet. */
export const IssueKeyBody = z.strictObject({
  /** Left out: the default lifetime of the account's key policy. */
  expiresAt: expiry.optional(),
});
export type IssueKeyInput = z.output<typeof IssueKeyBody>;

export const RevokeKeyBody = z.strictObject({ reason: reasonText });
export type RevokeKeyInput = z.output<typeof RevokeKeyBody>;
export type RevokeKeyRequest = z.input<typeof RevokeKeyBody>;

export const KeyListQuery = z.strictObject({
  q: z.string().max(120).default(""),
  /** Left out: every key. */
  status: z.enum(KEY_LIST_STATUSES).optional(),
  method: z.enum(AUTHENTICATION_METHODS).optional(),
  createdBy: uuid().optional(),
  /** The `nextCursor` of the page before. */
  cursor: uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type KeyListInput = z.output<typeof KeyListQuery>;

const instant = z.iso.datetime();
const Person = z.object({ id: uuid(), name: z.string(), email: z.string() });
export type Person = z.infer<typeof Person>;

/** An agent that is known by the address of its document. */
export const AgentOfKey = z.object({
  clientUri: z.string(),
  /** Verified: the document is from there. */
  host: z.string(),
  /** What it called itself when it was first allowed: nobody has verified that. */
  declaredName: z.string(),
});

/** An integration key as the console shows it: everything but its secret, which nobody has. */
export const IntegrationKey = z.object({
  id: uuid(),
  clientId: uuid(),
  accountId: uuid(),
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
  /** Null for OAuth apps: their credentials end instead. */
  expiresAt: instant.nullable(),
  status: z.enum(KEY_STATUSES),
  revokedAt: instant.nullable(),
  revokedBy: Person.nullable(),
  revokeReason: z.string().nullable(),
  retiresAt: instant.nullable(),
  replacesKeyId: uuid().nullable(),
  replacedByKeyId: uuid().nullable(),
  /** When its successor was made. */
  replacedAt: instant.nullable(),
  prefix: z.string().nullable(),
  lastFour: z.string().nullable(),
  /** Of an app: true where it can keep no secret, and has PKCE in its place. */
  isPublic: z.boolean(),
  /** Of an app: whether it may have tokens sent through the browser's address (Implicit). */
  isImplicitAllowed: z.boolean(),
  /** The agent that it stands for; null for any other key. */
  agent: AgentOfKey.nullable(),
  firstCallAt: instant.nullable(),
  /** The last call that was allowed. */
  lastUsedAt: instant.nullable(),
  /** The last call of any verdict, and where it came from. */
  lastCallAt: instant.nullable(),
  lastCallCode: z.enum(CALL_CODES).nullable(),
  lastAddress: z.string().nullable(),
  lastUserAgent: z.string().nullable(),
  /** How far it is on its way to production; there, live for the copy of one that went live, and null for any other key. */
  goLiveState: z.enum(GO_LIVE_STATES).nullable(),
  /** True where the person who asks may replace and revoke it: in a closed account nobody may. */
  canManage: z.boolean(),
  /** Whether who asks may revoke it, which a closed account allows too. */
  canRevoke: z.boolean(),
});
export type IntegrationKey = z.infer<typeof IntegrationKey>;

/**
 * A row of the list: the key with its calls per day, oldest first, the last entry being the last 24 hours, and how many
 * of them were refused; and who calls in vain, for an ended key since its end, for any other in the wrong environment in
 * these seven days.
 */
export const ListedKey = IntegrationKey.extend({
  dailyCalls: z.array(z.number().int()).length(7),
  dailyRefused: z.array(z.number().int()).length(7),
  knock: KeyKnock.nullable(),
});
export type ListedKey = z.infer<typeof ListedKey>;

export const KeyList = z.object({ data: z.array(ListedKey), nextCursor: uuid().nullable() });
export type KeyList = z.infer<typeof KeyList>;

/**
 * The one response that holds a secret (R9); a retry with the same Idempotency-Key gets null in its place, and so does
 * whoever creates an app, whose secrets are added later.
 */
export const CreatedKey = z.object({ key: IntegrationKey, secret: z.string().nullable() });
export type CreatedKey = z.infer<typeof CreatedKey>;

export const KeyAnswer = z.object({ key: IntegrationKey });
export type KeyAnswer = z.infer<typeof KeyAnswer>;

/** Everyone who created a key of the account, by name: the list's filter. */
export const KeyCreators = z.object({ data: z.array(Person) });
export type KeyCreators = z.infer<typeof KeyCreators>;
