import type { Problem } from "../contracts/problem";
import { BACKGROUND_HEADER } from "../domain/background";
import { isAway } from "./presence";

/** A refusal of our own server, or of the way there, in the form that pages show. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly errors: NonNullable<Problem["errors"]>;

  constructor(problem: {
    readonly status: number;
    readonly code: string;
    readonly detail: string;
    readonly requestId: string | null;
    readonly errors?: Problem["errors"] | undefined;
  }) {
    super(problem.detail);
    this.status = problem.status;
    this.code = problem.code;
    this.requestId = problem.requestId;
    this.errors = problem.errors ?? [];
  }
}

let leave: (() => void) | null = null;

/** What to do in a page whose session has ended: signed out in another tab, revoked, idle. Called for every request. */
export function onSignedOut(handler: () => void): void {
  leave = handler;
}

type RequestOptions = {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** For the request that signs out: that there is no session any more is no news then. */
  readonly isLeaving?: boolean;
  /**
   * For long forms, which say themselves that the session has ended, and for what is asked beside them without anybody's
   * doing: what was filled in, or is shown once, must not be lost.
   */
  readonly keepsPage?: boolean;
};

/**
 * Calls the BFF. `T` is what the route's contract says; the server made the value from the same type.
 * @throws RequestError for every answer that is not 2xx, and for none at all
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = "GET" } = options;
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method === "GET" && isAway()) headers[BACKGROUND_HEADER] = "1";
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (options.idempotencyKey !== undefined) headers["Idempotency-Key"] = options.idempotencyKey;
  const response = await fetch(path, {
    method,
    headers,
    credentials: "same-origin",
    cache: "no-store",
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal ? { signal: options.signal } : {}),
  }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    throw new RequestError({
      status: 0,
      code: "unreachable",
      detail: "The server can't be reached. Check your connection and try again.",
      requestId: null,
    });
  });
  if (!response.ok) {
    const refusal = await refusalOf(response);
    if (refusal.code === "not_signed_in" && options.isLeaving !== true && options.keepsPage !== true) {
      leave?.();
    }
    throw refusal;
  }
  // The one cast of this layer: the route returns the contract's type, or the refusal above was thrown.
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function refusalOf(response: Response): Promise<RequestError> {
  const fallback = {
    status: response.status,
    code: "internal_error",
    detail: "Something went wrong on our side. Try again.",
    requestId: response.headers.get("x-request-id"),
  };
  if (!response.headers.get("content-type")?.includes("json")) return new RequestError(fallback);
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  return new RequestError({ ...fallback, ...problem });
}
