/** The wire types of the verification service. */
import { z } from "zod";

import { canonicalHop } from "../../domain/ip-addresses";
import { AUTHENTICATION_METHODS } from "../../domain/keys/availability";
import { KEY_STATUSES } from "../../domain/keys/key-lifecycle";
import { ENVIRONMENTS, PROFILES } from "../../domain/people/profiles";
import { REFUSALS } from "../../domain/verdict/refusals";
import { readScopeNames } from "../fields/scope-names";
import { uuid } from "../fields/uuid";

const SCOPES_MAX = 200;

/** Refusals of the verification service: those of the verdict, and those of HTTP. */
export const GATE_PROBLEM_CODES = [
  ...REFUSALS,
  "unknown_scope",
  "invalid_request",
  "expectation_failed",
  "malformed_json",
  "validation_failed",
  "unsupported_media_type",
  "body_too_large",
  "managed_in_console",
  "call_not_found",
  "outcome_too_late",
  "not_found",
  "method_not_allowed",
  "database_unavailable",
  "overloaded",
  "draining",
  "internal_error",
] as const;
export type GateProblemCode = (typeof GATE_PROBLEM_CODES)[number];

/** A refusal of the gate (RFC 9457). */
export const GateProblem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int().min(400).max(599),
  detail: z.string(),
  instance: z.string(),
  code: z.enum(GATE_PROBLEM_CODES),
  /** Names the request in the log, and a recorded call by its id. */
  requestId: uuid(),
  /** The scopes that the key lacks, where the code is `insufficient_scope`. */
  missing: z.array(z.string()).readonly().optional(),
  errors: z
    .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
    .readonly()
    .optional(),
});
export type GateProblem = z.infer<typeof GateProblem>;

const neededScopes = z
  .array(z.string().max(100))
  .max(SCOPES_MAX)
  .nullish()
  .transform((names) => names ?? [])
  .transform(readScopeNames);

/** What every check may be told beside its credential. Null is the same as nothing. */
const aboutRequest = {
  scopes: neededScopes,
  /** The request that the resource server was sent; a route table looks its scopes up by both. */
  method: z.string().max(1_000).nullish(),
  path: z.string().max(10_000).nullish(),
  /** The address of the client that made the request; without it, no key with an address list is let through. */
  ip: z
    .string()
    .refine((text) => canonicalHop(text) !== null, {
      params: { code: "invalid_address" },
      message: "This is no IPv4 or IPv6 address.",
    })
    // One client is one caller, however a service writes its address.
    .transform(canonicalHop)
    .nullish(),
  userAgent: z.string().max(10_000).nullish(),
  environment: z.enum(ENVIRONMENTS).nullish(),
};

/** Body of `POST /v1/verify` with a key or token. */
export const VerifyTokenBody = z.strictObject({
  /** The credential that the request came with; null where it had none. */
  token: z.string().max(10_000).nullable(),
  ...aboutRequest,
});

/** Body of `POST /v1/verify` with legacy authentication: the header `X-DocuSign-Authentication`, or a SOAP envelope. */
export const VerifyLegacyBody = z.strictObject({
  legacy: z.union(
    [
      z.strictObject({ header: z.string().max(10_000) }),
      // The whole body may have 64 KiB; of an envelope its header is read.
      z.strictObject({ soap: z.string().max(60_000) }),
    ],
    { error: "Give header or soap, one of both." },
  ),
  ...aboutRequest,
});

/** Body of `POST /v1/verify`. */
export const VerifyBody = z.union([VerifyTokenBody, VerifyLegacyBody]);

/** Body of `PUT /v1/calls/{callId}/outcome`: the HTTP status with which the call ended. */
export const OutcomeBody = z.strictObject({ status: z.number().int().min(100).max(599) });

/** What the API is as a protected resource (RFC 9728). */
export const ProtectedResource = z.object({
  resource: z.string(),
  authorization_servers: z.array(z.string()),
  scopes_supported: z.array(z.string()),
  bearer_methods_supported: z.tuple([z.literal("header")]),
  resource_name: z.string(),
});
export type ProtectedResource = z.infer<typeof ProtectedResource>;

const instant = z.iso.datetime();

/** Of legacy authentication: when the account stops to allow it, where the caller was let in that far. */
const legacyEnd = z.object({ endsAt: instant.nullable() }).optional();

export const GateLimits = z.object({
  hourly: z.object({
    limit: z.number().int(),
    remaining: z.number().int(),
    /** Epoch seconds of the next full hour. */
    resetsAt: z.number().int(),
  }),
  burst: z.object({ limit: z.number().int(), remaining: z.number().int() }),
});
export type GateLimits = z.infer<typeof GateLimits>;

export const VerifyAllowed = z.object({
  valid: z.literal(true),
  callId: uuid(),
  keyId: uuid(),
  clientId: uuid(),
  accountId: uuid(),
  userId: uuid(),
  environment: z.enum(ENVIRONMENTS),
  /** Effective scopes. */
  scopes: z.array(z.string()),
  expiresAt: instant.nullable(),
  limits: GateLimits,
  legacy: legacyEnd,
});

/** Nobody was asked for a credential: the route is public, and whoever came is not known. */
export const VerifyPublic = z.object({
  valid: z.literal(true),
  public: z.literal(true),
  callId: z.null(),
  keyId: z.null(),
  clientId: z.null(),
  accountId: z.null(),
  userId: z.null(),
  environment: z.null(),
  scopes: z.array(z.string()).max(0),
  expiresAt: z.null(),
  limits: z.null(),
});
export type VerifyPublic = z.infer<typeof VerifyPublic>;

export const VerifyRefused = z.object({
  valid: z.literal(false),
  /** What to answer the client. */
  status: z.union([z.literal(401), z.literal(403), z.literal(429)]),
  code: z.enum(REFUSALS),
  /** Title and detail of the problem to answer with. */
  title: z.string(),
  detail: z.string(),
  /** Scopes that the request needs, those of the route table where the body names none. */
  needed: z.array(z.string()),
  /** Needed scopes that the key does not effectively hold. */
  missing: z.array(z.string()),
  /** The value of `WWW-Authenticate` to answer with (RFC 6750); null where it is the limit that refuses. */
  challenge: z.string().nullable(),
  retryAfterSeconds: z.number().int().nullable(),
  /** Null where no known key came, and where the call was one of very many and is counted alone. */
  callId: uuid().nullable(),
  limits: GateLimits.nullable(),
  legacy: legacyEnd,
});

/** Answer of `POST /v1/verify`. */
export const VerifyAnswer = z.union([VerifyAllowed, VerifyPublic, VerifyRefused]);
export type VerifyAnswer = z.infer<typeof VerifyAnswer>;

/** Answer of `GET /v1/me`: what the key is that asks. */
export const GateMe = z.object({
  keyId: uuid(),
  clientId: uuid(),
  name: z.string(),
  method: z.enum(AUTHENTICATION_METHODS),
  environment: z.enum(ENVIRONMENTS),
  grantedScopes: z.array(z.string()),
  effectiveScopes: z.array(z.string()),
  account: z.object({ id: uuid(), name: z.string() }),
  /** The person whom the key acts as (R6). */
  member: z.object({ id: uuid(), name: z.string(), profile: z.enum(PROFILES) }),
  expiresAt: instant.nullable(),
});
export type GateMe = z.infer<typeof GateMe>;

/** A key of the account, as `GET /v1/integration-keys` lists it: no secret and no hash. */
export const GateKey = z.object({
  id: uuid(),
  clientId: uuid(),
  name: z.string(),
  method: z.enum(AUTHENTICATION_METHODS),
  environment: z.enum(ENVIRONMENTS),
  scopes: z.array(z.string()),
  status: z.enum(KEY_STATUSES),
  createdAt: instant,
  createdBy: z.object({ id: uuid(), name: z.string() }),
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
  prefix: z.string().nullable(),
  lastFour: z.string().nullable(),
  lastUsedAt: instant.nullable(),
});
export type GateKey = z.infer<typeof GateKey>;

/** A page of the account's keys, newest first; `next_cursor` asks for the next one and is null on the last. */
export const GateKeyList = z.object({
  data: z.array(GateKey),
  pagination: z.object({ next_cursor: z.string().nullable() }),
});
export type GateKeyList = z.infer<typeof GateKeyList>;

export const GateKeyListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: uuid({ error: "This is no cursor of a page." }).optional(),
});
export type GateKeyListInput = z.output<typeof GateKeyListQuery>;

/** Answer of `/healthz` and `/readyz`. */
export const GateHealth = z.object({ status: z.enum(["ok", "ready"]) });
export type GateHealth = z.infer<typeof GateHealth>;
