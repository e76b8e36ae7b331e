/** What is asked of the gate, and what it says. */

/** A request that came in, as the gate is asked about it. */
export type Check = {
  /** The credential that it came with, or null where it had none. */
  readonly token: string | null;
  /** Scopes that it needs, all of them; without any, those of the gate's route table. */
  readonly scopes?: readonly string[];
  readonly method?: string;
  /** Path and query as they came. */
  readonly path?: string;
  /** The client's address; without it no key with an address list is let through. */
  readonly ip?: string | null;
  readonly userAgent?: string | null;
  /** Only keys of this environment pass. */
  readonly environment?: "sandbox" | "production";
};

/** The limits of the account after this call. */
export type Limits = {
  /** `resetsAt`: epoch seconds of the next full hour. */
  readonly hourly: { readonly limit: number; readonly remaining: number; readonly resetsAt: number };
  readonly burst: { readonly limit: number; readonly remaining: number };
};

/** Who calls. */
export type Identity = {
  /** Names the call on the key's page, in its log, and in a report of its outcome. Not for the caller's eyes. */
  readonly callId: string;
  readonly keyId: string;
  readonly clientId: string;
  readonly accountId: string;
  /** The person whom the key acts as. */
  readonly userId: string;
  readonly environment: "sandbox" | "production";
  /** Effective scopes. */
  readonly scopes: readonly string[];
  /** ISO 8601, or null. */
  readonly expiresAt: string | null;
  readonly limits: Limits;
};

/** An RFC 9457 problem. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly requestId: string;
  readonly missing?: readonly string[];
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
};

export type Refused = {
  readonly outcome: "refused";
  /** What to answer the client. */
  readonly status: 401 | 403 | 429;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly needed: readonly string[];
  readonly missing: readonly string[];
  /** The value of `WWW-Authenticate`, or null. */
  readonly challenge: string | null;
  readonly retryAfterSeconds: number | null;
  /** Null where the call was counted and not kept. */
  readonly callId: string | null;
  /** Names the answer in the gate's log. */
  readonly requestId: string;
  readonly limits: Limits | null;
};

/** Only `allowed` and `public` let a request through. Whatever could not be checked is `unavailable`, and has to be refused. */
export type Verdict =
  | { readonly outcome: "allowed"; readonly identity: Identity }
  /** The gate's route table asks for no key here. A key that came along was not looked at: nobody is known. */
  | { readonly outcome: "public" }
  | Refused
  /** The gate can't understand the question: an unknown scope, a path that is too long. */
  | { readonly outcome: "malformed"; readonly problem: Problem }
  | { readonly outcome: "unavailable"; readonly problem: Problem };
