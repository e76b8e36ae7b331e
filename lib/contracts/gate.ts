/** The wire types of the verification service (PRODUCT section 7). */
import { z } from "zod";

import { readAddress } from "../domain/addresses";
import { AUTHENTICATION_METHODS } from "../domain/availability";
import { KEY_STATUSES } from "../domain/key-lifecycle";
import { ENVIRONMENTS, PROFILES } from "../domain/profiles";
import { REFUSALS } from "../domain/refusals";
import { readScopeNames } from "./scope-names";

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

/** RFC 9457. */
export const GateProblem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int().min(400).max(599),
  detail: z.string(),
  instance: z.string(),
  code: z.enum(GATE_PROBLEM_CODES),
  /** Names the request in the log, and a recorded call by its id. */
  requestId: z.uuid(),
  /** For `insufficient_scope`: the scopes that the key lacks. */
  missing: z.array(z.string()).readonly().optional(),
  errors: z
    .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
    .readonly()
    .optional(),
});
export type GateProblem = z.infer<typeof GateProblem>;

const neededScopes = z.array(z.string().max(100)).max(SCOPES_MAX).default([]).transform(readScopeNames);

/** Body of `POST /v1/verify`. */
export const VerifyBody = z.strictObject({
  token: z.string().max(10_000),
  scopes: neededScopes,
  /** The request that the resource server was sent; a route table looks its scopes up by both. */
  method: z.string().max(1_000).optional(),
  path: z.string().max(10_000).optional(),
  /** The address of the client that made the request; without it, no key with an address list is let through. */
  ip: z
    .string()
    .refine((text) => readAddress(text) !== null, {
      params: { code: "invalid_address" },
      message: "This is no IPv4 or IPv6 address.",
    })
    .nullish(),
  userAgent: z.string().max(10_000).nullish(),
  environment: z.enum(ENVIRONMENTS).optional(),
});

/** Body of `PUT /v1/calls/{callId}/outcome`: the HTTP status with which the call ended. */
export const OutcomeBody = z.strictObject({ status: z.number().int().min(100).max(599) });

const instant = z.iso.datetime();

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
  callId: z.uuid(),
  keyId: z.uuid(),
  clientId: z.uuid(),
  accountId: z.uuid(),
  userId: z.uuid(),
  environment: z.enum(ENVIRONMENTS),
  /** Effective scopes. */
  scopes: z.array(z.string()),
  expiresAt: instant.nullable(),
  limits: GateLimits,
});

export const VerifyRefused = z.object({
  valid: z.literal(false),
  /** What to answer the client. */
  status: z.union([z.literal(401), z.literal(403), z.literal(429)]),
  code: z.enum(REFUSALS),
  detail: z.string(),
  /** Needed scopes that the key does not effectively hold. */
  missing: z.array(z.string()),
  retryAfterSeconds: z.number().int().nullable(),
  /** Null where no known key came. */
  callId: z.uuid().nullable(),
  limits: GateLimits.nullable(),
});

/** Answer of `POST /v1/verify`. */
export const VerifyAnswer = z.discriminatedUnion("valid", [VerifyAllowed, VerifyRefused]);
export type VerifyAnswer = z.infer<typeof VerifyAnswer>;

/** Answer of `GET /v1/me`: what the key is that asks. */
export const GateMe = z.object({
  keyId: z.uuid(),
  clientId: z.uuid(),
  name: z.string(),
  method: z.enum(AUTHENTICATION_METHODS),
  environment: z.enum(ENVIRONMENTS),
  grantedScopes: z.array(z.string()),
  effectiveScopes: z.array(z.string()),
  account: z.object({ id: z.uuid(), name: z.string() }),
  /** The person whom the key acts as (R6). */
  member: z.object({ id: z.uuid(), name: z.string(), profile: z.enum(PROFILES) }),
  expiresAt: instant.nullable(),
});
export type GateMe = z.infer<typeof GateMe>;

/** A key of the account, as `GET /v1/integration-keys` lists it: no secret and no hash. */
export const GateKey = z.object({
  id: z.uuid(),
  clientId: z.uuid(),
  name: z.string(),
  method: z.enum(AUTHENTICATION_METHODS),
  environment: z.enum(ENVIRONMENTS),
  scopes: z.array(z.string()),
  status: z.enum(KEY_STATUSES),
  createdAt: instant,
  createdBy: z.object({ id: z.uuid(), name: z.string() }),
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
  prefix: z.string().nullable(),
  lastFour: z.string().nullable(),
  lastUsedAt: instant.nullable(),
});
export type GateKey = z.infer<typeof GateKey>;

/** A page, newest first; `next_cursor` asks for the next one and is null on the last. */
export const GateKeyList = z.object({
  data: z.array(GateKey),
  pagination: z.object({ next_cursor: z.string().nullable() }),
});
export type GateKeyList = z.infer<typeof GateKeyList>;

export const GateKeyListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.uuid({ error: "This is no cursor of a page." }).optional(),
});
export type GateKeyListInput = z.output<typeof GateKeyListQuery>;

/** Answer of `/healthz` and `/readyz`. */
export const GateHealth = z.object({ status: z.enum(["ok", "ready"]) });
export type GateHealth = z.infer<typeof GateHealth>;
