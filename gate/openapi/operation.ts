import type { HeaderName } from "./headers";
import { LEGACY_HEADERS, LIMIT_HEADERS } from "./headers";
import type { SchemaName } from "./schemas";

export type Answer = {
  readonly description: string;
  readonly schema?: SchemaName;
  /** The type of a body that is no JSON. */
  readonly contentType?: string;
  readonly always?: readonly HeaderName[];
  readonly sometimes?: readonly HeaderName[];
};

export type Parameter = {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly description: string;
  readonly required?: boolean;
  readonly schema: unknown;
  readonly example?: string;
};

/** An operation of the gate, as one row of the reference. */
export type Operation = {
  readonly id: string;
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  readonly path: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  readonly needsKey?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly body?: {
    readonly schema: SchemaName;
    readonly example: unknown;
  };
  readonly answers: Readonly<Record<number, Answer>>;
};

export const TAGS = {
  Check: "What gateways and resource servers ask for each request.",
  "Own API": "What a key may ask the platform itself.",
  Writes: "Keys are created, replaced and revoked by people, in the console. Any write is refused.",
  Acrobat: "Where clients of the Acrobat Sign interface find their API.",
  "Request logging": "The next requests that act as the person whom a credential acts as, for this person.",
  Legacy: "For clients of before OAuth, where an account still allows legacy authentication.",
  Agents: "How clients that never saw this API learn who gives tokens for it (RFC 9728, MCP authorization).",
  Operation: "For those who run the gate.",
} as const;
export type Tag = keyof typeof TAGS;

/** The answer of a refusal, in problem+json. */
export function problem(description: string, more: Partial<Answer> = {}): Answer {
  return { schema: "GateProblem", description, ...more, always: ["X-Request-Id", ...(more.always ?? [])] };
}

export const UNAVAILABLE = problem(
  "`database_unavailable` or `overloaded`: what can't be checked in time is refused.",
  {
    always: ["Retry-After"],
  },
);

/** The headers of an answer to a request that was recorded as a call; `X-Request-Id` is the call's id then. */
export const RECORDED: readonly HeaderName[] = ["X-Countersign-Call", ...LIMIT_HEADERS];

/** The answers that every endpoint that checks a key may give instead of its own. */
export const KEY_REFUSALS = {
  400: problem("`invalid_request`: for instance two different credentials."),
  401: problem(
    "`missing_key`, `malformed_key`, `unknown_key`, `expired_key`, `revoked_key`, `wrong_environment` or `wrong_resource`. Who does not present the whole key learns nothing of its state.",
    { always: ["WWW-Authenticate"], sometimes: [...RECORDED, ...LEGACY_HEADERS] },
  ),
  403: problem(
    "`insufficient_scope`, `owner_inactive`, `account_not_entitled`, `account_closed`, `ip_not_allowed`.",
    { sometimes: ["WWW-Authenticate", "X-Accepted-Scopes", ...RECORDED, ...LEGACY_HEADERS] },
  ),
  429: problem(
    "`hourly_limit_exceeded` or `burst_limit_exceeded`. The latter also without a good key, for too many requests from one address, and with one that was refused too often of late: such a refusal is counted, has no call and no rate-limit headers, and says how long to wait for the reason.",
    { always: ["Retry-After"], sometimes: [...RECORDED, ...LEGACY_HEADERS] },
  ),
  503: UNAVAILABLE,
} as const satisfies Readonly<Record<number, Answer>>;

/** The answer of an endpoint that a key was let through to. */
export function allowed(description: string, schema: SchemaName): Answer {
  return { description, schema, always: ["X-Request-Id", ...RECORDED], sometimes: LEGACY_HEADERS };
}
