import type { Problem } from "../contracts/problem";
import { BACKGROUND_HEADER } from "../domain/people/background";
import { PAGE_OWNER_HEADER } from "../domain/people/page-owner";
import { isAway } from "./people/presence";

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

/**
 * Says what a page does once its session has ended: signed out in another tab, revoked, idle. Called for every
 * request.
 */
export function onSignedOut(handler: () => void): void {
  leave = handler;
}

type OtherPersonHandler = (refusal: RequestError, isChange: boolean) => void;
let tellOtherPerson: OtherPersonHandler | null = null;

/** Says what a page does that was made for somebody else than is signed in now. Called for every request. */
export function onOtherPerson(handler: OtherPersonHandler): void {
  tellOtherPerson = handler;
}

/** Whom this document was made for; undefined on pages for nobody, and outside of browsers. */
export function pageOwner(): string | undefined {
  return typeof document === "undefined" ? undefined : document.documentElement.dataset["pageOf"];
}

type RequestOptions = {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** True for the request that signs out: that there is no session any more is no news then. */
  readonly isLeaving?: boolean;
  /**
   * True for long forms, which say themselves that the session has ended, and for what is asked beside them without
   * anybody's doing: what was filled in, or is shown once, must not be lost.
   */
  readonly keepsPage?: boolean;
};

/**
 * Calls the BFF. `T` is what the handler's contract says; the server made the value from the same type.
 * @throws RequestError for every answer that is not 2xx, and for none at all
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = "GET" } = options;
  const headers: Record<string, string> = { Accept: "application/json" };
  const owner = pageOwner();
  if (owner !== undefined) headers[PAGE_OWNER_HEADER] = owner;
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
    // What a page asks beside a form or a secret, without anybody's doing, is no reason to stand in its way.
    const isChange = method !== "GET";
    if (refusal.code === "other_person" && (isChange || options.keepsPage !== true)) {
      tellOtherPerson?.(refusal, isChange);
    }
    throw refusal;
  }
  // The one cast of this layer: the handler returns the contract's type, or the refusal above was thrown.
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
