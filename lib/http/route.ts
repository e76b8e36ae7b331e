/**
 * The one way to write a route handler. Order, always: origin, session, account, parameters, query, body, handler.
 * Every refusal is a problem (RFC 9457); what nobody foresaw is a 500 with constant text and its cause in the log.
 */
import { z } from "zod";

import { currentSession, rotateSessionIfAsked } from "../auth/session";
import { DomainError, notFound } from "../domain/errors";
import { openAccount } from "../kernel/access";
import type { AccountContext, RequestInfo, SessionContext, StaffContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { createLogger } from "../platform/logger";
import { readJson } from "./body";
import { assertSameOrigin } from "./origin";
import { problemResponse } from "./problem";
import { requestInfoOf } from "../auth/request";
import { validate, validateParams, validateQuery } from "./validate";

const log = createLogger("web");
const ACCOUNT_ID = z.object({ accountId: z.uuid() });
const NO_FIELDS = z.object({});

type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };
/** The schemas of what a route takes: tests are generated from them. */
export type RouteInput = {
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
};
export type Handler = ((request: Request, route: RouteContext) => Promise<Response>) & {
  readonly input: RouteInput;
};

type Definition<C, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Status of a value that is answered as JSON; 204 has no body. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Returns the JSON value to answer, or a Response for anything else. */
  readonly handler: (input: {
    ctx: C;
    params: z.output<P>;
    query: z.output<Q>;
    body: z.output<B>;
    request: Request;
    /** Adds a `Set-Cookie` header to the answer. */
    setCookie: (cookie: string) => void;
  }) => Promise<unknown>;
};

type OpenContext<C> = (
  request: Request,
  info: RequestInfo,
  params: unknown,
  setCookie: (cookie: string) => void,
) => Promise<C>;

function routeWith<C>(open: OpenContext<C>) {
  return <
    P extends z.ZodType = typeof NO_FIELDS,
    Q extends z.ZodType = typeof NO_FIELDS,
    B extends z.ZodType = z.ZodUndefined,
  >(
    definition: Definition<C, P, Q, B>,
  ): Handler => {
    const answerTo = async (request: Request, route: RouteContext): Promise<Response> => {
      const info = requestInfoOf(request.headers);
      const path = new URL(request.url).pathname;
      const cookies: string[] = [];
      const response = await handle(definition, open, { request, route, info, cookies }).catch(
        (error: unknown) => refuse(error, path, info),
      );
      for (const cookie of cookies) response.headers.append("Set-Cookie", cookie);
      return response;
    };
    const { params, query, body } = definition;
    return Object.assign(answerTo, {
      input: { ...(params && { params }), ...(query && { query }), ...(body && { body }) },
    });
  };
}

type Incoming = {
  readonly request: Request;
  readonly route: RouteContext;
  readonly info: RequestInfo;
  readonly cookies: string[];
};

async function handle<C, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  definition: Definition<C, P, Q, B>,
  open: OpenContext<C>,
  { request, route, info, cookies }: Incoming,
): Promise<Response> {
  const setCookie = (cookie: string) => void cookies.push(cookie);
  assertSameOrigin(request);
  const rawParams = await route.params;
  const ctx = await open(request, info, rawParams, setCookie);
  const params = validateParams(definition.params ?? z.any(), rawParams);
  const search = new URL(request.url).searchParams;
  const query = definition.query ? validateQuery(definition.query, search) : {};
  const body = definition.body ? validate(definition.body, await readJson(request)) : undefined;
  const value = await definition.handler({
    ctx,
    params,
    query: query as z.output<Q>,
    body: body as z.output<B>,
    request,
    setCookie,
  });
  return answer(value, definition.status ?? 200, info);
}

/** The handler's value as JSON, or its own Response; either way named and never cached, unless that says otherwise. */
function answer(value: unknown, status: number, info: RequestInfo): Response {
  const response =
    value instanceof Response
      ? new Response(value.body, value)
      : status === 204
        ? new Response(null, { status })
        : Response.json(value, { status });
  response.headers.set("X-Request-Id", info.requestId);
  if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "no-store");
  return response;
}

function refuse(error: unknown, path: string, info: RequestInfo): Response {
  if (error instanceof DomainError) {
    if (error.code === "database_unavailable")
      log.error({ err: error, requestId: info.requestId, path }, error.code);
    return problemResponse(error, { path, requestId: info.requestId });
  }
  log.error({ err: error, requestId: info.requestId, path }, "unforeseen error");
  const unforeseen = new DomainError(
    "internal_error",
    "Something went wrong on our side. Try again; if it stays, tell support the request id.",
  );
  return problemResponse(unforeseen, { path, requestId: info.requestId });
}

const openSession: OpenContext<SessionContext> = async (request, info, _params, setCookie) => {
  const session = await currentSession(request.headers, info);
  if (!session) throw new DomainError("not_signed_in", "Sign in first; your session may have ended.");
  const cookie = await rotateSessionIfAsked(request.headers, session);
  if (cookie !== null) setCookie(cookie);
  return session;
};

/** A route that anyone may call: sign-in. */
export const publicRoute = routeWith<{ readonly request: RequestInfo }>((_request, info) =>
  Promise.resolve({ request: info }),
);

/** A route for signed-in people. */
export const sessionRoute = routeWith(openSession);

/** A route below `/api/accounts/{accountId}`, for active members of that account. */
export const accountRoute = routeWith<AccountContext>(async (request, info, params, setCookie) => {
  const session = await openSession(request, info, params, setCookie);
  const parsed = ACCOUNT_ID.safeParse(params);
  if (!parsed.success) throw notFound();
  return ask((db) => openAccount(db, session, parsed.data.accountId));
});

/** A route for the operator's support staff. To anyone else it does not exist. */
export const staffRoute = routeWith<StaffContext>(async (request, info, params, setCookie) => {
  const session = await openSession(request, info, params, setCookie);
  if (!session.user.isStaff) throw notFound();
  return { ...session, user: { ...session.user, isStaff: true } };
});
