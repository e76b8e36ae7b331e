import { z } from "zod";

import { canonicalAddress, NO_ADDRESS } from "../../domain/ip-addresses";
import { holdsSecret } from "../../domain/secrets/secrets-in-text";
import { ENVIRONMENTS, PROFILES } from "../../domain/people/profiles";
import { CALL_CODES, KNOWN_KEY_REFUSALS } from "../../domain/verdict/refusals";
import { Call } from "./key-usage";
import { readScopeNames } from "../fields/scope-names";
import { number } from "../../domain/format/numbers";
import { uuid } from "../fields/uuid";

const SCOPES_MAX = 200;
const EARLIEST = new Date("2000-01-01T00:00:00Z");
const LATEST = new Date("2200-01-01T00:00:00Z");

/** No secret is needed to explain a verdict, and none is taken (R9): it would be one more place where it has been. */
const plainText = (max: number) =>
  z
    .string()
    .max(max, { error: `At most ${number(max)} characters.` })
    .refine((text) => !holdsSecret(text), {
      params: { code: "holds_secret" },
      message: "This holds an integration key, or most of one. Leave it out: none is needed here.",
    });

const neededScopes = z
  .array(plainText(100), { error: "Name the scopes as a list." })
  .max(SCOPES_MAX)
  .transform(readScopeNames);

const isHop = (hop: string, isLast: boolean): boolean =>
  canonicalAddress(hop) !== null || (!isLast && hop === NO_ADDRESS);

/** A request to explain: described, or a call that was recorded. */
export const ExplainBody = z
  .strictObject({
    method: plainText(100)
      .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,16}$/, { error: "This is no method of HTTP: GET, POST, PUT, …" })
      .transform((method) => method.toUpperCase())
      .optional(),
    /** Path or whole URL; its query is not looked at. Left out, the question is about the key alone. */
    path: plainText(4_000).optional(),
    /** The scopes that the request needs; left out, those of the route table. */
    scopes: neededScopes.optional(),
    /** The client's; or a list, as a trusted gateway's `X-Forwarded-For` has it, with `unknown` for what is no address. */
    address: plainText(400)
      .transform((text) => text.split(",").map((hop) => canonicalAddress(hop.trim()) ?? hop.trim()))
      .refine((hops) => hops.every((hop, index) => isHop(hop, index === hops.length - 1)), {
        params: { code: "invalid_address" },
        message: "This is no IPv4 or IPv6 address.",
      })
      .nullish(),
    /** The instant at which the request would be made; left out, now. */
    at: plainText(100)
      .pipe(z.iso.datetime({ offset: true, error: "Give an instant with its zone: 2027-03-01T12:00:00Z." }))
      .transform((text) => new Date(text))
      .refine((date) => date >= EARLIEST && date < LATEST, { message: "This instant is out of reach." })
      .optional(),
    /** The environment that the gateway serves; left out or null, that of GATE_ENVIRONMENT, or both. */
    environment: z.enum(ENVIRONMENTS).nullish(),
    /** `X-Countersign-Call` of a recorded call of this key: explained as it was, and as it would be now. */
    callId: plainText(100)
      .pipe(uuid({ error: "This is no id of a call." }))
      .optional(),
  })
  .superRefine((body, context) => {
    if (body.callId === undefined) return;
    for (const field of ["method", "path", "scopes", "address"] as const) {
      if (body[field] === undefined) continue;
      const message = "Describe a request or name a call, not both.";
      context.addIssue({ code: "custom", path: [field], params: { code: "call_and_request" }, message });
    }
  });
export type ExplainInput = z.output<typeof ExplainBody>;
export type ExplainRequest = z.input<typeof ExplainBody>;

const instant = z.iso.datetime();

/**
 * What a check of an explanation came to. passed, refused, not_reached: as the gate looked at it. unknown: can't be
 * told for an instant that is yet to come.
 */
export const EXPLAINED_OUTCOMES = ["passed", "refused", "not_reached", "unknown"] as const;
export type ExplainedOutcome = (typeof EXPLAINED_OUTCOMES)[number];

const ScopeRow = z.object({
  scope: z.string(),
  isNeeded: z.boolean(),
  isGranted: z.boolean(),
  state: z.enum(["held", "not_granted", "narrowed", "owner_inactive"]),
});

/** What the gate would answer, and why: every check in its order. */
export const Explanation = z.object({
  /** The recorded call, with the verdict of then; null for a request that was described. */
  call: Call.nullable(),
  request: z.object({
    method: z.string(),
    /** Null where the question is about the key alone. */
    path: z.string().nullable(),
    scopes: z.array(z.string()),
    address: z.string().nullable(),
    /** The list that the address was found in; null where it was named by itself. */
    forwardedFor: z.string().nullable(),
    environment: z.enum(ENVIRONMENTS).nullable(),
    at: instant,
    isAhead: z.boolean(),
  }),
  verdict: z.object({
    allowed: z.boolean(),
    code: z.enum(CALL_CODES),
    status: z.number().int(),
    /** The refusal as the client would read it. */
    text: z.string(),
    missing: z.array(z.string()),
    /** Effective scopes. */
    scopes: z.array(z.string()),
    retryAfterSeconds: z.number().int().nullable(),
  }),
  checks: z.array(
    z.object({
      code: z.enum(KNOWN_KEY_REFUSALS),
      outcome: z.enum(EXPLAINED_OUTCOMES),
      text: z.string(),
    }),
  ),
  /** Scopes that are needed or granted, in the order of the catalogue. */
  scopes: z.array(ScopeRow),
  /** What the route table says, by which an API gateway's requests are judged; the route is null where none applies. */
  routeTable: z.object({
    state: z.enum(["none", "read", "unreadable"]),
    route: z
      .object({
        methods: z.array(z.string()),
        template: z.string(),
        scopes: z.array(z.string()),
        /** True where requests are let through without a key. */
        isPublic: z.boolean(),
      })
      .nullable(),
  }),
  actsAs: z.object({ id: uuid(), name: z.string(), profile: z.enum(PROFILES), isActive: z.boolean() }),
  /** False for a key without a long-lived secret: no request can show it. */
  hasSecret: z.boolean(),
});
export type Explanation = z.infer<typeof Explanation>;
